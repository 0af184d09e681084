// WebSockets of the real transport, against the loopback server.
#include <gtest/gtest.h>

#include "net/scripted_service.hpp"

namespace stint::net {
namespace {

using Kind = SocketAction::Kind;
using std::chrono::milliseconds;

class SocketTest : public testing::Test {
 protected:
  void SetUp() override {
    auto started = LoopbackServer::start(0, service_);
    ASSERT_TRUE(started) << started.error().message;
    server_ = std::move(*started);
  }
  OpenSocket socket(const std::string& stream = "hub") const {
    return {stream, "ws://127.0.0.1:" + std::to_string(server_->port()) + "/hub?id=20", "http://timing.example"};
  }
  static Frame next(WatchedTransport& network) { return network.next().value_or(Frame{.stream = "nothing came"}); }

  ScriptedService service_;
  std::unique_ptr<LoopbackServer> server_;
};

TEST_F(SocketTest, CarriesTextBothWays) {
  service_.on_open = [](SocketId id) { return std::vector<SocketAction>{{Kind::text, id, "welcome"}}; };
  service_.on_message = [](SocketId id, const std::string& text) {
    return std::vector<SocketAction>{{Kind::text, id, "you said " + text}};
  };
  WatchedTransport network;
  network.ask(socket());
  network.ask(SendText{"hub", "before it is open"});
  EXPECT_EQ(next(network).kind, FrameKind::opened);
  EXPECT_EQ(next(network).bytes, "welcome");
  EXPECT_EQ(next(network).bytes, "you said before it is open");
  network.ask(SendText{"hub", "äöü"});
  const Frame frame = next(network);
  EXPECT_EQ(frame.kind, FrameKind::text);
  EXPECT_EQ(frame.stream, "hub");
  EXPECT_EQ(frame.bytes, "you said äöü");
  const LoopbackRequest request = service_.requests().at(0);
  EXPECT_EQ(request.target, "/hub?id=20");
  EXPECT_EQ(request.header("Origin"), "http://timing.example");
  EXPECT_EQ(request.header("User-Agent"), "stint-test/1");
}

TEST_F(SocketTest, KeepsTheOrderOfManyMessages) {
  service_.on_open = [](SocketId id) {
    std::vector<SocketAction> actions;
    for (int i = 0; i < 2'000; ++i) actions.push_back({Kind::text, id, std::to_string(i) + std::string(200, 'x')});
    return actions;
  };
  WatchedTransport network;
  network.ask(socket());
  EXPECT_EQ(next(network).kind, FrameKind::opened);
  for (int i = 0; i < 2'000; ++i) ASSERT_TRUE(next(network).bytes.starts_with(std::to_string(i) + "x"));
}

TEST_F(SocketTest, SaysTheCloseCodeAndTheReason) {
  service_.on_message = [](SocketId id, const std::string&) {
    return std::vector<SocketAction>{{Kind::text, id, "last"}, {Kind::close, id, "session over", 4001}};
  };
  WatchedTransport network;
  network.ask(socket());
  network.ask(SendText{"hub", "go"});
  EXPECT_EQ(next(network).kind, FrameKind::opened);
  EXPECT_EQ(next(network).bytes, "last");
  const Frame frame = next(network);
  EXPECT_EQ(frame.kind, FrameKind::closed);
  EXPECT_EQ(frame.status, 4001);
  EXPECT_EQ(frame.bytes, "session over");
}

TEST_F(SocketTest, AResetInTheMiddleOfAFrameIsALossAndNoMessage) {
  for (const Kind fault : {Kind::reset, Kind::reset_in_frame}) {
    service_.on_message = [&](SocketId id, const std::string&) {
      return std::vector<SocketAction>{{Kind::text, id, "whole"}, {fault, id, std::string(100'000, 'y')}};
    };
    WatchedTransport network;
    network.ask(socket());
    network.ask(SendText{"hub", "go"});
    EXPECT_EQ(next(network).kind, FrameKind::opened);
    EXPECT_EQ(next(network).bytes, "whole");
    const Frame frame = next(network);
    EXPECT_EQ(frame.kind, FrameKind::closed);
    EXPECT_EQ(frame.status, 1006);
    network.ask(socket());
    EXPECT_EQ(next(network).kind, FrameKind::opened) << "the name can be used again";
  }
}

TEST_F(SocketTest, TooLargeAMessageClosesTheSocket) {
  service_.on_open = [](SocketId id) { return std::vector<SocketAction>{{Kind::text, id, std::string(5'000, 'x')}}; };
  TransportOptions options = WatchedTransport::quick();
  options.max_frame_bytes = 4'000;
  WatchedTransport network(options);
  network.ask(socket());
  EXPECT_EQ(next(network).kind, FrameKind::opened);
  const Frame frame = next(network);
  EXPECT_EQ(frame.kind, FrameKind::closed);
  EXPECT_EQ(frame.status, 1009);
}

TEST_F(SocketTest, FramesThatNobodyTakesCloseTheSocket) {
  service_.on_open = [](SocketId id) {
    return std::vector<SocketAction>(10, SocketAction{Kind::text, id, std::string(1'000, 'x')});
  };
  TransportOptions options = WatchedTransport::quick();
  options.max_waiting_bytes = 4'500;
  const auto network = open_transport(options, [] {});
  network->ask(socket());
  for (int i = 0; i < 500 && service_.closed() == 0; ++i) std::this_thread::sleep_for(milliseconds{10});
  const std::vector<Frame> frames = network->take();
  ASSERT_EQ(frames.size(), 6U) << "opened, four that fit, closed";
  EXPECT_EQ(frames.back().kind, FrameKind::closed);
}

TEST_F(SocketTest, ARefusedUpgradeIsAFailureWithItsStatus) {
  service_.accepts = false;
  service_.reply = [](const LoopbackRequest&) { return LoopbackReply{.status = 401}; };
  WatchedTransport network;
  network.ask(socket());
  const Frame frame = next(network);
  EXPECT_EQ(frame.kind, FrameKind::failed);
  EXPECT_EQ(frame.status, 401);
}

TEST_F(SocketTest, ClosingItTellsTheServerAndBringsNothingMore) {
  WatchedTransport network;
  network.ask(socket());
  EXPECT_EQ(next(network).kind, FrameKind::opened);
  network.ask(CloseStream{"hub"});
  for (int i = 0; i < 500 && service_.closed() == 0; ++i) std::this_thread::sleep_for(milliseconds{10});
  EXPECT_EQ(service_.closed(), 1);
  EXPECT_FALSE(network.next(milliseconds{50}));
}

TEST_F(SocketTest, SeveralAreOpenAtOnce) {
  service_.on_message = [](SocketId id, const std::string& text) {
    return std::vector<SocketAction>{{Kind::text, id, text + text}};
  };
  WatchedTransport network;
  for (const char* stream : {"a", "b", "c"}) {
    network.ask(socket(stream));
    EXPECT_EQ(next(network).kind, FrameKind::opened);
  }
  network.ask(SendText{"b", "x"});
  const Frame frame = next(network);
  EXPECT_EQ(frame.stream, "b");
  EXPECT_EQ(frame.bytes, "xx");
}

TEST_F(SocketTest, OtherSchemesAndUnknownHostsFail) {
  WatchedTransport network;
  network.ask(OpenSocket{"a", "http://127.0.0.1/", ""});
  EXPECT_EQ(next(network).kind, FrameKind::failed);
  network.ask(OpenSocket{"a", "ws://127.0.0.1:1/", ""});
  EXPECT_EQ(next(network).kind, FrameKind::failed);
}

}  // namespace
}  // namespace stint::net
