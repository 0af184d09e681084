// What the connections of one server share.
//
// Thread rule: the server's thread.
#pragma once

#include <chrono>
#include <ctime>
#include <string>

#include "server/api.hpp"
#include "server/metrics.hpp"
#include "server/wire/connections.hpp"
#include "server/wire/push_hub.hpp"

namespace stint::server {

// The Date header's text, made once a second.
class HttpDate {
 public:
  [[nodiscard]] const std::string& text() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    if (now != second_) {
      std::tm parts{};
      gmtime_r(&now, &parts);
      std::array<char, 40> letters{};
      text_.assign(letters.data(), std::strftime(letters.data(), letters.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
      second_ = now;
    }
    return text_;
  }

 private:
  std::time_t second_ = -1;
  std::string text_;
};

struct ServerParts {
  Api& api;
  Metrics& metrics;
  Connections& connections;
  PushHub& push;
  HttpDate& date;
};

}  // namespace stint::server
