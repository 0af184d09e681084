#include "insight/rules/rule_library.hpp"

#include "insight/rules/built_in.hpp"

namespace stint::insight {

Result<RuleLibrary> RuleLibrary::read(std::span<const RuleText> texts) {
  RuleLibrary library;
  for (const RuleText& text : texts) {
    auto file = parse_rules(text.name, text.text);
    if (!file) return std::unexpected(file.error());
    library.files_.push_back({std::move(*file), text.own});
  }
  return library;
}

Result<RuleLibrary> RuleLibrary::built_in() {
  RuleLibrary library;
  for (const timing::EmbeddedText& text : rule_texts()) {
    auto file = parse_rules(text.path, text.content);
    if (!file) return std::unexpected(file.error());
    library.files_.push_back({std::move(*file), false});
  }
  return library;
}

Result<RuleLibrary> RuleLibrary::with(const RuleText& text) const {
  auto file = parse_rules(text.name, text.text);
  if (!file) return std::unexpected(file.error());
  RuleLibrary grown = *this;
  grown.files_.push_back({std::move(*file), text.own});
  return grown;
}

}  // namespace stint::insight
