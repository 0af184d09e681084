#include "server/push/field_texts.hpp"

namespace stint::server {

std::string& FieldTexts::begin(std::string_view name) {
  const auto at = static_cast<std::uint32_t>(text_.size());
  spans_.push_back({name, at, at});
  return text_;
}

FieldTexts& FieldTexts::end() {
  spans_.back().end = static_cast<std::uint32_t>(text_.size());
  text_ += '\n';  // never part of a value, so equal texts mean equal fields
  return *this;
}

void FieldTexts::write_all(timing::JsonWriter& json) const {
  for (const Span& span : spans_) json.key(span.name).raw(value(span));
}

void FieldTexts::write_changed(timing::JsonWriter& json, const FieldTexts& before) const {
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    if (value(spans_[i]) != before.value(before.spans_[i])) json.key(spans_[i].name).raw(value(spans_[i]));
  }
}

}  // namespace stint::server
