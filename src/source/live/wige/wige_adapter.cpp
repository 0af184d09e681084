// The conversation: one socket for everything live, a second one, for seconds, to fetch the laps that were missed, and an
// optional poll of the slow zones.
#include <simdjson.h>

#include <array>
#include <string>

#include "source/live/wige/ring_session.hpp"
#include "source/live/wige/wige.hpp"
#include "timing/json_writer.hpp"

namespace stint::live {
namespace wige {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kFeed = "feed";
constexpr std::string_view kHistory = "laps";
constexpr std::string_view kZones = "zones";

// A socket that says nothing is closed after about four minutes; clients of the feed repeat the subscription this often.
constexpr Millis kKeepAlive = 15s;
// "Not found" is also what a session says that is not live now.
constexpr Millis kNotLiveWait = 2min;
constexpr Millis kNotLiveSpread = 30s;
// The second socket is closed when no list has come for this long.
constexpr Millis kHistoryPause = 3s;
constexpr Millis kHistoryRest = 60s;  // between two of them
constexpr Millis kZonesInterval = 10s;

struct Series {
  std::string_view name;
  std::string_view title;
  std::string_view event_id;
};
constexpr std::array<Series, 3> kSeries{{{"nls", "NLS", "20"}, {"n24", "24h Nürburgring", "50"}, {"dhlm", "DHLM", "50"}}};

const Series& series_of(std::string_view name) {
  for (const Series& series : kSeries) {
    if (series.name == name) return series;
  }
  return kSeries.front();
}

// "https://host" and "wss://host/" are the same place to a socket.
std::string socket_url(std::string_view base) {
  std::string url(base);
  if (url.starts_with("http")) url.replace(0, 4, "ws");
  if (!url.ends_with('/')) url += '/';
  return url;
}

std::string origin_of(std::string_view base) {
  std::string origin(base);
  if (origin.starts_with("ws")) origin.replace(0, 2, "http");
  while (origin.ends_with('/')) origin.pop_back();
  return origin;
}

class WigeAdapter final : public Adapter {
 public:
  WigeAdapter(const Series& series, const AdapterOptions& options)
      : event_id_(series.event_id), session_(std::string(series.title)), random_(options.seed) {
    // "--url HOST#zones=URL": the slow zones come from another host.
    const auto mark = options.base_url.find("#zones=");
    base_ = options.base_url.substr(0, mark);
    if (mark != std::string::npos) zones_url_ = options.base_url.substr(mark + 7);
    zones_interval_ = std::max(options.poll_interval, kZonesInterval);
  }

  void start(Instant now, Reaction& reaction) override {
    not_live_until_.reset();
    history_open_ = false;
    zones_asked_at_.reset();
    rows_.forget();
    if (session_.known()) wants_history_ = true;
    open_feed(now, reaction);
  }

  void on_frame(const net::Frame& frame, Reaction& reaction) override {
    switch (frame.kind) {
      case net::FrameKind::opened:
        subscribe(frame.stream, frame.arrived_at, reaction);
        break;
      case net::FrameKind::text:
        take_text(frame, reaction);
        break;
      case net::FrameKind::response:
        take_zones(frame, reaction);
        break;
      case net::FrameKind::closed:
      case net::FrameKind::failed:
        lost(frame, reaction);
        break;
    }
    on_time(frame.arrived_at, reaction);
  }

  void on_time(Instant now, Reaction& reaction) override {
    session_.on_time(now, reaction);
    if (not_live_until_) {
      if (now >= *not_live_until_) {
        not_live_until_.reset();
        open_feed(now, reaction);
      }
      return;
    }
    if (feed_open_ && now - subscribed_at_ >= kKeepAlive) subscribe(net::StreamName(kFeed), now, reaction);
    keep_history(now, reaction);
    const bool zones_due = !zones_url_.empty() && feed_open_ && (!zones_asked_at_ || now - *zones_asked_at_ >= zones_interval_);
    if (zones_due) {
      zones_asked_at_ = now;
      reaction.asks.emplace_back(net::Fetch{.stream = std::string(kZones), .url = zones_url_, .if_changed = true});
    }
  }

 private:
  void open_feed(Instant now, Reaction& reaction) {
    feed_open_ = false;
    subscribed_at_ = now;
    reaction.asks.emplace_back(
        net::OpenSocket{.stream = std::string(kFeed), .url = socket_url(base_), .origin = origin_of(base_)});
  }

  void subscribe(const net::StreamName& stream, Instant now, Reaction& reaction) {
    std::string text;
    timing::JsonWriter json(text);
    json.begin_object().field("eventId", event_id_).key("eventPid").begin_array();
    if (stream == kHistory) {
      json.value(7);
    } else {
      for (const int pid : {0, 3, 4, 7, 9002}) json.value(pid);
    }
    json.end_array().field("clientLocalTime", now);
    if (stream == kHistory) {
      json.key("json").begin_object().field("session", session_.feed_session()).field("startingNo", "").end_object();
      history_heard_at_ = now;
    } else {
      feed_open_ = true;
      subscribed_at_ = now;
    }
    json.end_object();
    reaction.asks.emplace_back(net::SendText{stream, std::move(text)});
  }

  void take_text(const net::Frame& frame, Reaction& reaction) {
    // The classification is by far the largest; only its changed rows are parsed.
    const std::string_view start = std::string_view(frame.bytes).substr(0, 200);
    const bool classification =
        frame.bytes.find("\"RESULT\"") != std::string::npos &&
        (start.find("\"PID\":\"0\"") != std::string_view::npos || start.find("\"PID\": \"0\"") != std::string_view::npos ||
         start.find("\"PID\":0,") != std::string_view::npos);
    if (classification) {
      take_classification(frame, reaction);
    } else {
      take_document(frame, reaction);
    }
  }

