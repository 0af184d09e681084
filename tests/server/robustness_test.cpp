// What broken, slow and hostile clients do, and that others don't notice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "plain_client.hpp"
#include "running_server.hpp"
#include "server/limits.hpp"

namespace stint::server {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Robustness : public testing::Test {
 protected:
  Robustness() { server_.publish(sample::snapshot()); }
  ~Robustness() override { EXPECT_EQ(get(server_.port(), "/healthz").status, 200) << "the server is no longer well"; }

  Answer send(std::string_view bytes) {
    PlainClient client(server_.port());
    client.send(bytes);
    return client.answer();
  }

  RunningServer server_;
};

TEST_F(Robustness, MalformedRequestsAreAnsweredAndClosed) {
  for (const std::string_view bytes :
       {"GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x01\x01\r\n\r\n",
        "GET / HTTP/1.1\r\nHost localhost\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /api/replay HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    PlainClient client(server_.port());
    client.send(bytes);
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 400) << bytes;
    EXPECT_THAT(answer.body, HasSubstr("malformed_request")) << bytes;
    EXPECT_TRUE(client.closed_by_server()) << bytes;
  }
}

TEST_F(Robustness, OversizedPartsAreRefused) {
  EXPECT_EQ(send(get_request("/?a=" + std::string(limit::kTargetBytes, 'a'))).status, 414);
  EXPECT_EQ(send(get_request("/", "X-Large: " + std::string(limit::kHeaderBytes, 'a') + "\r\n")).status, 431);
  const std::string head = "POST /api/replay HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
  EXPECT_EQ(send(head + std::to_string(limit::kBodyBytes + 1) + "\r\n\r\n").status, 413) << "before the body is sent";
  EXPECT_EQ(send(head + "100000\r\n\r\n" + std::string(100'000, 'a')).status, 413) << "the answer survives the unread body";
  EXPECT_EQ(send(head + std::to_string(limit::kBodyBytes) + "\r\n\r\n" + std::string(limit::kBodyBytes, ' ')).status, 400)
      << "just not too large";
}

TEST_F(Robustness, PathsOutsideTheAssetsLeadNowhere) {
  for (const std::string_view target : {"/dashboard/../../etc/passwd", "/dashboard/%2e%2e/%2e%2e/etc/passwd",
                                        "/dashboard/..%2f..%2fetc%2fpasswd", "/dashboard/assets/..%5c..%5cetc", "//etc/passwd",
                                        "/dashboard/%00", "/%", "/dashboard//etc/passwd", "/docs/..%2fopenapi.json"}) {
    const Answer answer = send(get_request(target));
    EXPECT_TRUE(answer.status == 400 || answer.status == 404) << target << " " << answer.status;
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json") << target;
  }
}

TEST_F(Robustness, WritesFromOtherOriginsAreRefused) {
  const auto post = [&](std::string_view headers) {
    return send("POST /api/replay HTTP/1.1\r\nHost: localhost:8000\r\nContent-Length: 17\r\n" + std::string(headers) +
                "\r\n{\"action\":\"play\"}")
        .status;
  };
  EXPECT_EQ(post(""), 200);
  EXPECT_EQ(post("Origin: http://localhost:8000\r\nSec-Fetch-Site: same-origin\r\n"), 200);
  EXPECT_EQ(post("Origin: http://example.test\r\n"), 403);
  EXPECT_EQ(post("Origin: http://localhost:9000\r\n"), 403) << "another port is another origin";
  EXPECT_EQ(post("Origin: null\r\n"), 403);
  EXPECT_EQ(post("Sec-Fetch-Site: cross-site\r\n"), 403);
  EXPECT_EQ(post("Sec-Fetch-Site: same-site\r\n"), 403);
  EXPECT_EQ(server_.commands->size(), 2U);
}

TEST_F(Robustness, NamesOfOtherHostsAreRefusedOnLoopback) {
  EXPECT_EQ(send("GET /api/leaderboard HTTP/1.1\r\nHost: rebound.example.test\r\n\r\n").status, 421);
  EXPECT_EQ(send("GET /api/leaderboard HTTP/1.1\r\nHost: localhost.example.test:8000\r\n\r\n").status, 421);
  for (const std::string_view host : {"localhost:8000", "127.0.0.1:8000", "[::1]:8000", "stint.localhost"}) {
    EXPECT_EQ(send("GET /api/leaderboard HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").status, 200) << host;
  }
}

TEST_F(Robustness, PipelinedRequestsAreAnsweredInOrder) {
  PlainClient client(server_.port());
  client.send(get_request("/healthz") + get_request("/api/lap_times/999") + get_request("/api/race/info"));
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_EQ(client.answer().status, 404);
  EXPECT_THAT(client.answer().body, HasSubstr("6 Hours of Somewhere"));
}

TEST_F(Robustness, ARequestMayComeByteByByte) {
  PlainClient client(server_.port());
  for (const char c : get_request("/healthz")) client.send({&c, 1});
  EXPECT_EQ(client.answer().status, 200);
}

TEST_F(Robustness, AConnectionThatDripsIsClosed) {
  PlainClient client(server_.port(), 20s);
  client.send("GET / HTTP/1.1\r\n");
  const auto begun = std::chrono::steady_clock::now();
  std::thread dripping([&] {
    while (std::chrono::steady_clock::now() - begun < 13s) {
      client.send("X: y\r\n");
      std::this_thread::sleep_for(500ms);
    }
  });
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, limit::kRequestRead + 3s);
  dripping.join();
}

TEST_F(Robustness, HeadHasNoBodyAndOptionsSayWhatIsAllowed) {
  PlainClient client(server_.port());
  client.send("HEAD /api/leaderboard HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const Answer head = client.answer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_GT(std::stoi(head.headers.at("content-length")), 100);
  client.send("HEAD /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.answer(true).headers.at("content-type"), "text/event-stream");
  client.send("OPTIONS /api/replay HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const Answer options = client.answer();
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.headers.at("allow"), "GET, HEAD, POST, OPTIONS");
  client.send("DELETE /api/replay HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const Answer refused = client.answer();
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.headers.at("allow"), "GET, HEAD, POST, OPTIONS");
}

TEST_F(Robustness, ConnectionsThatVanishAreForgotten) {
  for (int i = 0; i < 200; ++i) {
    PlainClient client(server_.port());
    client.send(i % 2 == 0 ? std::string("GET /api/lea") : upgrade_request("/api/live"));
    client.reset();
  }
  std::string metrics;
  for (int i = 0; i < 100 && !metrics.contains("stint_push_clients{transport=\"websocket\"} 0\n"); ++i) {
    std::this_thread::sleep_for(20ms);
    metrics = get(server_.port(), "/metrics").body;
  }
  EXPECT_THAT(metrics, HasSubstr("stint_push_clients{transport=\"websocket\"} 0\n"));
}

TEST_F(Robustness, GarbageFramesEndOnlyTheirOwnConnection) {
  PlainClient good(server_.port());
  good.send(upgrade_request("/api/live"));
  ASSERT_EQ(good.answer().status, 101);
  ASSERT_TRUE(good.frame());
  for (const std::string& bytes : {std::string(14, '\xFF'), std::string("\x81\x05hello"), std::string(10, '\0')}) {
    PlainClient bad(server_.port());
    bad.send(upgrade_request("/api/live"));
    ASSERT_EQ(bad.answer().status, 101);
    bad.send(bytes);
    EXPECT_TRUE(bad.closed_by_server());
  }
  PlainClient loud(server_.port());
  loud.send(upgrade_request("/api/live"));
  ASSERT_EQ(loud.answer().status, 101);
  loud.send_frame(1, std::string(limit::kClientMessageBytes + 1, 'a'));
  EXPECT_TRUE(loud.closed_by_server());

  good.send_frame(1, R"({"what":"clients say is ignored"})");
  good.send_frame(9, "ping");
  race::Snapshot changed = sample::snapshot();
  changed.cars[0].laps = 99;
  server_.publish(std::move(changed));
  EXPECT_THAT(good.frame().value_or(""), HasSubstr(R"("laps":99)"));
}

TEST_F(Robustness, TwoThousandIdleClientsLeaveRoomForOthers) {
  rlimit limits{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limits), 0);
  if (limits.rlim_max < 4500) GTEST_SKIP() << "needs 4500 file descriptors";
  std::vector<PlainClient> idle;
  for (int i = 0; i < 2000; ++i) {
    idle.emplace_back(server_.port());
    if (i % 2 == 0) idle.back().send(upgrade_request("/api/live"));
  }
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(get(server_.port(), "/api/leaderboard").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

// A client that reads nothing is moved on and counted, while one that reads gets every delta.
TEST_F(Robustness, ASlowPushClientIsMovedToTheNewestSnapshot) {
  constexpr int kDeltas = static_cast<int>(limit::kSlowDeltas) + 10;
  PlainClient slow(server_.port());
  slow.send(upgrade_request("/api/live"));
  PlainClient quick(server_.port());
  quick.send(upgrade_request("/api/live"));
  ASSERT_EQ(quick.answer().status, 101);
  ASSERT_TRUE(quick.frame());
  race::Snapshot race = sample::snapshot();
  for (int i = 0; i < kDeltas; ++i) {
    race.at += timing::Millis{100};
    for (auto& car : race.cars) {  // large messages, so that the kernel's buffers are soon full
      auto entry = *car.entry;
      entry.team = std::string(400'000, static_cast<char>('a' + i % 26));
      car.entry = std::make_shared<timing::Entry>(std::move(entry));
    }
    server_.publish(race);
    const auto frame = quick.frame();
    ASSERT_TRUE(frame) << "the quick client must not suffer";
    EXPECT_THAT(frame->substr(0, 16), HasSubstr("delta"));
  }
  EXPECT_EQ(slow.answer().status, 101);
  EXPECT_THAT(slow.frame().value_or(""), HasSubstr(R"("type":"snapshot")")) << "the first, from before it fell behind";
  std::string last;
  while (!last.contains("snapshot")) last = slow.frame().value_or("snapshot, or the end of the connection");
  EXPECT_THAT(last, HasSubstr("\"seq\":" + std::to_string(kDeltas + 1) + ","));
  const std::string metrics = get(server_.port(), "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("stint_push_slow_clients_total 1\n"));
}

}  // namespace
}  // namespace stint::server
