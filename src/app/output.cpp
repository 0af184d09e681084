#include "app/output.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace stint::app {

Result<void> print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written) return {};
  return fail(ErrorCode::output_unwritable,
              std::string("standard output: ") + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe): one thread writes
}

}  // namespace stint::app
