// A real Chromium, if there is one, on a page of the loopback server.
#include "net/browser/browser_transport.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "net/scripted_service.hpp"

namespace stint::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kDriver = "/usr/bin/chromedriver";

// A table that a script builds, and changes when it is told to by the page's own address.
constexpr const char* kPage = R"(<!DOCTYPE html><html><body><table><tbody id="rows"></tbody></table><script>
document.querySelector('#rows').innerHTML = '<tr><td class="no">' + (6 + 1) + '</td></tr>';
setTimeout(() => document.querySelector('.no').textContent = 'changed', 1500);
</script></body></html>)";

std::optional<Frame> next(Transport& transport, seconds patience = seconds{60}) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until) {
    auto frames = transport.take();
    if (!frames.empty()) return std::move(frames.front());
    std::this_thread::sleep_for(milliseconds{10});
  }
  return std::nullopt;
}

TEST(BrowserTransport, ShowsWhatAScriptHasMadeAndThatItChanges) {
  if (access(kDriver, X_OK) != 0) GTEST_SKIP() << "chromedriver is not installed";
  ScriptedService service;
  service.reply = [](const LoopbackRequest& request) {
    if (request.target != "/live") return LoopbackReply{.status = 404};
    return LoopbackReply{.headers = {{"Content-Type", "text/html"}}, .body = kPage};
  };
  auto server = LoopbackServer::start(0, service);
  ASSERT_TRUE(server);
  const std::string host = "http://127.0.0.1:" + std::to_string((*server)->port());
  const auto browser = open_browser_transport(WatchedTransport::quick(), {}, [] {});

  browser->ask(Fetch{.stream = "page", .url = host + "/live", .if_changed = true});
  const auto first = next(*browser);
  ASSERT_TRUE(first);
  ASSERT_EQ(first->kind, FrameKind::response) << first->bytes;
  EXPECT_EQ(first->status, 200);
  EXPECT_NE(first->bytes.find("<td class=\"no\">7</td>"), std::string::npos) << first->bytes;
  EXPECT_EQ(service.requests().at(0).header("User-Agent"), "stint-test/1");

  browser->ask(Fetch{.stream = "page", .url = host + "/live", .if_changed = true});
  const auto same = next(*browser);
  ASSERT_TRUE(same);
  EXPECT_TRUE(same->status == 304 || same->bytes.find("changed") != std::string::npos) << same->status;

  std::this_thread::sleep_for(milliseconds{1'600});
  browser->ask(Fetch{.stream = "page", .url = host + "/live"});
  const auto later = next(*browser);
  ASSERT_TRUE(later);
  EXPECT_NE(later->bytes.find("<td class=\"no\">changed</td>"), std::string::npos) << later->bytes;
  const auto requests = service.requests();
  EXPECT_EQ(std::ranges::count(requests, "/live", &LoopbackRequest::target), 1) << "the page was loaded once and stayed open";

  server->reset();
  browser->ask(Fetch{.stream = "page", .url = host + "/gone"});
  const auto refused = next(*browser);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->kind, FrameKind::failed);
}

TEST(BrowserTransport, SaysWhatToInstallWhereThereIsNoDriver) {
  const auto browser = open_browser_transport(WatchedTransport::quick(), {.driver = "no-such-driver"}, [] {});
  browser->ask(Fetch{.stream = "page", .url = "http://127.0.0.1:1/"});
  const auto frame = next(*browser);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->kind, FrameKind::failed);
  EXPECT_NE(frame->bytes.find("apt-get install chromium-driver"), std::string::npos) << frame->bytes;
}

TEST(BrowserTransport, OpensNoSockets) {
  const auto browser = open_browser_transport(WatchedTransport::quick(), {}, [] {});
  browser->ask(OpenSocket{.stream = "hub", .url = "ws://127.0.0.1:1/"});
  const auto frame = next(*browser);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->kind, FrameKind::failed);
}

}  // namespace
}  // namespace stint::net
