// A client that does exactly what a test says, byte by byte: for requests that no decent library would send.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace stint::server {

struct Answer {
  int status = 0;
  std::map<std::string, std::string, std::less<>> headers;  // names in lower case
  std::string body;                                         // chunks joined
};

class PlainClient {
 public:
  explicit PlainClient(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds{10});
  PlainClient(PlainClient&& other) noexcept;
  PlainClient& operator=(PlainClient&&) = delete;
  ~PlainClient();

  void send(std::string_view bytes);
  // What has come, at least one byte; empty at the end of the connection or when patience is over.
  std::string receive();
  // The next whole answer; status 0 if the connection ended before it.
  Answer answer(bool head_only = false);
  // Reads until the server closes; false if patience ended first.
  bool closed_by_server();
  void reset();  // closes so that the server gets RST

  // A text frame of the server; nullopt when the connection ends. Pings are skipped.
  std::optional<std::string> frame();
  // A masked frame as clients must send them.
  void send_frame(std::uint8_t opcode, std::string_view payload);

 private:
  bool fill();

  int socket_ = -1;
  std::string unread_;
};

// "GET /path HTTP/1.1" with a Host and the extra header lines given ("A: b\r\n").
[[nodiscard]] std::string get_request(std::string_view target, std::string_view headers = {});
[[nodiscard]] std::string upgrade_request(std::string_view target, std::string_view headers = {});
[[nodiscard]] Answer get(std::uint16_t port, std::string_view target, std::string_view headers = {});

}  // namespace stint::server