  void take_classification(const net::Frame& frame, Reaction& reaction) {
    if (auto read = rows_.read(frame.bytes); !read) {
      reaction.problems.push_back({frame.stream, read.error().message});
      return;
    }
    if (rows_.unusable() > 0) {
      reaction.problems.push_back(
          {frame.stream, std::to_string(rows_.unusable()) + " rows of PID 0 without a car of their own"});
    }
    session_.take_classification(rows_, frame.arrived_at, reaction);
    if (session_.take_wish_for_laps()) wants_history_ = true;
  }

  void take_document(const net::Frame& frame, Reaction& reaction) {
    simdjson::dom::object message;
    if (const auto problem = parser_.parse(frame.bytes).get_object().get(message)) {
      reaction.problems.push_back({frame.stream, std::string("expected an object: ") + simdjson::error_message(problem)});
      return;
    }
    simdjson::dom::element pid_member;
    const std::string pid = message.at_key("PID").get(pid_member) == simdjson::SUCCESS ? text_of(pid_member) : std::string();
    if (pid == "LTS_TIMESYNC") {
      std::int64_t server = 0;
      if (message.at_key("serverLocalTime").get_int64().get(server) == simdjson::SUCCESS) {
        if (const auto time = parse_epoch_ms(std::to_string(server))) session_.set_feed_clock(*time, frame.arrived_at);
      }
    } else if (pid == "LTS_NOT_FOUND") {
      not_live(frame, reaction);
    } else if (pid == "3") {
      session_.take_messages(message, frame.arrived_at, reaction);
    } else if (pid == "4") {
      session_.take_track_state(read_track_state(message), frame.arrived_at, reaction);
    } else if (pid == "7") {
      if (frame.stream == kHistory) history_heard_at_ = frame.arrived_at;
      for (const CarLaps& laps : read_laps(message)) session_.take_laps(laps, frame.arrived_at, reaction);
    } else if (pid != "9002" && pid != "501") {
      // 9002 and 501 are best times: what Stint computes from the laps.
      reaction.problems.push_back({frame.stream, "a message of an unknown PID '" + pid.substr(0, 40) + "'"});
    }
  }

  void not_live(const net::Frame& frame, Reaction& reaction) {
    reaction.asks.emplace_back(net::CloseStream{frame.stream});
    if (frame.stream == kHistory) {
      history_open_ = false;
      return;
    }
    feed_open_ = false;
    random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
    const Millis spread{static_cast<std::int64_t>((random_ >> 33U) % static_cast<std::uint64_t>(kNotLiveSpread.count()))};
    not_live_until_ = frame.arrived_at + kNotLiveWait + spread;
  }

  void take_zones(const net::Frame& frame, Reaction& reaction) {
    if (frame.status == 304) return;
    simdjson::dom::element document;
    if (frame.status != 200 || parser_.parse(frame.bytes).get(document) != simdjson::SUCCESS || !document.is_object()) {
      reaction.problems.push_back({frame.stream, "expected the list of zones, got status " + std::to_string(frame.status)});
      return;
    }
    session_.take_zones(document, frame.arrived_at, reaction);
  }

  void lost(const net::Frame& frame, Reaction& reaction) {
    if (frame.stream == kHistory) {
      history_open_ = false;
    } else if (frame.stream == kZones) {
      reaction.problems.push_back({frame.stream, frame.bytes});
    } else if (!not_live_until_) {
      feed_open_ = false;
      reaction.rebuild = "the socket is closed: " + (frame.bytes.empty() ? std::to_string(frame.status) : frame.bytes);
    }
  }

  void keep_history(Instant now, Reaction& reaction) {
    if (history_open_) {
      if (now - history_heard_at_ < kHistoryPause) return;
      history_open_ = false;
      reaction.asks.emplace_back(net::CloseStream{std::string(kHistory)});
      return;
    }
    const bool rested = !history_opened_at_ || now - *history_opened_at_ >= kHistoryRest || now < *history_opened_at_;
    if (!wants_history_ || !feed_open_ || !session_.known() || !rested) return;
    wants_history_ = false;
    history_open_ = true;
    history_opened_at_ = now;
    history_heard_at_ = now;
    reaction.asks.emplace_back(
        net::OpenSocket{.stream = std::string(kHistory), .url = socket_url(base_), .origin = origin_of(base_)});
  }

  std::string base_, zones_url_, event_id_;
  RingSession session_;
  ClassificationReader rows_;
  simdjson::dom::parser parser_;
  std::uint64_t random_;
  Millis zones_interval_{};
  bool feed_open_ = false;
  bool history_open_ = false;
  bool wants_history_ = false;
  Instant subscribed_at_{};
  Instant history_heard_at_{};
  std::optional<Instant> history_opened_at_, not_live_until_, zones_asked_at_;
};

Result<std::unique_ptr<Adapter>> make(const AdapterOptions& options) {
  return std::make_unique<WigeAdapter>(series_of(options.series), options);
}

const std::array<std::string_view, 3> kSeriesNames{"nls", "n24", "dhlm"};

}  // namespace
}  // namespace wige

const LiveSource kWigeSource{
    .name = "wige",
    .title = "WIGE: NLS, 24h Nürburgring, DHLM",
    .owner = "wige SOLUTIONS and the organisers of the races at the Nürburgring",
    .public_url = "https://livetiming.azurewebsites.net",
    .series = wige::kSeriesNames,
    .least_interval = std::chrono::milliseconds{5000},
    .patience = std::chrono::seconds{90},
    .make = wige::make,
};

}  // namespace stint::live
