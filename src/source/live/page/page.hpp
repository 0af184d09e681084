// Any HTML timing page as a live feed: a description (TOML) says where on the page what is. docs/sources/page.md.
#pragma once

#include <string>
#include <string_view>

#include "source/live/catalogue.hpp"

namespace stint::live {

extern const LiveSource kPageSource;

namespace page {

// Whether a script makes the page's table, so that a browser has to render it (net/browser/browser_transport.hpp).
// Errors: bad_configuration, with line and column of the description.
[[nodiscard]] Result<bool> needs_browser(std::string_view description);
// Scheme and host of the page; empty if the description doesn't say. Errors: likewise.
[[nodiscard]] Result<std::string> described_url(std::string_view description);

}  // namespace page
}  // namespace stint::live
