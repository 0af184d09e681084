// The one text form of an event: a line of JSON. What is recorded, stored, replayed, carried between processes and scripted
// against. docs/events.md documents it field by field; event_limits.hpp has the bounds.
//
// Invariant: an event that check_event() accepts reads back equal, with one exception: bytes of a text that are no UTF-8 are
// written as U+FFFD.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::timing {

// Appends the event's line, newline included. Fields that are unknown, empty or at their usual value are left out.
// REQUIRES: check_event(event) succeeds; otherwise the line may not be readable.
void append_ndjson(const Event& event, std::string& out);

// Whether every field is within the bounds of the text form. Error: bad_event with the field and what is wrong.
[[nodiscard]] Result<void> check_event(const Event& event);

// Reads lines, reusing its buffers. Thread rule: one thread at a time.
class NdjsonReader {
 public:
  NdjsonReader();
  NdjsonReader(NdjsonReader&&) noexcept;
  NdjsonReader& operator=(NdjsonReader&&) noexcept;
  ~NdjsonReader();

  // One line, with or without its newline. Members that are not known are ignored; null is the same as absent.
  // Error: bad_event with the reason.
  [[nodiscard]] Result<Event> parse(std::string_view line);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

// For a single line; NdjsonReader is faster for many.
[[nodiscard]] Result<Event> parse_ndjson(std::string_view line);

}  // namespace stint::timing
