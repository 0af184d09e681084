// The bytes of a recording: everything that a live feed sent, in order, with the time at which it came. docs/recordings.md has
// the same for people.
//
//   file    = magic header-length header-checksum header block*
//   magic   = "STINTREC" u16 version (1)
//   header  = text source, text series, text base_url, text page_description, i64 poll_interval_ms, u64 seed, i64 started_at_ms
//   text    = u32 length, bytes
//   block   = u32 length, u32 record-length, u8 begins, u64 checksum, payload of `length` bytes
//   payload = one record, compressed with zstd as a piece of a stream and flushed; `begins` is 1 where the stream begins anew,
//   and
//             such a block needs none of those before it
//   record  = u8 kind, i64 arrived_at_ms, i32 status, u16 stream-length, stream, bytes up to the end of the record
//   kind    = 0 opened, 1 text, 2 closed, 3 response, 4 failed (net::FrameKind); 16: a conversation was begun (no frame)
//
// Numbers are little-endian; instants are milliseconds since 1970 UTC. header-length is a u32. Checksums are XXH3 (64 bits): of
// the header with seed 0, of a payload with the seed block_seed(). A block is written by one write(), so a process that is
// killed leaves at most its last block torn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/exchange.hpp"
#include "source/live/adapter.hpp"
#include "timing/error.hpp"

namespace stint::live {

inline constexpr std::string_view kRecordingMagic = "STINTREC";
inline constexpr std::uint16_t kRecordingVersion = 1;
inline constexpr std::size_t kPreambleBytes = 8 + 2 + 4 + 8;  // up to the header
inline constexpr std::size_t kBlockHeadBytes = 4 + 4 + 1 + 8;

// The largest frame that a transport lets through has 64 MiB; nothing larger is a record.
inline constexpr std::size_t kMostRecordBytes = 65UL * 1024 * 1024;
// A page's description is the only long text of a header.
inline constexpr std::size_t kMostHeaderBytes = 1024UL * 1024;

// What was recorded and how it was asked for: enough to make the same adapter again.
struct RecordingHeader {
  std::string source;      // the name of its LiveSource
  AdapterOptions options;  // as the adapter got them
  timing::Instant started_at{};
};

// What a recording holds, one after the other.
struct RecordedItem {
  bool begins = false;  // the adapter was started (again) at frame.arrived_at; there is no frame
  net::Frame frame;
};

struct BlockHead {
  std::uint32_t length = 0;
  std::uint32_t record_length = 0;
  bool begins = false;
  std::uint64_t checksum = 0;
};

// So that a block's lengths are checked together with what they measure.
[[nodiscard]] std::uint64_t block_seed(const BlockHead& head);
[[nodiscard]] std::uint64_t checksum_of(std::string_view bytes, std::uint64_t seed);

void append_head(const BlockHead& head, std::string& out);
// REQUIRES: kBlockHeadBytes of bytes.
[[nodiscard]] BlockHead parse_head(std::string_view bytes);

// The file's beginning, from magic to header.
[[nodiscard]] std::string header_bytes(const RecordingHeader& header);
// Errors: bad_event (no such header).
[[nodiscard]] Result<RecordingHeader> parse_header(std::string_view header);

void append_record(const RecordedItem& item, std::string& out);
// Errors: bad_event (no such record).
[[nodiscard]] Result<RecordedItem> parse_record(std::string_view record);

// A conversation's beginning as an item.
[[nodiscard]] RecordedItem conversation_begun(timing::Instant at);

}  // namespace stint::live
