// Fetches of the real transport, over sockets of this machine.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/scripted_service.hpp"

namespace stint::net {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

class FetchTest : public testing::Test {
 protected:
  void SetUp() override {
    auto started = LoopbackServer::start(0, service_);
    ASSERT_TRUE(started) << started.error().message;
    server_ = std::move(*started);
  }
  std::string url(const std::string& target) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + target; }

  ScriptedService service_;
  std::unique_ptr<LoopbackServer> server_;
};

TEST_F(FetchTest, BringsTheBodyAndTheStatus) {
  service_.reply = [](const LoopbackRequest& request) {
    return request.target == "/a?b=c" ? LoopbackReply{.body = "hello"} : LoopbackReply{.status = 404, .body = "nothing"};
  };
  WatchedTransport network;
  const Frame found = network.fetch({.stream = "page", .url = url("/a?b=c")});
  EXPECT_EQ(found.kind, FrameKind::response);
  EXPECT_EQ(found.stream, "page");
  EXPECT_EQ(found.status, 200);
  EXPECT_EQ(found.bytes, "hello");
  EXPECT_GT(found.arrived_at, timing::Instant{});
  const Frame missing = network.fetch({.stream = "page", .url = url("/b")});
  EXPECT_EQ(missing.kind, FrameKind::response);
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(service_.requests().front().header("user-agent"), "stint-test/1");
}

TEST_F(FetchTest, SendsMethodHeadersAndBody) {
  WatchedTransport network;
  const Frame frame = network.fetch({.stream = "negotiate",
                                     .url = url("/negotiate"),
                                     .method = "POST",
                                     .body = "{\"a\":1}",
                                     .headers = {{"Content-Type", "application/json"}, {"X-Asked-By", "test"}}});
  ASSERT_EQ(frame.kind, FrameKind::response) << frame.bytes;
  const LoopbackRequest request = service_.requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, "{\"a\":1}");
  EXPECT_EQ(request.header("content-type"), "application/json");
  EXPECT_EQ(request.header("x-asked-by"), "test");
}

TEST_F(FetchTest, AsksOnlyForWhatHasChanged) {
  service_.reply = [](const LoopbackRequest& request) {
    if (request.header("If-None-Match") == "\"v1\"") return LoopbackReply{.status = 304};
    return LoopbackReply{.headers = {{"ETag", "\"v1\""}, {"Last-Modified", "Sun, 01 Nov 2026 10:00:00 GMT"}}, .body = "one"};
  };
  WatchedTransport network;
  const Fetch poll{.stream = "poll", .url = url("/data"), .if_changed = true};
  EXPECT_EQ(network.fetch(poll).status, 200);
  const Frame unchanged = network.fetch(poll);
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.bytes, "");
  EXPECT_EQ(service_.requests().at(1).header("If-Modified-Since"), "Sun, 01 Nov 2026 10:00:00 GMT");
  Fetch whole = poll;
  whole.if_changed = false;
  EXPECT_EQ(network.fetch(whole).status, 200) << "unconditionally asked";
  Fetch other = poll;
  other.url = url("/other");
  EXPECT_EQ(network.fetch(other).status, 200) << "the tag belongs to another address";
}

TEST_F(FetchTest, UnpacksGzip) {
  // "ABC" 200 times.
  static constexpr std::string_view kPacked(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x73\x74\x72\x76\x1c\x45\xa3\x88\xda\x08\x00\x38\x52\x7b\x4c\x58\x02\x00\x00",
      29);
  service_.reply = [](const LoopbackRequest& request) {
    EXPECT_NE(request.header("Accept-Encoding").find("gzip"), std::string_view::npos);
    return LoopbackReply{.headers = {{"Content-Encoding", "gzip"}}, .body = std::string(kPacked)};
  };
  WatchedTransport network;
  const Frame frame = network.fetch({.stream = "poll", .url = url("/")});
  ASSERT_EQ(frame.kind, FrameKind::response) << frame.bytes;
  EXPECT_EQ(frame.bytes.size(), 600U);
  EXPECT_EQ(frame.bytes.substr(0, 6), "ABCABC");
}

TEST_F(FetchTest, FollowsAFewRedirections) {
  service_.reply = [&](const LoopbackRequest& request) {
    if (request.target == "/end") return LoopbackReply{.body = "arrived"};
    return LoopbackReply{.status = 302, .headers = {{"Location", request.target == "/loop" ? "/loop" : "/end"}}};
  };
  WatchedTransport network;
  EXPECT_EQ(network.fetch({.stream = "poll", .url = url("/start")}).bytes, "arrived");
  EXPECT_EQ(network.fetch({.stream = "poll", .url = url("/loop")}).kind, FrameKind::failed);
}

