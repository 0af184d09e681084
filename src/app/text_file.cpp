#include "app/text_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace stint::app {
namespace {

std::string cause() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe): commands read before any thread starts

Result<std::string> read_to_end(std::FILE* file, const std::string& name) {
  std::string text;
  std::array<char, 64 * 1024> block{};
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file)) text.append(block.data(), got);
  if (std::ferror(file) != 0) return fail(ErrorCode::file_unreadable, name + ": " + cause());
  return text;
}

}  // namespace

bool is_file(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

Result<std::string> read_text_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return fail(ErrorCode::file_unreadable, path + ": " + cause());
  return read_to_end(file.get(), path);
}

Result<void> write_text_file(const std::string& path, std::string_view text, FileAccess access) {
  const std::string draft = path + ".tmp" + std::to_string(::getpid());
  const auto failed = [&] {
    const std::string why = cause();
    ::unlink(draft.c_str());
    return fail(ErrorCode::output_unwritable, path + ": " + why);
  };
  const mode_t mode = access == FileAccess::owner ? 0600 : 0644;
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);  // NOLINT(*-vararg): open() is
  if (file < 0) return failed();
  bool written = true;
  while (written && !text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    written = count > 0 || errno == EINTR;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  written = written && ::fsync(file) == 0;
  written = ::close(file) == 0 && written;
  if (!written || std::rename(draft.c_str(), path.c_str()) != 0) return failed();
  return {};
}

Result<std::string> read_standard_input() { return read_to_end(stdin, "standard input"); }

}  // namespace stint::app
