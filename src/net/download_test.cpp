#include "net/download.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <sstream>

#include "net/scripted_service.hpp"

namespace stint::net {
namespace {

namespace fs = std::filesystem;

// Serves one file of 200 kB with a tag, whole or from where it is asked for.
class FileService {
 public:
  FileService() {
    for (int i = 0; content.size() < 200'000; ++i) content += std::to_string(i) + ";";
    service.reply = [this](const LoopbackRequest& request) { return reply(request); };
  }
  LoopbackReply reply(const LoopbackRequest& request) {
    if (request.target != "/file.csv") return {.status = 404};
    if (busy-- > 0) return {.status = 503};
    if (request.header("If-None-Match") == tag) return {.status = 304, .headers = {{"ETag", tag}}};
    LoopbackReply whole{.headers = {{"ETag", tag}}, .body = content};
    const std::string_view range = request.header("Range");
    if (range.starts_with("bytes=") && request.header("If-Range") == tag) {
      std::size_t from = 0;
      std::from_chars(range.data() + 6, range.data() + range.size(), from);
      whole.status = 206;
      whole.body = content.substr(from);
      whole.headers.push_back({"Content-Range", "bytes " + std::to_string(from) + "-" + std::to_string(content.size() - 1) +
                                                    "/" + std::to_string(content.size())});
    }
    if (cuts-- > 0) whole.cut_after = 60'000;
    return whole;
  }
  ScriptedService service;
  std::string content, tag = "\"v1\"";
  int cuts = 0;
  int busy = 0;
};

class DownloadTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "stint-download-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    auto started = LoopbackServer::start(0, files_.service);
    ASSERT_TRUE(started);
    server_ = std::move(*started);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string address(const std::string& target = "/file.csv") const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + target;
  }
  Downloader downloader(int attempts = 4) {
    Downloader::Limits limits;
    limits.attempts = attempts;
    limits.backoff = {timing::Millis{1}, timing::Millis{2}, 0};
    return {WatchedTransport::quick(), limits, [this](const DownloadProgress& progress) { seen_ = progress; }};
  }
  std::string kept() const {
    std::ifstream file(folder_ / "file.csv");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  FileService files_;
  std::unique_ptr<LoopbackServer> server_;
  fs::path folder_;
  DownloadProgress seen_;
};

TEST_F(DownloadTest, FetchesOnceAndThenKeeps) {
  Downloader network = downloader();
  EXPECT_EQ(*network.file(address(), folder_ / "file.csv", false), DownloadOutcome::fetched);
  EXPECT_EQ(kept(), files_.content);
  EXPECT_EQ(seen_.bytes, files_.content.size());
  EXPECT_EQ(seen_.total, files_.content.size());
  EXPECT_EQ(*network.file(address(), folder_ / "file.csv", false), DownloadOutcome::kept);
  EXPECT_EQ(files_.service.requests().size(), 1U);
  EXPECT_FALSE(fs::exists(folder_ / "file.csv.part"));
}

TEST_F(DownloadTest, AsksAgainConditionallyWhenItIsToldTo) {
  Downloader network = downloader();
  ASSERT_TRUE(network.file(address(), folder_ / "file.csv", false));
  EXPECT_EQ(*network.file(address(), folder_ / "file.csv", true), DownloadOutcome::unchanged);
  files_.tag = "\"v2\"";
  files_.content = "amended";
  EXPECT_EQ(*network.file(address(), folder_ / "file.csv", true), DownloadOutcome::fetched);
  EXPECT_EQ(kept(), "amended");
}

TEST_F(DownloadTest, GoesOnWhereABrokenConnectionEnded) {
  files_.cuts = 2;
  Downloader network = downloader();
  EXPECT_EQ(*network.file(address(), folder_ / "file.csv", false), DownloadOutcome::resumed);
  EXPECT_EQ(kept(), files_.content);
  const auto requests = files_.service.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[1].header("Range"), "bytes=60000-");
  EXPECT_EQ(requests[2].header("Range"), "bytes=120000-");
}

TEST_F(DownloadTest, TheNextRunGoesOnWhereThisOneGaveUp) {
  files_.cuts = 1;
  EXPECT_FALSE(downloader(1).file(address(), folder_ / "file.csv", false));
  EXPECT_FALSE(fs::exists(folder_ / "file.csv")) << "half a file has not its name";
  EXPECT_EQ(*downloader(1).file(address(), folder_ / "file.csv", false), DownloadOutcome::resumed);
  EXPECT_EQ(kept(), files_.content);
}

TEST_F(DownloadTest, APartOfAnotherVersionIsThrownAway) {
  files_.cuts = 1;
  EXPECT_FALSE(downloader(1).file(address(), folder_ / "file.csv", false));
  files_.tag = "\"v2\"";
  std::ranges::reverse(files_.content);
  EXPECT_EQ(*downloader(1).file(address(), folder_ / "file.csv", false), DownloadOutcome::fetched);
  EXPECT_EQ(kept(), files_.content);
}

TEST_F(DownloadTest, ABusyServerIsAskedAgainAndAMissingFileIsNot) {
  files_.busy = 2;
  Downloader network = downloader();
  EXPECT_TRUE(network.file(address(), folder_ / "file.csv", false));
  EXPECT_EQ(files_.service.requests().size(), 3U);
  const auto missing = network.file(address("/other.csv"), folder_ / "other.csv", false);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("404"), std::string::npos);
  EXPECT_EQ(files_.service.requests().size(), 4U);
  EXPECT_FALSE(network.page(address("/page")));
}

}  // namespace
}  // namespace stint::net
