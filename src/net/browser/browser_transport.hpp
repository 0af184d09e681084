// The network for pages that a script makes: a Fetch is answered with what a browser shows at that address.
//
// Chromium, headless, driven over WebDriver by `chromedriver`, which is started on this machine with the first fetch and
// stopped with the transport. A page stays open and goes on living between two fetches of the same address; it is loaded again
// when it has shown the same for some minutes. Answers: `response` with the document's HTML and the status of its loading, or
// `failed`; with `if_changed`, 304 where it shows what it showed before. Sockets and methods other than GET fail.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "net/transport.hpp"

namespace stint::net {

struct BrowserOptions {
  std::string driver = "chromedriver";             // a path, or a name that is looked for in PATH
  std::chrono::seconds reload_after{300};          // the same for so long: loaded again
  std::chrono::milliseconds load_timeout{30'000};  // of a page
};

// Starts nothing yet. `on_arrival` as with open_transport().
[[nodiscard]] std::unique_ptr<Transport> open_browser_transport(TransportOptions options, BrowserOptions browser,
                                                                std::function<void()> on_arrival);

}  // namespace stint::net
