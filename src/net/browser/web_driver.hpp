// A browser's window, driven over WebDriver (W3C WebDriver 1): opens an address and says what it shows.
//
// Blocking; one thread uses it. `stop`, set by any thread, ends a call early.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "net/browser/browser_transport.hpp"
#include "net/browser/driver_process.hpp"
#include "net/curl_handle.hpp"
#include "timing/error.hpp"

namespace stint::net {

struct ShownPage {
  std::int32_t status = 0;  // of HTTP, when it was loaded
  std::string html;
};

class WebDriver {
 public:
  // Errors, of all: bad_configuration (the driver or the browser can't be started), internal (what the browser reports).
  [[nodiscard]] static Result<std::unique_ptr<WebDriver>> start(const BrowserOptions& browser, const TransportOptions& options,
                                                                const std::atomic<bool>& stop);
  WebDriver(const WebDriver&) = delete;
  WebDriver& operator=(const WebDriver&) = delete;
  ~WebDriver();

  [[nodiscard]] Result<void> open(const std::string& url);
  [[nodiscard]] Result<ShownPage> shown();

 private:
  WebDriver(std::unique_ptr<DriverProcess> process, const BrowserOptions& browser, const std::atomic<bool>& stop);
  Result<void> begin_session(const TransportOptions& options);
  // One command; its answer's text.
  Result<std::string> command(const std::string& method, const std::string& path, const std::string& body);

  std::unique_ptr<DriverProcess> process_;
  const BrowserOptions browser_;
  const std::atomic<bool>& stop_;
  bool ending_ = false;
  CurlHandle handle_;
  std::string session_;
};

}  // namespace stint::net
