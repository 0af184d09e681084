// Any bytes as a page's description: read, or refused with a place; every path in it can be evaluated.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "source/live/page/description.hpp"
#include "source/live/page/html_page.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  using namespace stint::live::page;
  const auto description = parse_description(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!description) {
    if (description.error().message.find("line ") == std::string::npos) std::abort();
    return 0;
  }
  (void)HtmlPage(*description).read("<table><tr><th>No<th>Laps<tr class=a><td>7<td>3</table>");
  return 0;
}
