// Expected failures are values. Every function that can fail in a way its caller must handle returns Result<T>.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace stint {

enum class ErrorCode {
#define STINT_ERROR(name, code, status, meaning) name,
#include "timing/error_codes.def"
#undef STINT_ERROR
};

// The stable text of a code ("unknown_car"), its HTTP status, and what it means.
[[nodiscard]] std::string_view code_text(ErrorCode code);
[[nodiscard]] int http_status(ErrorCode code);
[[nodiscard]] std::string_view code_meaning(ErrorCode code);

// What happened, where, and what to do, in words for the user.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

}  // namespace stint
