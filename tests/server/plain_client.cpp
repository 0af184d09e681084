#include "plain_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace stint::server {
namespace {

Answer parse_head(std::string_view head) {
  Answer answer;
  answer.status = std::stoi(std::string(head.substr(9, 3)));
  std::size_t at = head.find("\r\n");
  while (at != std::string_view::npos && at + 2 < head.size()) {
    const std::size_t end = head.find("\r\n", at + 2);
    const std::string_view line = head.substr(at + 2, end - at - 2);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      std::string name(line.substr(0, colon));
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      answer.headers[name] = std::string(line.substr(colon + 2));
    }
    at = end;
  }
  return answer;
}

}  // namespace

PlainClient::PlainClient(std::uint16_t port, std::chrono::milliseconds patience) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval wait{patience.count() / 1000, patience.count() % 1000 * 1000};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("can't connect");
}

PlainClient::PlainClient(PlainClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}

PlainClient::~PlainClient() {
  if (socket_ >= 0) ::close(socket_);
}

void PlainClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed: the test sees it when it reads
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool PlainClient::fill() {
  std::array<char, 65536> bytes{};
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  unread_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string PlainClient::receive() {
  if (unread_.empty()) fill();
  return std::exchange(unread_, {});
}

Answer PlainClient::answer(bool head_only) {
  std::size_t end = 0;
  while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  Answer answer = parse_head(std::string_view(unread_).substr(0, end));
  unread_.erase(0, end + 4);
  if (head_only || answer.status == 204 || answer.status == 304 || answer.status == 101) return answer;
  if (answer.headers.contains("transfer-encoding")) {
    while (true) {
      std::size_t line = 0;
      while ((line = unread_.find("\r\n")) == std::string::npos) {
        if (!fill()) return {};
      }
      const std::size_t size = std::stoul(unread_.substr(0, line), nullptr, 16);
      while (unread_.size() < line + 2 + size + 2) {
        if (!fill()) return {};
      }
      answer.body += unread_.substr(line + 2, size);
      unread_.erase(0, line + 2 + size + 2);
      if (size == 0) return answer;
    }
  }
  const std::size_t size = std::stoul(answer.headers.at("content-length"));
  while (unread_.size() < size) {
    if (!fill()) return {};
  }
  answer.body = unread_.substr(0, size);
  unread_.erase(0, size);
  return answer;
}

bool PlainClient::closed_by_server() {
  std::array<char, 4096> bytes{};
  while (true) {
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count == 0) return true;
    if (count < 0) return errno == ECONNRESET;
  }
}

void PlainClient::reset() {
  const linger now{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(std::exchange(socket_, -1));
}

std::optional<std::string> PlainClient::frame() {
  while (true) {
    std::size_t head = 2;
    while (unread_.size() < head) {
      if (!fill()) return std::nullopt;
    }
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(unread_[i]); };
    const unsigned opcode = byte(0) & 0x0FU;
    std::size_t size = byte(1) & 0x7FU;
    const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
    head += extra;
    while (unread_.size() < head) {
      if (!fill()) return std::nullopt;
    }
    if (extra > 0) {
      size = 0;
      for (std::size_t i = 2; i < head; ++i) size = size << 8U | byte(i);
    }
    while (unread_.size() < head + size) {
      if (!fill()) return std::nullopt;
    }
    std::string payload = unread_.substr(head, size);
    unread_.erase(0, head + size);
    if (opcode == 1) return payload;
    if (opcode == 8) return std::nullopt;
  }
}

void PlainClient::send_frame(std::uint8_t opcode, std::string_view payload) {
  std::string bytes;
  bytes += static_cast<char>(0x80U | opcode);
  if (payload.size() < 126) {
    bytes += static_cast<char>(0x80U | payload.size());
  } else {
    bytes += static_cast<char>(0x80U | 126U);
    bytes += static_cast<char>(payload.size() >> 8U & 0xFFU);
    bytes += static_cast<char>(payload.size() & 0xFFU);
  }
  bytes.append(4, '\0');  // a mask of zeros leaves the payload as it is
  bytes += payload;
  send(bytes);
}

std::string get_request(std::string_view target, std::string_view headers) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
}

std::string upgrade_request(std::string_view target, std::string_view headers) {
  return get_request(target,
                     "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                         std::string(headers));
}

Answer get(std::uint16_t port, std::string_view target, std::string_view headers) {
  PlainClient client(port);
  client.send(get_request(target, headers));
  return client.answer();
}

}  // namespace stint::server
