// The stream of docs/push.md, as clients see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "plain_client.hpp"
#include "running_server.hpp"
#include "server/limits.hpp"

namespace stint::server {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class Message {
 public:
  explicit Message(std::string text) : text_(std::move(text)), padded_(text_) { root_ = parser_.parse(padded_); }
  [[nodiscard]] std::string_view type() { return root_["type"].get_string().value(); }
  [[nodiscard]] std::uint64_t seq() { return root_["seq"].get_uint64().value(); }
  [[nodiscard]] std::string epoch() { return std::string(root_["epoch"].get_string().value()); }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] simdjson::dom::element root() const { return root_; }

 private:
  std::string text_;
  simdjson::padded_string padded_;
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
};

PlainClient connect(const RunningServer& server, std::string_view target = "/api/live") {
  PlainClient client(server.port());
  client.send(upgrade_request(target));
  EXPECT_EQ(client.answer().status, 101);
  return client;
}

Message next(PlainClient& client) {
  auto text = client.frame();
  EXPECT_TRUE(text) << "the stream ended";
  return Message(text.value_or("{}"));
}

race::Snapshot at_lap(std::int32_t laps) {
  race::Snapshot snapshot = sample::snapshot();
  snapshot.at = sample::at(345'000 + laps * 1000);
  snapshot.cars[0].laps = laps;
  return snapshot;
}

TEST(Push, BeginsWithASnapshotAndGoesOnWithWhatChanged) {
  RunningServer server;
  server.publish(at_lap(3));
  auto client = connect(server);
  Message snapshot = next(client);
  EXPECT_EQ(snapshot.type(), "snapshot");
  EXPECT_THAT(snapshot.text(), HasSubstr(R"("session_id":"sample")"));
  EXPECT_THAT(snapshot.text(), HasSubstr(R"("car":"007")"));

  server.publish(at_lap(4));
  Message delta = next(client);
  EXPECT_EQ(delta.type(), "delta");
  EXPECT_EQ(delta.seq(), snapshot.seq() + 1);
  EXPECT_EQ(delta.epoch(), snapshot.epoch());
  EXPECT_THAT(delta.text(), HasSubstr(R"("cars":{"007":{"laps":4}})"));
  EXPECT_THAT(delta.text(), Not(HasSubstr("order")));
}

TEST(Push, SaysNothingWhenNothingChanged) {
  RunningServer server;
  server.publish(at_lap(3));
  auto client = connect(server);
  Message snapshot = next(client);
  server.publish(at_lap(3));
  server.publish(at_lap(5));
  EXPECT_EQ(next(client).seq(), snapshot.seq() + 1);
}

TEST(Push, SendsNoMoreMessagesThanItsPaceAllows) {
  RunningServer server;
  server.publish(at_lap(1));
  auto client = connect(server);
  const Message first = next(client);
  for (int lap = 2; lap <= 60; ++lap) {
    server.publish(at_lap(lap));
    std::this_thread::sleep_for(10ms);
  }
  int deltas = 0;
  std::string last;
  while (!last.contains(R"("laps":60)")) {
    last = next(client).text();
    ++deltas;
  }
  EXPECT_LE(deltas, limit::kDeltaBurst + limit::kDeltasPerSecond) << "600 ms of publications, and what they took longer";
}

TEST(Push, GivesAReturningClientWhatItMissed) {
  RunningServer server;
  server.publish(at_lap(1));
  auto witness = connect(server);
  Message snapshot = next(witness);
  for (int lap = 2; lap <= 4; ++lap) {
    server.publish(at_lap(lap));
    next(witness);
  }
  auto client = connect(server, "/api/live?since=" + std::to_string(snapshot.seq() + 1) + "&epoch=" + snapshot.epoch());
  Message missed = next(client);
  EXPECT_EQ(missed.type(), "delta");
  EXPECT_EQ(missed.seq(), snapshot.seq() + 2);
  EXPECT_EQ(next(client).seq(), snapshot.seq() + 3);
}

TEST(Push, GivesASnapshotToAClientOfAnotherEpoch) {
  RunningServer server;
  server.publish(at_lap(1));
  auto client = connect(server, "/api/live?since=1&epoch=another");
  EXPECT_EQ(next(client).type(), "snapshot");
}

TEST(Push, ASeekSendsASnapshot) {
  RunningServer server;
  server.publish(at_lap(5));
  auto client = connect(server);
  next(client);
  server.publish(at_lap(9), 1);
  EXPECT_EQ(next(client).type(), "snapshot") << "forwards, told by the take";
  server.publish(at_lap(2), 1);
  EXPECT_EQ(next(client).type(), "snapshot") << "backwards, seen from the clock";
}

TEST(Push, ServerSentEventsCarryTheSameMessages) {
  RunningServer server;
  server.publish(at_lap(1));
  PlainClient client(server.port());
  client.send(get_request("/api/events"));
  std::string text;
  while (!text.contains("\n\n")) text += client.receive();
  EXPECT_THAT(text, HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nid: " + server.channel->epoch() + ":1\ndata: {\"type\":\"snapshot\""));
  server.publish(at_lap(2));
  EXPECT_THAT(client.receive(), HasSubstr("id: " + server.channel->epoch() + ":2\ndata: {\"type\":\"delta\""));
}

TEST(Push, AnEventStreamGoesOnAfterItsLastEventId) {
  RunningServer server;
  server.publish(at_lap(1));
  auto witness = connect(server);
  next(witness);
  server.publish(at_lap(2));
  next(witness);
  PlainClient client(server.port());
  client.send(get_request("/api/events", "Last-Event-ID: " + server.channel->epoch() + ":1\r\n"));
  std::string text;
  while (!text.contains("\n\n")) text += client.receive();
  EXPECT_THAT(text, HasSubstr(":2\ndata: {\"type\":\"delta\""));
  EXPECT_THAT(text, Not(HasSubstr("snapshot")));
}

TEST(Push, RefusesAnotherOriginAndAnUnknownSession) {
  RunningServer server;
  server.publish(at_lap(1));
  PlainClient foreign(server.port());
  foreign.send(upgrade_request("/api/live", "Origin: http://example.test\r\n"));
  EXPECT_EQ(foreign.answer().status, 403);
  PlainClient own(server.port());
  own.send(upgrade_request("/api/live", "Origin: http://localhost\r\n"));
  EXPECT_EQ(own.answer().status, 101);
  PlainClient lost(server.port());
  lost.send(upgrade_request("/api/live?session=none"));
  EXPECT_EQ(lost.answer().status, 404);
}

}  // namespace
}  // namespace stint::server
