// TLS of the real transport: a certificate that nobody vouches for, or that is another host's, is refused.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "net/scripted_service.hpp"

namespace stint::net {
namespace {

// `openssl s_server` on a free port of this machine with a certificate made for `host`, in a folder of its own.
class TlsServer {
 public:
  explicit TlsServer(const std::string& host) {
    std::string pattern = (std::filesystem::temp_directory_path() / "stint-tls-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    const std::string make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=stint-test -keyout " + folder_ +
        "/key.pem -out " + folder_ + "/certificate.pem -addext subjectAltName=" + host + " 2>/dev/null";
    ready_ = std::system(make.c_str()) == 0 && start();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      waitpid(process_, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
  }
  bool ready() const { return ready_; }
  std::string certificate() const { return folder_ + "/certificate.pem"; }
  std::string authority() const { return "127.0.0.1:" + port_; }

 private:
  bool start() {
    const std::string log = folder_ + "/log";
    process_ = fork();
    if (process_ == 0) {
      if (std::freopen(log.c_str(), "w", stdout) == nullptr) _exit(126);
      const std::string key = folder_ + "/key.pem";
      const std::string certificate_file = certificate();
      execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key.c_str(), "-cert", certificate_file.c_str(),
             "-www", nullptr);
      _exit(127);
    }
    for (int i = 0; i < 500 && port_.empty(); ++i) {
      usleep(10'000);
      std::ifstream lines(log);
      for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("ACCEPT 127.0.0.1:")) port_ = line.substr(line.rfind(':') + 1);
      }
    }
    return !port_.empty();
  }

  std::string folder_;
  std::string port_;
  pid_t process_ = 0;
  bool ready_ = false;
};

TransportOptions trusting(const std::string& ca_file) {
  TransportOptions options = WatchedTransport::quick();
  options.ca_file = ca_file;
  return options;
}

Frame open_socket(WatchedTransport& network, const TlsServer& server) {
  network.ask(OpenSocket{"hub", "wss://" + server.authority() + "/", ""});
  return network.next().value_or(Frame{});
}

TEST(Tls, ACertificateThatNobodyVouchesForIsRefused) {
  const TlsServer server("IP:127.0.0.1");
  ASSERT_TRUE(server.ready()) << "openssl can't serve";
  WatchedTransport network;
  const Frame page = network.fetch({.stream = "page", .url = "https://" + server.authority() + "/"});
  EXPECT_EQ(page.kind, FrameKind::failed);
  EXPECT_NE(page.bytes.find("certificate"), std::string::npos) << page.bytes;
  const Frame socket = open_socket(network, server);
  EXPECT_EQ(socket.kind, FrameKind::failed);
  EXPECT_NE(socket.bytes.find("self-signed certificate"), std::string::npos) << socket.bytes;
}

TEST(Tls, ACertificateOfAnotherHostIsRefused) {
  const TlsServer server("DNS:timing.example");
  ASSERT_TRUE(server.ready()) << "openssl can't serve";
  WatchedTransport network(trusting(server.certificate()));
  EXPECT_EQ(network.fetch({.stream = "page", .url = "https://" + server.authority() + "/"}).kind, FrameKind::failed);
  const Frame socket = open_socket(network, server);
  EXPECT_EQ(socket.kind, FrameKind::failed);
  EXPECT_NE(socket.bytes.find("TLS"), std::string::npos) << socket.bytes;
}

TEST(Tls, ATrustedCertificateOfTheHostIsTaken) {
  const TlsServer server("IP:127.0.0.1");
  ASSERT_TRUE(server.ready()) << "openssl can't serve";
  WatchedTransport network(trusting(server.certificate()));
  const Frame page = network.fetch({.stream = "page", .url = "https://" + server.authority() + "/"});
  EXPECT_EQ(page.status, 200) << page.bytes;
  const Frame socket = open_socket(network, server);
  EXPECT_EQ(socket.status, 200) << "TLS is open, but what answers is no WebSocket: " << socket.bytes;
}

}  // namespace
}  // namespace stint::net
