// Any bytes as a rule file: refused, or rules of which each says what it must, and a book that answers every question of every
// key without one rule hiding itself.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "insight/rules/built_in.hpp"
#include "insight/rules/rule_book.hpp"

// The parser stands alone: no rules inside this program.
std::span<const stint::timing::EmbeddedText> stint::insight::rule_texts() { return {}; }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  using namespace stint::insight;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto library = RuleLibrary::read(std::vector<RuleText>{{"fuzz.toml", text, true}});
  if (!library) return 0;
  const RuleFile& file = library->files().front().file;
  for (const Rule& rule : file.rules) {
    if (rule.source.empty() || !rule.valid_from.ok() || rule.line == 0) std::abort();
    if (std::holds_alternative<std::monostate>(rule.value) && rule.disputed.empty()) std::abort();
  }
  const std::string series = file.series.empty() ? "" : file.series.front();
  const RuleBook book(*library, {.series = series, .season = file.season, .event = file.event});
  if (book.rules().empty() != book.in_force().empty()) std::abort();
  for (const RuleKeyRow& row : kRuleKeys) {
    const Rule* found = book.find(row.key, {.class_name = "GT", .grade = "bronze", .flag = stint::timing::FlagKind::fcy});
    if (found != nullptr && (found->key != row.key || rule_text(*found).empty())) std::abort();
  }
  (void)book.class_of("GTD PRO");
  (void)book.race_length();
  return 0;
}
