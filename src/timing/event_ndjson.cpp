#include "timing/event_ndjson.hpp"

#include <vector>

#include "timing/event_body.hpp"
#include "timing/event_fields.hpp"
#include "timing/event_names.hpp"
#include "timing/json_writer.hpp"

namespace stint::timing {
namespace {

// Writes the fields that say something. Ranges are check_event()'s business.
class FieldWriter {
 public:
  explicit FieldWriter(JsonWriter& json) : json_(json) {}

  template <class T, class... Bounds>
  void required(std::string_view name, const T& value, const Bounds&...) {
    json_.key(name);
    write(value);
  }

  template <class T, class... Bounds>
  void maybe(std::string_view name, const std::optional<T>& value, const Bounds&...) {
    if (value) required(name, *value);
  }

  template <class T, class... Bounds>
  void defaulted(std::string_view name, const T& value, const T& usual, const Bounds&...) {
    if (!(value == usual)) required(name, value);
  }

  void text(std::string_view name, const std::string& value, std::size_t = kMaxNameBytes) {
    if (!value.empty()) json_.field(name, value);
  }

  template <class T>
  void list(std::string_view name, const std::vector<T>& values, std::size_t) {
    if (values.empty()) return;
    json_.key(name).begin_array();
    for (const T& value : values) write(value);
    json_.end_array();
  }

 private:
  template <NamedEnum E>
  void write(const E& value) {
    json_.value(stable_name(value));
  }
  void write(const Driver& driver) {
    json_.begin_object();
    each_field(*this, driver);
    json_.end_object();
  }
  template <class T>
  void write(const T& value) {
    json_.value(value);
  }

  JsonWriter& json_;
};

}  // namespace

void append_ndjson(const Event& event, std::string& out) {
  JsonWriter json(out);
  json.begin_object();
  if (event.seq != 0) json.field("seq", event.seq);
  json.field("at", event.at).field("kind", kind_name(event));
  FieldWriter fields(json);
  std::visit([&](const auto& held) { each_field(fields, unwrap(held)); }, event.body);
  json.end_object();
  out += '\n';
}

Result<Event> parse_ndjson(std::string_view line) { return NdjsonReader().parse(line); }

}  // namespace stint::timing