TEST_F(FetchTest, ATruncatedBodyIsAFailureAndTheNextFetchWorks) {
  int served = 0;
  service_.reply = [&](const LoopbackRequest&) {
    LoopbackReply reply{.body = std::string(100'000, 'x')};
    if (++served == 1) reply.cut_after = 1'000;
    return reply;
  };
  WatchedTransport network;
  EXPECT_EQ(network.fetch({.stream = "poll", .url = url("/")}).kind, FrameKind::failed);
  const Frame second = network.fetch({.stream = "poll", .url = url("/")});
  EXPECT_EQ(second.kind, FrameKind::response) << second.bytes;
  EXPECT_EQ(second.bytes.size(), 100'000U);
}

TEST_F(FetchTest, TooLargeABodyIsAFailure) {
  service_.reply = [](const LoopbackRequest&) { return LoopbackReply{.body = std::string(5'000, 'x')}; };
  TransportOptions options = WatchedTransport::quick();
  options.max_frame_bytes = 4'999;
  WatchedTransport network(options);
  const Frame frame = network.fetch({.stream = "poll", .url = url("/")});
  EXPECT_EQ(frame.kind, FrameKind::failed);
  EXPECT_EQ(frame.bytes, "The answer is larger than 4999 bytes");
}

TEST_F(FetchTest, OneRequestAHostRunsAtATime) {
  WatchedTransport network;
  for (int i = 0; i < 5; ++i) network.ask(Fetch{.stream = "s" + std::to_string(i), .url = url("/" + std::to_string(i))});
  for (int i = 0; i < 5; ++i) {
    const auto frame = network.next();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->stream, "s" + std::to_string(i)) << "in the order in which they were asked for";
  }
}

TEST_F(FetchTest, NothingArrivesOfAFetchThatWasGivenUp) {
  service_.reply = [](const LoopbackRequest& request) { return LoopbackReply{.body = request.target}; };
  WatchedTransport network;
  network.ask(Fetch{.stream = "a", .url = url("/given-up")});
  network.ask(CloseStream{"a"});
  network.ask(Fetch{.stream = "b", .url = url("/b1")});
  network.ask(Fetch{.stream = "b", .url = url("/b2")});  // takes the place of the one before it
  const auto frame = network.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->bytes, "/b2");
  EXPECT_FALSE(network.next(milliseconds{100}));
}

TEST_F(FetchTest, WhatCannotBeFetchedIsAFrameThatSaysWhy) {
  WatchedTransport network;
  EXPECT_EQ(network.fetch({.stream = "x", .url = "ftp://timing.example/"}).kind, FrameKind::failed);
  EXPECT_EQ(network.fetch({.stream = "x", .url = "nonsense"}).kind, FrameKind::failed);
  const Frame split = network.fetch({.stream = "x", .url = url("/"), .headers = {{"X", "a\r\nInjected: b"}}});
  EXPECT_EQ(split.kind, FrameKind::failed);
  EXPECT_TRUE(service_.requests().empty());
}

TEST_F(FetchTest, ARefusedConnectionIsAFailure) {
  const std::string gone = url("/");
  server_.reset();
  WatchedTransport network;
  const Frame frame = network.fetch({.stream = "poll", .url = gone});
  EXPECT_EQ(frame.kind, FrameKind::failed);
  EXPECT_FALSE(frame.bytes.empty());
}

// A port that takes connections and never answers.
class SilentPort {
 public:
  SilentPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(socket_, 8);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    authority_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  ~SilentPort() { ::close(socket_); }
  const std::string& authority() const { return authority_; }

 private:
  int socket_;
  std::string authority_;
};

TEST(Fetch, GivesUpAServerThatDoesNotAnswer) {
  const SilentPort silent;
  TransportOptions options = WatchedTransport::quick();
  options.answer_timeout = milliseconds{200};
  WatchedTransport network(options);
  const auto begun = SteadyClock::now();
  const Frame frame = network.fetch({.stream = "poll", .url = "http://" + silent.authority() + "/"});
  EXPECT_EQ(frame.kind, FrameKind::failed);
  EXPECT_LT(SteadyClock::now() - begun, milliseconds{2'000});
}

TEST(Fetch, ASocketThatIsNotOpenedInTimeFails) {
  const SilentPort silent;
  TransportOptions options = WatchedTransport::quick();
  options.connect_timeout = milliseconds{200};
  WatchedTransport network(options);
  network.ask(OpenSocket{.stream = "hub", .url = "ws://" + silent.authority() + "/"});
  const auto frame = network.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->kind, FrameKind::failed);
}

TEST(Fetch, ATransportCanBeDestroyedWhileItIsBusy) {
  const SilentPort silent;
  TransportOptions patient = WatchedTransport::quick();
  // A single one that is waited for takes longer than all may.
  patient.connect_timeout = patient.answer_timeout = std::chrono::minutes{1};
  const auto begun = SteadyClock::now();
  for (int i = 0; i < 20; ++i) {
    const auto network = open_transport(patient, [] {});
    network->ask(Fetch{.stream = "a", .url = "http://" + silent.authority() + "/"});
    network->ask(Fetch{.stream = "b", .url = "http://" + silent.authority() + "/"});
    network->ask(OpenSocket{.stream = "c", .url = "ws://" + silent.authority() + "/"});
    network->ask(OpenSocket{.stream = "d", .url = "wss://" + silent.authority() + "/"});
    if (i % 2 == 1) usleep(2'000);
  }
  EXPECT_LT(SteadyClock::now() - begun, std::chrono::seconds{30});
}

}  // namespace
}  // namespace stint::net
