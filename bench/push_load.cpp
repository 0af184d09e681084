// Many WebSocket clients on loopback: how long from a publication to each client, and whether anyone is left out.
//
//   push_load --port N [--clients 2000] [--seconds 20]
//
// One thread with epoll that looks at no more of a message than its head, so that it takes as little as possible from the
// server that it measures. The time is from `published_ms` of a delta (the server's clock, which is this machine's) to its last
// byte read.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int kMostClients = 8000;
constexpr int kMostSeconds = 300;
constexpr std::size_t kHeadKept = 160;  // of a message: enough to find type and published_ms

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

struct Totals {
  std::vector<std::int64_t> delays_ms;
  std::uint64_t bytes = 0;
  std::uint64_t snapshots = 0;
  std::uint64_t closed = 0;
};

// One connection. Reads the answer to the upgrade, then unmasked frames of the server (RFC 6455, 5.2).
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    constexpr std::string_view kUpgrade =
        "GET /api/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
        "13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::send(socket_, kUpgrade.data(), kUpgrade.size(), MSG_NOSIGNAL) < 0) {
      std::perror("push_load: can't connect");
      std::exit(2);
    }
    ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] std::uint64_t deltas() const { return deltas_; }

  // Reads all that there is; false at the end of the connection.
  bool read(std::vector<char>& buffer, Totals& totals) {
    while (true) {
      const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
      if (count == 0) return false;
      if (count < 0) return errno == EAGAIN;
      totals.bytes += static_cast<std::uint64_t>(count);
      take({buffer.data(), static_cast<std::size_t>(count)}, totals);
    }
  }

 private:
  void take(std::string_view bytes, Totals& totals) {
    while (!bytes.empty()) {
      if (left_ > 0) {  // inside a message
        const std::size_t part = std::min<std::size_t>(left_, bytes.size());
        if (head_.size() < kHeadKept) head_.append(bytes.substr(0, std::min(part, kHeadKept - head_.size())));
        bytes.remove_prefix(part);
        left_ -= part;
        if (left_ == 0) finish(totals);
        continue;
      }
      head_ += bytes.front();
      bytes.remove_prefix(1);
      if (!open_) {
        open_ = head_.ends_with("\r\n\r\n");
        if (open_) head_.clear();
      } else {
        begin_message();
      }
    }
  }

  // Once the frame's header is whole: how long its message is.
  void begin_message() {
    if (head_.size() < 2) return;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(head_[i]); };
    std::size_t length = byte(1) & 0x7FU;
    const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (head_.size() < 2 + extra) return;
    if (extra > 0) length = 0;
    for (std::size_t i = 2; i < 2 + extra; ++i) length = length << 8U | byte(i);
    left_ = length;
    head_.clear();
  }

  void finish(Totals& totals) {
    constexpr std::string_view kPublished = "\"published_ms\":";
    const std::size_t at = head_.find(kPublished);
    if (head_.starts_with(R"({"type":"snapshot")")) ++totals.snapshots;
    if (head_.starts_with(R"({"type":"delta")") && at != std::string::npos) {
      std::int64_t published = 0;
      std::from_chars(head_.data() + at + kPublished.size(), head_.data() + head_.size(), published);
      totals.delays_ms.push_back(now_ms() - published);
      ++deltas_;
    }
    head_.clear();
  }

  int socket_;
  bool open_ = false;
  std::size_t left_ = 0;
  std::string head_;
  std::uint64_t deltas_ = 0;
};

int option(int argc, char** argv, std::string_view name, int fallback, int most) {
  for (int i = 1; i + 1 < argc; i += 2) {
    if (name == argv[i]) return std::clamp(std::atoi(argv[i + 1]), 1, most);
  }
  return fallback;
}

void report(std::vector<std::unique_ptr<Client>>& clients, Totals& totals, double seconds) {
  std::ranges::sort(totals.delays_ms);
  const auto at = [&](double share) {
    if (totals.delays_ms.empty()) return std::int64_t{-1};
    return totals.delays_ms[static_cast<std::size_t>(share * static_cast<double>(totals.delays_ms.size() - 1))];
  };
  const auto unserved = std::ranges::count_if(clients, [](const auto& client) { return client->deltas() == 0; });
  std::printf("%zu clients, %.1f s: %zu deltas (%.1f a second and client), %llu snapshots, %.1f MB/s\n", clients.size(),
              seconds, totals.delays_ms.size(),
              static_cast<double>(totals.delays_ms.size()) / seconds / static_cast<double>(clients.size()),
              static_cast<unsigned long long>(totals.snapshots), static_cast<double>(totals.bytes) / seconds / 1e6);
  std::printf("from publication to client: p50 %lld ms, p99 %lld ms, max %lld ms; %lld clients without a delta, %llu closed\n",
              static_cast<long long>(at(0.5)), static_cast<long long>(at(0.99)), static_cast<long long>(at(1.0)),
              static_cast<long long>(unserved), static_cast<unsigned long long>(totals.closed));
}

}  // namespace

int main(int argc, char** argv) {
  const auto port = static_cast<std::uint16_t>(option(argc, argv, "--port", 8000, 65535));
  const int count = option(argc, argv, "--clients", 2000, kMostClients);
  const int seconds = option(argc, argv, "--seconds", 20, kMostSeconds);
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  const int poll = ::epoll_create1(0);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<Client>(port));
    epoll_event interest{EPOLLIN, {.ptr = clients.back().get()}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, clients.back()->socket(), &interest);
  }

  using Clock = std::chrono::steady_clock;
  Totals totals;
  std::vector<char> buffer(256 * 1024);
  std::array<epoll_event, 256> events{};
  // Every client gets its snapshot before the measuring begins.
  const auto settled_by = Clock::now() + std::chrono::seconds{30};
  auto begun = Clock::now();
  auto ends = Clock::time_point::max();
  while (Clock::now() < ends) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 50);
    for (int i = 0; i < ready; ++i) {
      auto* client = static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!client->read(buffer, totals)) {
        ++totals.closed;
        ::epoll_ctl(poll, EPOLL_CTL_DEL, client->socket(), nullptr);
      }
    }
    const bool settled = totals.snapshots >= clients.size() || Clock::now() > settled_by;
    if (ends == Clock::time_point::max() && settled) {
      totals.delays_ms.clear();
      totals.bytes = 0;
      begun = Clock::now();
      ends = begun + std::chrono::seconds{seconds};
    }
  }
  report(clients, totals, std::chrono::duration<double>(Clock::now() - begun).count());
  ::close(poll);
  return totals.closed == 0 ? 0 : 1;
}
