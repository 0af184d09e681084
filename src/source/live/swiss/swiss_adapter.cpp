// The conversation: documents that name each other, each asked for again at its own pace, never two at a time for one of them.
#include <simdjson.h>

#include <array>
#include <map>
#include <memory>

#include "source/live/swiss/swiss.hpp"
#include "source/live/swiss/swiss_session.hpp"

namespace stint::live {
namespace swiss {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kPath = "/node/db/RAC_PROD/";
constexpr std::string_view kSeasons = "seasons";
constexpr std::string_view kSeason = "season";
constexpr std::string_view kSchedule = "schedule";
constexpr std::string_view kTiming = "timing";
constexpr std::string_view kCompetitors = "competitors";

constexpr Millis kLeastInterval = 8s;  // what the provider's own page keeps
constexpr Millis kScheduleInterval = 60s;
constexpr Millis kSeasonInterval = 30min;
constexpr Millis kAnswerTime = 60s;  // an ask without an answer is given up after this
constexpr int kMostFailures = 3;     // in a row; then the conversation begins anew

// GUIDs in addresses are upper case.
std::string upper(std::string_view text) {
  std::string raised(text);
  for (char& c : raised) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return raised;
}

// Ids become part of an address.
bool is_guid(std::string_view id) {
  return !id.empty() && id.size() <= 64 && id.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

std::string title_of(std::string_view series) { return series == "spa24h" ? "24 Hours of Spa" : "GT World Challenge Europe"; }

class SwissAdapter final : public Adapter {
 public:
  explicit SwissAdapter(const AdapterOptions& options)
      : base_(options.base_url),
        series_(title_of(options.series)),
        interval_(std::max(options.poll_interval, kLeastInterval)) {}

  void start(Instant now, Reaction& reaction) override {
    documents_.clear();
    failures_ = 0;
    ask(kSeasons, "SRO_SEASONS_JSON", now, reaction);
  }

  void on_frame(const net::Frame& frame, Reaction& reaction) override {
    Document& document = documents_[frame.stream];
    document.waiting = false;
    const bool unchanged = frame.kind == net::FrameKind::response && frame.status == 304;
    if (frame.kind != net::FrameKind::response || (frame.status != 200 && !unchanged)) {
      failed(frame, reaction);
    } else {
      failures_ = 0;
      const bool same = unchanged || (!frame.bytes.empty() && frame.bytes == document.bytes);
      if (!same) {
        document.bytes = frame.bytes;
        take(frame, reaction);
      }
    }
    on_time(frame.arrived_at, reaction);
  }

  void on_time(Instant now, Reaction& reaction) override {
    repeat(kSeasons, kSeasonInterval, "SRO_SEASONS_JSON", now, reaction);
    if (!season_.empty()) repeat(kSeason, kSeasonInterval, "SRO_" + season_ + "_SEASON_JSON", now, reaction);
    if (meeting_)
      repeat(kSchedule, kScheduleInterval, "SRO_" + season_ + "_SCHEDULE_" + upper(meeting_->id) + "_JSON", now, reaction);
    if (!session_) return;
    repeat(kCompetitors, interval_, "SRO_" + season_ + "_COMP_DETAIL_" + upper(session_->unit()) + "_JSON", now, reaction);
    repeat(kTiming, interval_, "SRO_" + season_ + "_TIMING_" + upper(session_->unit()) + "_JSON", now, reaction);
  }

 private:
  struct Document {
    std::optional<Instant> asked_at;
    bool waiting = false;
    std::string bytes;  // of the last answer
  };

  void ask(std::string_view stream, const std::string& key, Instant now, Reaction& reaction) {
    Document& document = documents_[std::string(stream)];
    document.asked_at = now;
    document.waiting = true;
    reaction.asks.emplace_back(
        net::Fetch{.stream = std::string(stream), .url = base_ + std::string(kPath) + key + ".json", .if_changed = true});
  }

  void repeat(std::string_view stream, Millis interval, const std::string& key, Instant now, Reaction& reaction) {
    const Document& document = documents_[std::string(stream)];
    const Millis pause = document.waiting ? std::max(interval, kAnswerTime) : interval;
    const bool due = !document.asked_at || now - *document.asked_at >= pause || now < *document.asked_at;
    if (due) ask(stream, key, now, reaction);
  }

  void failed(const net::Frame& frame, Reaction& reaction) {
    const std::string why = frame.kind == net::FrameKind::response ? "status " + std::to_string(frame.status) : frame.bytes;
    reaction.problems.push_back({frame.stream, "no document: " + why});
    if (++failures_ >= kMostFailures) reaction.rebuild = "the cache does not answer: " + why;
  }

  void take(const net::Frame& frame, Reaction& reaction) {
    simdjson::dom::element document;
    if (const auto problem = parser_.parse(frame.bytes).get(document)) {
      reaction.problems.push_back({frame.stream, simdjson::error_message(problem)});
      documents_[frame.stream].bytes.clear();
      return;
    }
    const bool taken = frame.stream == kSeasons    ? take_seasons(document)
                       : frame.stream == kSeason   ? take_season(document)
                       : frame.stream == kSchedule ? take_schedule(document, frame.arrived_at, reaction)
                       : frame.stream == kTiming   ? take_timing(document, frame.arrived_at, reaction)
                                                   : take_competitors(document, frame.arrived_at, reaction);
    if (!taken) reaction.problems.push_back({frame.stream, "the document is not what its name says"});
  }

  bool take_seasons(const simdjson::dom::element& document) {
    const auto season = read_current_season(document);
    if (season) season_ = *season;
    return season.has_value();
  }

  bool take_season(const simdjson::dom::element& document) {
    auto meeting = read_meeting(document);
    if (!meeting || !is_guid(meeting->id)) return false;
    if (meeting_ && meeting_->id != meeting->id) documents_.erase(std::string(kSchedule));
    meeting_ = std::move(meeting);
    return true;
  }

  bool take_schedule(const simdjson::dom::element& document, Instant now, Reaction& reaction) {
    const auto unit = read_unit(document);
    if (!unit || !is_guid(unit->id) || !meeting_) return false;
    if (session_ && session_->unit() == unit->id) {
      session_->take_unit(*unit, now, reaction);
      return true;
    }
    session_ = std::make_unique<SwissSession>(*meeting_, *unit, series_);
    documents_.erase(std::string(kTiming));
    documents_.erase(std::string(kCompetitors));
    return true;
  }

  bool take_timing(const simdjson::dom::element& document, Instant now, Reaction& reaction) {
    auto timing = read_timing(document);
    if (!timing) return false;
    if (session_) session_->take_timing(std::move(*timing), now, reaction);
    return true;
  }

  bool take_competitors(const simdjson::dom::element& document, Instant now, Reaction& reaction) {
    const auto competitors = read_competitors(document);
    if (!competitors) return false;
    if (session_) session_->take_competitors(*competitors, now, reaction);
    return true;
  }

  std::string base_, series_;
  Millis interval_;
  simdjson::dom::parser parser_;
  std::map<std::string, Document> documents_;  // by stream
  int failures_ = 0;
  std::string season_;
  std::optional<Meeting> meeting_;
  std::unique_ptr<SwissSession> session_;
};

stint::Result<std::unique_ptr<Adapter>> make(const AdapterOptions& options) { return std::make_unique<SwissAdapter>(options); }

const std::array<std::string_view, 2> kSeriesNames{"gtwce", "spa24h"};

}  // namespace
}  // namespace swiss

const LiveSource kSwissSource{
    .name = "swiss",
    .title = "Swiss Timing: GT World Challenge Europe, 24 Hours of Spa",
    .owner = "Swiss Timing and SRO Motorsports Group",
    .public_url = "https://ps-cache.web.swisstiming.com",
    .series = swiss::kSeriesNames,
    .least_interval = std::chrono::milliseconds{4000},
    .patience = std::chrono::seconds{180},
    .make = swiss::make,
};

}  // namespace stint::live
