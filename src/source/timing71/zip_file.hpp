// Zip archives, read from bytes that nobody has checked, and written whole.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "timing/error.hpp"

struct zip;

namespace stint::source::timing71 {

// A recording of 24 hours has some 100,000 frames of some 10 KB. What is beyond these bounds is no recording.
inline constexpr std::size_t kMostMembers = 400'000;
inline constexpr std::size_t kLargestMember = 16UL * 1024 * 1024;
inline constexpr std::size_t kLargestContent = 4UL * 1024 * 1024 * 1024;  // of all members that are read, unpacked

// Invariant: `bytes` outlive this. Members are only ever read into memory, so their names can't lead anywhere.
class ZipReader {
 public:
  // Errors: not_a_timing_file.
  [[nodiscard]] static Result<ZipReader> open(std::string_view bytes);
  ~ZipReader();
  ZipReader(ZipReader&&) noexcept;
  ZipReader& operator=(ZipReader&&) noexcept;

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  // The content of the member at `index` of names(). Errors: not_a_timing_file (damaged, encrypted, or too large).
  [[nodiscard]] Result<std::string> read(std::size_t index);

 private:
  explicit ZipReader(::zip* archive) : archive_(archive) {}
  ::zip* archive_;
  std::vector<std::string> names_;
  std::size_t content_read_ = 0;
};

struct ZipMember {
  std::string name;
  std::string content;
};
// Replaces the file when all is written. Errors: output_unwritable.
[[nodiscard]] Result<void> write_zip(const std::string& path, const std::vector<ZipMember>& members);

}  // namespace stint::source::timing71
