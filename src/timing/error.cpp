#include "timing/error.hpp"

#include <array>

namespace stint {
namespace {

struct CodeEntry {
  std::string_view text;
  int status;
  std::string_view meaning;
};

constexpr std::array kCodes = {
#define STINT_ERROR(name, code, status, meaning) CodeEntry{code, status, meaning},
#include "timing/error_codes.def"
#undef STINT_ERROR
};

const CodeEntry& entry_of(ErrorCode code) { return kCodes.at(static_cast<std::size_t>(code)); }

}  // namespace

std::string_view code_text(ErrorCode code) { return entry_of(code).text; }
int http_status(ErrorCode code) { return entry_of(code).status; }
std::string_view code_meaning(ErrorCode code) { return entry_of(code).meaning; }

}  // namespace stint
