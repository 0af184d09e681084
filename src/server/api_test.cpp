#include "server/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "server/sample_race.hpp"

namespace stint::server {
namespace {

using testing::HasSubstr;

class ApiTest : public testing::Test {
 protected:
  void publish(race::Snapshot snapshot) { channel_->publish({sample::shared(std::move(snapshot)), std::nullopt, 0, 0, {}}); }

  Response get(std::string_view target, std::string_view accept = "", std::string_view encoding = "",
               std::string_view etag = "") {
    Request request;
    request.target = target;
    request.host = "localhost";
    request.accept = accept;
    request.accept_encoding = encoding;
    request.if_none_match = etag;
    return api_.handle(request);
  }

  std::shared_ptr<RaceChannel> channel_ = std::make_shared<RaceChannel>("served", nullptr);
  ServedRaces races_{{channel_},
                     Archive{{},
                             [](const std::string& id) -> Result<race::SnapshotPtr> {
                               if (id == "stored") return sample::shared(sample::snapshot());
                               return fail(ErrorCode::unknown_session, "no such session");
                             },
                             {}}};
  Metrics metrics_;
  Api api_{"1.2.3", true, races_, metrics_};
};

std::string unzipped(std::string_view packed) {
  std::string plain(1 << 20, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  plain.resize(stream.total_out);
  inflateEnd(&stream);
  return plain;
}

TEST_F(ApiTest, SaysSoWhenThereIsNothingToShow) {
  EXPECT_EQ(get("/api/race/info").status, 404);
  EXPECT_THAT(get("/api/race/info").bytes(), HasSubstr("\"code\":\"no_session\""));
  EXPECT_EQ(get("/readyz").status, 503);
  EXPECT_EQ(get("/healthz").status, 200);
  publish(sample::snapshot());
  EXPECT_EQ(get("/readyz").status, 200);
}

TEST_F(ApiTest, AnUnchangedStateIsNotSentAgain) {
  publish(sample::snapshot());
  const std::string etag = get("/api/leaderboard").etag;
  ASSERT_FALSE(etag.empty());
  EXPECT_EQ(get("/api/leaderboard", "", "", etag).status, 304);
  EXPECT_EQ(get("/api/leaderboard", "", "", "\"other\", " + etag).status, 304);
  publish(sample::snapshot());
  EXPECT_EQ(get("/api/leaderboard", "", "", etag).status, 200) << "another state";
}

TEST_F(ApiTest, TheSameSnapshotAgainIsTheSameState) {
  const auto snapshot = sample::shared(sample::snapshot());
  channel_->publish({snapshot, std::nullopt, 0, 0, {}});
  const std::string etag = get("/api/leaderboard").etag;
  channel_->publish({snapshot, std::nullopt, 0, 0, {}});
  EXPECT_EQ(get("/api/leaderboard").etag, etag);
}

TEST_F(ApiTest, HotBodiesAreRenderedOnceForEachState) {
  publish(sample::snapshot());
  const Bytes first = get("/api/leaderboard").body;
  EXPECT_EQ(get("/api/leaderboard?ignored=1").body, first);
  EXPECT_NE(get("/api/leaderboard?car_class=LMGT3").body, first);
  EXPECT_NE(get("/api/leaderboard", "text/csv").body, first);
  race::Snapshot changed = sample::snapshot();
  changed.cars[0].laps = 77;
  publish(std::move(changed));
  EXPECT_THAT(get("/api/leaderboard").bytes(), HasSubstr("\"laps_completed\":77"));
}

TEST_F(ApiTest, LargeBodiesAreGzippedForThoseWhoAcceptIt) {
  publish(sample::snapshot());
  const Response plain = get("/api/leaderboard", "", "gzip;q=0, br");
  EXPECT_FALSE(plain.gzipped);
  const Response packed = get("/api/leaderboard", "", "br, gzip");
  ASSERT_TRUE(packed.gzipped);
  EXPECT_EQ(unzipped(packed.bytes()), plain.bytes());
  EXPECT_FALSE(get("/api/telemetry/007", "", "gzip").gzipped) << "too small to gain anything";
}

TEST_F(ApiTest, TheFormIsChosenByQueryThenByAccept) {
  publish(sample::snapshot());
  EXPECT_EQ(get("/api/positions", "text/html, */*;q=0.8").content_type, "application/json");
  EXPECT_EQ(get("/api/positions", "text/csv").content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(get("/api/positions?format=ndjson", "text/csv").content_type, "application/x-ndjson");
  EXPECT_EQ(get("/api/positions", "image/png").status, 406);
  EXPECT_EQ(get("/api/flags?format=csv").status, 406) << "no table";
  EXPECT_EQ(get("/api/positions?format=xml").status, 400);
}

TEST_F(ApiTest, StoredSessionsAreLoadedWhenAskedFor) {
  publish(sample::snapshot());
  const Response stored = get("/api/leaderboard?session=stored");
  EXPECT_EQ(stored.status, 200);
  EXPECT_NE(stored.etag, get("/api/leaderboard").etag);
  EXPECT_EQ(get("/api/leaderboard?session=none").status, 404);
  EXPECT_EQ(get("/api/events?session=stored").status, 404) << "a stored session has no stream";
}

TEST_F(ApiTest, ALiveSessionCantBeSteered) {
  publish(sample::snapshot());
  Request request;
  request.method = Method::post;
  request.target = "/api/replay";
  request.host = "localhost";
  request.body = R"({"action":"pause"})";
  EXPECT_EQ(api_.handle(request).status, 409);
  EXPECT_EQ(get("/api/replay").status, 409);
}

TEST_F(ApiTest, TheExportIsTheWholeDocument) {
  publish(sample::snapshot());
  const Response response = get("/api/export/active");
  ASSERT_TRUE(response.stream);
  std::string text;
  for (std::string piece = response.stream->next(); !piece.empty(); piece = response.stream->next()) text += piece;
  EXPECT_THAT(text, testing::StartsWith(R"({"race_info":{"id":"served","series":"WEC","name":"6 Hours of Somewhere")"));
  EXPECT_THAT(text, HasSubstr(R"("drivers":[{"name":"A. One","nationality":"FRA"},{"name":"B. Two","nationality":null}])"));
  EXPECT_THAT(text, HasSubstr(R"("laps":[{"car_number":"007","lap_number":1,"lap_time":110.000)"));
  EXPECT_THAT(text, testing::EndsWith(
                        R"("statistics":{"total_cars":3,"total_laps":5,"total_pit_stops":1,"fastest_lap":{"car_number":"007",)"
                        R"("lap_number":3,"time":100.345},"most_pit_stops":{"car_number":"007","count":1}}})"));
  EXPECT_THAT(response.headers, HasSubstr("attachment; filename=\"served.json\""));
  EXPECT_EQ(get("/api/export/active?format=ndjson").status, 406) << "nothing is stored of it";
}

TEST_F(ApiTest, RoutesThatAreNotThereAreSaidNotToBe) {
  publish(sample::snapshot());
  for (const std::string_view target : {"/api/tactics/7", "/api/strategies"}) {
    EXPECT_EQ(get(target).status, 404) << target;
    EXPECT_THAT(get(target).bytes(), HasSubstr("unknown_route")) << target;
  }
}

class Opening : public testing::Test {
 protected:
  Response post(const std::string& target) {
    Request request;
    request.method = Method::post;
    request.target = target;
    return api_.handle(request);
  }
  int get(const std::string& target) {
    Request request;
    request.target = target;
    return api_.handle(request).status;
  }
  static std::shared_ptr<RaceChannel> loaded(const std::string& id) {
    auto channel = std::make_shared<RaceChannel>(id, nullptr);
    channel->publish({sample::shared(sample::snapshot()), ReplayStatus{}, 0, 0, {}, {}});
    return channel;
  }
  Archive archive() {
    Archive stored;
    stored.list = [] {
      std::vector<ListedSession> rows;
      for (const char* id : {"a", "b", "c", "d", "e", "broken"}) rows.push_back({id, "", "", "", "", {}, 1});
      return Result<std::vector<ListedSession>>(rows);
    };
    stored.open = [this](const std::string& id, Archive::Opened done) { loading_.emplace_back(id, std::move(done)); };
    stored.close = [this](const std::string& id) { closed_.push_back(id); };
    return stored;
  }
  void finish_loading() {
    for (auto& [id, done] : std::exchange(loading_, {})) {
      if (id == "broken") {
        done(fail(ErrorCode::store_corrupt, "it is damaged"));
      } else {
        done(loaded(id));
      }
    }
  }

  std::vector<std::pair<std::string, Archive::Opened>> loading_;
  std::vector<std::string> closed_;
  ServedRaces races_{{}, archive()};
  Metrics metrics_;
  Api api_{"1.2.3", false, races_, metrics_};
};

TEST_F(Opening, AStoredSessionIsServedOnceItIsLoaded) {
  EXPECT_EQ(post("/api/sessions/a/open").status, 202);
  EXPECT_EQ(post("/api/sessions/a/open").status, 202);
  EXPECT_EQ(loading_.size(), 1U) << "it is loaded once";
  finish_loading();
  const Response served = post("/api/sessions/a/open");
  EXPECT_EQ(served.status, 200);
  EXPECT_EQ(served.bytes(), R"({"id":"a","state":"served"})");
  EXPECT_EQ(get("/api/leaderboard?session=a"), 200);
  EXPECT_EQ(get("/api/replay?session=a"), 200);
}

TEST_F(Opening, WhatIsNotStoredOrCantBeLoadedIsRefused) {
  EXPECT_EQ(post("/api/sessions/none/open").status, 404);
  EXPECT_EQ(post("/api/sessions/broken/open").status, 202);
  finish_loading();
  EXPECT_THAT(post("/api/sessions/broken/open").bytes(), HasSubstr("it is damaged"));
  EXPECT_EQ(post("/api/sessions/broken/open").status, 202) << "it may be tried again";
}

TEST_F(Opening, OneTooManyClosesTheOneThatWasAskedForLeastRecently) {
  for (const std::string id : {"a", "b", "c", "d"}) {
    EXPECT_EQ(post("/api/sessions/" + id + "/open").status, 202);
    finish_loading();
  }
  EXPECT_EQ(get("/api/leaderboard?session=a"), 200);
  EXPECT_EQ(post("/api/sessions/e/open").status, 202);
  finish_loading();
  EXPECT_THAT(closed_, testing::ElementsAre("b"));
  EXPECT_EQ(get("/api/replay?session=b"), 404);
  EXPECT_EQ(get("/api/replay?session=a"), 200);
  EXPECT_EQ(get("/api/replay?session=e"), 200);
}

TEST_F(Opening, NoSessionThatIsWatchedIsClosed) {
  ServedRaces::Surroundings watched;
  watched.is_watched = [](const RaceChannel&) { return true; };
  races_.surround(watched);
  for (const std::string id : {"a", "b", "c", "d"}) {
    post("/api/sessions/" + id + "/open");
    finish_loading();
  }
  EXPECT_EQ(post("/api/sessions/e/open").status, 503);
  EXPECT_THAT(closed_, testing::IsEmpty());
}

}  // namespace
}  // namespace stint::server
