#include "source/live/recording/format.hpp"

#include <xxhash.h>

#include <concepts>
#include <limits>

namespace stint::live {
namespace {

constexpr std::uint8_t kConversationBegun = 16;
constexpr unsigned kBitsOfByte = 8;

template <std::integral T>
void put(T value, std::string& out) {
  auto rest = static_cast<std::make_unsigned_t<T>>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out += static_cast<char>(rest & 0xFFU);
    if constexpr (sizeof(T) > 1) rest = static_cast<std::make_unsigned_t<T>>(rest >> kBitsOfByte);
  }
}

void put_text(std::string_view text, std::string& out) {
  put(static_cast<std::uint32_t>(text.size()), out);
  out += text;
}

// Takes numbers and texts off the front; once something is missing, all that follows is too.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  template <std::integral T>
  T number() {
    std::uint64_t value = 0;
    const std::string_view bytes = take(sizeof(T));
    for (std::size_t i = bytes.size(); i > 0; --i) value = value << kBitsOfByte | static_cast<unsigned char>(bytes[i - 1]);
    return static_cast<T>(value);
  }
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) {
      complete_ = false;
      count = rest_.size();
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string text() { return std::string(take(number<std::uint32_t>())); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  std::string_view rest_;
  bool complete_ = true;
};

}  // namespace

std::uint64_t block_seed(const BlockHead& head) {
  return static_cast<std::uint64_t>(head.length) << 32U ^ static_cast<std::uint64_t>(head.record_length) << 1U ^
         (head.begins ? 1U : 0U);
}

std::uint64_t checksum_of(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

void append_head(const BlockHead& head, std::string& out) {
  put(head.length, out);
  put(head.record_length, out);
  put(static_cast<std::uint8_t>(head.begins ? 1 : 0), out);
  put(head.checksum, out);
}

BlockHead parse_head(std::string_view bytes) {
  Cursor cursor(bytes);
  BlockHead head;
  head.length = cursor.number<std::uint32_t>();
  head.record_length = cursor.number<std::uint32_t>();
  head.begins = cursor.number<std::uint8_t>() != 0;
  head.checksum = cursor.number<std::uint64_t>();
  return head;
}

std::string header_bytes(const RecordingHeader& header) {
  std::string body;
  put_text(header.source, body);
  put_text(header.options.series, body);
  put_text(header.options.base_url, body);
  put_text(header.options.page_description, body);
  put(timing::count_ms(header.options.poll_interval), body);
  put(header.options.seed, body);
  put(timing::count_ms(header.started_at), body);

  std::string out(kRecordingMagic);
  put(kRecordingVersion, out);
  put(static_cast<std::uint32_t>(body.size()), out);
  put(checksum_of(body, 0), out);
  return out + body;
}

Result<RecordingHeader> parse_header(std::string_view header) {
  Cursor cursor(header);
  RecordingHeader parsed;
  parsed.source = cursor.text();
  parsed.options.series = cursor.text();
  parsed.options.base_url = cursor.text();
  parsed.options.page_description = cursor.text();
  parsed.options.poll_interval = timing::Millis{cursor.number<std::int64_t>()};
  parsed.options.seed = cursor.number<std::uint64_t>();
  parsed.started_at = timing::instant_from_ms(cursor.number<std::int64_t>());
  if (!cursor.complete()) return fail(ErrorCode::bad_event, "the recording's header is incomplete");
  return parsed;
}

void append_record(const RecordedItem& item, std::string& out) {
  const net::Frame& frame = item.frame;
  put(item.begins ? kConversationBegun : static_cast<std::uint8_t>(frame.kind), out);
  put(timing::count_ms(frame.arrived_at), out);
  put(frame.status, out);
  const std::string_view stream = std::string_view(frame.stream).substr(0, std::numeric_limits<std::uint16_t>::max());
  put(static_cast<std::uint16_t>(stream.size()), out);
  out += stream;
  out += frame.bytes;
}

Result<RecordedItem> parse_record(std::string_view record) {
  Cursor cursor(record);
  RecordedItem item;
  const auto kind = cursor.number<std::uint8_t>();
  item.begins = kind == kConversationBegun;
  if (!item.begins && kind > static_cast<std::uint8_t>(net::FrameKind::failed)) {
    return fail(ErrorCode::bad_event, "a record is of the unknown kind " + std::to_string(kind));
  }
  if (!item.begins) item.frame.kind = static_cast<net::FrameKind>(kind);
  item.frame.arrived_at = timing::instant_from_ms(cursor.number<std::int64_t>());
  item.frame.status = cursor.number<std::int32_t>();
  item.frame.stream = std::string(cursor.take(cursor.number<std::uint16_t>()));
  if (!cursor.complete()) return fail(ErrorCode::bad_event, "a record is incomplete");
  item.frame.bytes = std::string(cursor.rest());
  return item;
}

RecordedItem conversation_begun(timing::Instant at) {
  RecordedItem item;
  item.begins = true;
  item.frame.arrived_at = at;
  return item;
}

}  // namespace stint::live
