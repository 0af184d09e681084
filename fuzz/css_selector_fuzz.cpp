// Any bytes as a CSS selector: refused, or an XPath that libxml2 accepts.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "source/live/page/css_selector.hpp"
#include "source/live/page/html_page.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  using namespace stint::live::page;
  const std::string_view css(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 500));
  const bool plain = std::ranges::all_of(css, [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
  const auto xpath = css_to_xpath(css);
  if (xpath && plain && !is_xpath(*xpath)) std::abort();
  return 0;
}
