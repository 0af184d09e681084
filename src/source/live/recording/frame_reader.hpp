// Reads a recording, item by item, and tells what of it is damaged.
//
// A block that the process was writing when it was killed is left out, as is everything from a damaged block up to the next one
// that begins a stream. Memory: one block and one record, however long the file.
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "source/live/recording/format.hpp"
#include "timing/error.hpp"

namespace stint::live {

// What a reader has come across so far.
struct RecordingCondition {
  std::uint64_t blocks = 0;       // good ones
  std::uint64_t damaged = 0;      // blocks that are not what was written, and those that can't be read without them
  std::uint64_t sound_bytes = 0;  // up to the end of the last good block
  std::uint64_t torn_bytes = 0;   // at the end: a block that was being written
  std::string first_damage;       // where and what; empty if there is none
};

class FrameReader {
 public:
  // Errors: file_unreadable, not_a_timing_file (no recording, or of a newer version).
  [[nodiscard]] static Result<FrameReader> open(const std::filesystem::path& path);
  [[nodiscard]] static Result<FrameReader> open(std::unique_ptr<std::istream> in, const std::string& name);

  FrameReader(FrameReader&&) noexcept;
  FrameReader& operator=(FrameReader&&) noexcept;
  ~FrameReader();

  [[nodiscard]] const RecordingHeader& header() const { return header_; }
  // The next item; nullopt at the end.
  [[nodiscard]] std::optional<RecordedItem> next();
  // As next(), but only checks the block and unpacks nothing: true if there was one.
  [[nodiscard]] bool skip();
  [[nodiscard]] const RecordingCondition& condition() const { return condition_; }

 private:
  struct Unpacker;
  FrameReader(std::unique_ptr<std::istream> in, std::uint64_t size);
  [[nodiscard]] Result<void> read_header(const std::string& name);
  // The next block's payload into payload_; nullopt at the end.
  [[nodiscard]] std::optional<BlockHead> read_block();
  [[nodiscard]] bool read_bytes(std::size_t count, std::string& into);
  void damage(const std::string& what);

  std::unique_ptr<std::istream> in_;
  std::uint64_t size_ = 0;
  std::uint64_t at_ = 0;  // bytes read
  RecordingHeader header_;
  RecordingCondition condition_;
  std::string head_, payload_, record_;
  std::unique_ptr<Unpacker> unpacker_;
  bool needs_beginning_ = true;  // the stream is broken until a block begins it anew
};

// Whether the file begins as a recording does.
[[nodiscard]] bool is_recording(const std::filesystem::path& path);

}  // namespace stint::live
