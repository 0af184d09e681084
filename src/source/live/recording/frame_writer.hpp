// Records a feed: each frame is in the file (handed to the kernel) before anybody parses it.
//
// Invariants: a process that is killed leaves at most the block torn that it was writing; a file that is opened again is gone
// on with, and a torn block at its end is cut off first. One process at a time records into a file (a lock holds the others
// off). Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "source/live/recording/format.hpp"
#include "timing/error.hpp"

namespace stint::live {

class FrameWriter {
 public:
  // Makes the file and its folders, or goes on with the one that is there. Errors: output_unwritable (path and cause),
  // bad_argument (the file is a recording of another source), not_a_timing_file (it is no recording).
  [[nodiscard]] static Result<FrameWriter> open(const std::filesystem::path& path, const RecordingHeader& header);

  FrameWriter(FrameWriter&&) noexcept;
  FrameWriter& operator=(FrameWriter&&) noexcept;
  ~FrameWriter();

  // Errors: output_unwritable; the file then ends with its last whole block.
  [[nodiscard]] Result<void> write(const RecordedItem& item);
  [[nodiscard]] Result<void> write(const net::Frame& frame);

  [[nodiscard]] const std::filesystem::path& path() const;
  [[nodiscard]] bool resumed() const;              // the file was there before
  [[nodiscard]] std::uint64_t file_bytes() const;  // as the file is now

 private:
  struct Impl;
  explicit FrameWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stint::live
