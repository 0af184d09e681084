// The bounds of every field, for events that don't come from a text.
#include <simdjson.h>

#include <cmath>
#include <vector>

#include "timing/event_body.hpp"
#include "timing/event_fields.hpp"
#include "timing/event_names.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::timing {
namespace {

// Keeps the first fault found.
class FieldCheck {
 public:
  [[nodiscard]] const std::string& fault() const { return fault_; }

  template <class T, class... Bounds>
  void required(std::string_view name, const T& value, const Bounds&... bounds) {
    check(name, value, bounds...);
  }

  template <class T, class... Bounds>
  void maybe(std::string_view name, const std::optional<T>& value, const Bounds&... bounds) {
    if (value) check(name, *value, bounds...);
  }

  template <class T, class... Bounds>
  void defaulted(std::string_view name, const T& value, const T& usual, const Bounds&... bounds) {
    if (!(value == usual)) check(name, value, bounds...);
  }

  void text(std::string_view name, const std::string& value, std::size_t most = kMaxNameBytes) {
    if (value.size() > most) found(name, "is longer than " + std::to_string(most) + " bytes");
  }

  template <class T>
  void list(std::string_view name, const std::vector<T>& values, std::size_t most) {
    if (values.size() > most) return found(name, "has more than " + std::to_string(most) + " elements");
    for (const T& value : values) check(name, value);
  }

 private:
  void found(std::string_view name, const std::string& what) {
    if (fault_.empty()) fault_ = std::string(name) + " " + what;
  }

  void check(std::string_view name, double value, const Range<double>& range) {
    if (!(value >= range.least && value <= range.most)) found(name, "is out of range");  // also what is not a number
  }
  template <class T>
  void check(std::string_view name, const T& value, const Range<T>& range) {
    if (value < range.least || value > range.most) found(name, "is out of range");
  }
  template <class Tag>
  void check(std::string_view name, const InlineText<Tag>& value) {
    if (value.empty()) return found(name, "is empty");
    if (!simdjson::validate_utf8(value.view())) found(name, "is no UTF-8");
  }
  void check(std::string_view name, const std::string& value) { text(name, value); }
  void check(std::string_view, const Driver& driver) { each_field(*this, driver); }
  void check(std::string_view, bool) {}
  template <NamedEnum E>
  void check(std::string_view, const E&) {}

  std::string fault_;
};

}  // namespace

Result<void> check_event(const Event& event) {
  if (event.at < kFirstInstant || event.at > kLastInstant) return fail(ErrorCode::bad_event, "at is out of range");
  if (event.seq > kMaxSeq) return fail(ErrorCode::bad_event, "seq is out of range");
  FieldCheck fields;
  std::visit([&](const auto& held) { each_field(fields, unwrap(held)); }, event.body);
  if (fields.fault().empty()) return {};
  return fail(ErrorCode::bad_event, std::string(kind_name(event)) + ": " + fields.fault());
}

}  // namespace stint::timing
