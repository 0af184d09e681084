#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "timing/event_body.hpp"
#include "timing/event_fields.hpp"
#include "timing/event_names.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::timing {
namespace {

namespace dom = simdjson::dom;

std::string number_text(std::int64_t value) { return std::to_string(value); }
std::string number_text(double value) {
  std::string text = std::to_string(value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

template <class T>
constexpr auto plain(T value) {
  if constexpr (std::is_same_v<T, Millis> || std::is_same_v<T, Instant>)
    return count_ms(value);
  else if constexpr (std::is_same_v<T, std::int32_t>)
    return std::int64_t{value};
  else
    return value;
}

// Reads the members of one object into the fields that the lists of event_fields.hpp name. Keeps the first fault found;
// what comes after a fault is not read.
class FieldReader {
 public:
  FieldReader(dom::object object, std::string& fault) : object_(object), fault_(fault) {}

  template <class T, class... Bounds>
  void required(std::string_view name, T& value, const Bounds&... bounds) {
    dom::element found;
    if (!find(name, found)) return blame(name, "is missing");
    take(name, found, value, bounds...);
  }

  template <class T, class... Bounds>
  void maybe(std::string_view name, std::optional<T>& value, const Bounds&... bounds) {
    dom::element found;
    if (find(name, found)) take(name, found, value.emplace(), bounds...);
  }

  template <class T, class... Bounds>
  void defaulted(std::string_view name, T& value, const T& usual, const Bounds&... bounds) {
    dom::element found;
    value = usual;
    if (find(name, found)) take(name, found, value, bounds...);
  }

  void text(std::string_view name, std::string& value, std::size_t most = kMaxNameBytes) {
    dom::element found;
    if (find(name, found)) take(name, found, value, most);
  }

  template <class T>
  void list(std::string_view name, std::vector<T>& values, std::size_t most) {
    dom::element found;
    dom::array array;
    if (!find(name, found)) return;
    if (found.get(array) != simdjson::SUCCESS) return blame(name, "is no list");
    for (const dom::element element : array) {
      if (values.size() == most) return blame(name, "has more than " + std::to_string(most) + " elements");
      take(name, element, values.emplace_back());
    }
  }

 private:
  // Absent, null and already at fault are the same: nothing to read.
  bool find(std::string_view name, dom::element& found) const {
    return fault_.empty() && object_.at_key(name).get(found) == simdjson::SUCCESS && !found.is_null();
  }

  void blame(std::string_view name, const std::string& what) {
    if (fault_.empty()) fault_ = std::string(name) + " " + what;
  }

  template <class Number, class T>
  void take_number(std::string_view name, dom::element from, T& value, const Range<T>& range, const char* what) {
    Number number{};
    if (const auto error = from.get(number); error == simdjson::NUMBER_OUT_OF_RANGE)
      return blame(name, "is out of range");
    else if (error != simdjson::SUCCESS)
      return blame(name, what);
    if (number < plain(range.least) || number > plain(range.most)) {
      return blame(name, "is " + number_text(number) + ", but must be " + number_text(plain(range.least)) + " to " +
                             number_text(plain(range.most)));
    }
    if constexpr (std::is_same_v<T, Instant>)
      value = instant_from_ms(number);
    else
      value = static_cast<T>(number);
  }

  void take(std::string_view name, dom::element from, double& value, const Range<double>& range) {
    take_number<double>(name, from, value, range, "is no number");
  }
  template <class T>
  void take(std::string_view name, dom::element from, T& value, const Range<T>& range) {
    take_number<std::int64_t>(name, from, value, range, "is no whole number");
  }

  void take(std::string_view name, dom::element from, bool& value) {
    if (from.get(value) != simdjson::SUCCESS) blame(name, "is neither true nor false");
  }

  void take(std::string_view name, dom::element from, std::string& value, std::size_t most = kMaxNameBytes) {
    std::string_view text;
    if (from.get(text) != simdjson::SUCCESS) return blame(name, "is no text");
    if (text.size() > most) return blame(name, "is longer than " + std::to_string(most) + " bytes");
    value.assign(text);
  }

  template <class Tag>
  void take(std::string_view name, dom::element from, InlineText<Tag>& value) {
    std::string_view text;
    if (from.get(text) != simdjson::SUCCESS) return blame(name, "is no text");
    const auto parsed = InlineText<Tag>::parse(text);
    if (!parsed) return blame(name, text.empty() ? "is empty" : "is longer than 15 bytes");
    value = *parsed;
  }

  template <NamedEnum E>
  void take(std::string_view name, dom::element from, E& value) {
    std::string_view text;
    if (from.get(text) != simdjson::SUCCESS) return blame(name, "is no text");
    const auto parsed = parse_name<E>(text);
    if (!parsed) return blame(name, "has no value called \"" + std::string(text.substr(0, 40)) + "\"");
    value = *parsed;
  }

  void take(std::string_view name, dom::element from, Driver& driver) {
    dom::object object;
    if (from.get(object) != simdjson::SUCCESS) return blame(name, "holds what is no object");
    FieldReader fields(object, fault_);
    each_field(fields, driver);
  }

  dom::object object_;
  std::string& fault_;
};

template <std::size_t I>
void read_alternative(FieldReader& fields, EventBody& body) {
  each_field(fields, unwrap(body.emplace<I>()));
}

using ReadBody = void (*)(FieldReader&, EventBody&);

template <std::size_t... I>
constexpr auto make_readers(std::index_sequence<I...>) {
  return std::array<ReadBody, sizeof...(I)>{&read_alternative<I>...};
}

constexpr auto kReadBody = make_readers(std::make_index_sequence<std::variant_size_v<EventBody>>{});

void read_head(dom::object object, Event& event, std::string& fault) {
  dom::element found;
  std::int64_t at = 0;
  if (object.at_key("at").get(found) != simdjson::SUCCESS)
    fault = "at is missing";
  else if (found.get(at) != simdjson::SUCCESS)
    fault = "at is no whole number of milliseconds";
  else if (at < count_ms(kFirstInstant) || at > count_ms(kLastInstant))
    fault = "at is out of range";
  event.at = instant_from_ms(at);
  if (object.at_key("seq").get(found) != simdjson::SUCCESS) return;
  if (found.get(event.seq) != simdjson::SUCCESS || event.seq > kMaxSeq) fault = "seq is no whole number from 1";
}

}  // namespace

struct NdjsonReader::Buffers {
  dom::parser parser{kMaxLineBytes};
};

NdjsonReader::NdjsonReader() : buffers_(std::make_unique<Buffers>()) {}
NdjsonReader::NdjsonReader(NdjsonReader&&) noexcept = default;
NdjsonReader& NdjsonReader::operator=(NdjsonReader&&) noexcept = default;
NdjsonReader::~NdjsonReader() = default;

Result<Event> NdjsonReader::parse(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return fail(ErrorCode::bad_event, "an empty line is no event");
  if (line.size() > kMaxLineBytes) {
    return fail(ErrorCode::bad_event, "the line is longer than " + std::to_string(kMaxLineBytes) + " bytes");
  }
  dom::object object;
  const auto parsed = buffers_->parser.parse(line.data(), line.size());
  if (const auto error = parsed.get(object); error != simdjson::SUCCESS) {
    return fail(ErrorCode::bad_event, std::string("the line is no JSON object: ") + simdjson::error_message(error));
  }
  std::string_view kind;
  if (object.at_key("kind").get(kind) != simdjson::SUCCESS) return fail(ErrorCode::bad_event, "kind is missing");
  const auto names = kind_names();
  const auto place = std::find(names.begin(), names.end(), kind);
  if (place == names.end()) {
    return fail(ErrorCode::bad_event, "kind \"" + std::string(kind.substr(0, 40)) + "\" is not known");
  }
  Event event;
  std::string fault;
  read_head(object, event, fault);
  FieldReader fields(object, fault);
  kReadBody[static_cast<std::size_t>(place - names.begin())](fields, event.body);
  if (fault.empty()) return event;
  return fail(ErrorCode::bad_event, std::string(kind) + ": " + fault);
}

}  // namespace stint::timing
