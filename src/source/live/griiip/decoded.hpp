// For tests: a session fed with views written by hand, and what came out of it. Crews are made up.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

#include "source/live/griiip/iso_time.hpp"
#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {

inline constexpr Sid kTestSid = 18130;

// 2026-06-13 with the time of day given: "17:27:14.730".
[[nodiscard]] inline timing::Instant on_the_day(std::string_view time) {
  return parse_iso_time("2026-06-13T" + std::string(time) + "Z").value();
}

// An item of the laps of the first car; `time` is the time of day of its end, `more` adds members.
[[nodiscard]] inline std::string lap_text(int number, int ms, std::string_view time, std::string_view more = "") {
  return R"({"sessionPart":1,"lapNumber":)" + std::to_string(number) + R"(,"lapTimeMillis":)" + std::to_string(ms) +
         R"(,"isValid":true,"color":"Gray","ts":"2026-06-13T)" + std::string(time) +
         R"(+00:00","elapsedTimeMillis":-1,"sid":18130,"pid":400101)" + std::string(more) + "}";
}

// A bootstrap of two cars in two classes, 90 minutes into a race that began at 14:00; `more` adds members.
[[nodiscard]] inline std::string bootstrap_text(const std::string& more = "") {
  return R"({"sessionInfo":{"seriesId":10,"seriesName":"FIA World Endurance Championship","eventName":"24 Hours of Example",
"sessionName":"Race","sessionType":"Race","trackName":"Example Ring","startTime":"2026-06-13T14:00:00+00:00","isStarted":true,
"hasSeenChequered":false,"isRaceSession":true,"isTimeBasedSession":false,"sessionAvailability":"Live","domain":"RealWorld","sid":18130,"pid":-1},
"trackDetails":{"length":13626,"isPitCrossSFLine":true},
"sessionLengthLimit":{"sessionLengthType":"TimeOnly","lapsLimit":-1,"timeLimitSeconds":86400,"extraLapsAfterTimeEnds":-1},
"sessionClock":{"increment":1,"startTime":"2026-06-13T14:00:00+00:00","tsNow":"2026-06-13T15:30:00+00:00","ts":"2026-06-13T15:29:00+00:00","elapsedTimeMillis":5340000},
"participants":[
{"pid":400101,"carNumber":"007","classId":"HYPERCAR","displayName":"ALDER RACING","teamName":"ALDER RACING","threeLettersName":"MUS",
"currentDriverId":"2","manufacturer":"Example LMH","ts":"2026-06-13T15:00:00+00:00","drivers":[
{"displayName":"Jo SAMPLE","threeLettersName":"SAM","externalDriverID":"2","driverId":1,"categoryId":"G","countryCodeTwo":"GB"},
{"displayName":"Max MUSTER","threeLettersName":"MUS","externalDriverID":"1","driverId":2,"categoryId":"P","countryCodeTwo":"DE"}]},
{"pid":400102,"carNumber":"7","classId":"LMGT3","displayName":"BIRCH SPORT","teamName":"BIRCH SPORT","currentDriverId":"1","manufacturer":"Example GT3",
"drivers":[{"displayName":"Ann Example","threeLettersName":"EXA","externalDriverID":"1","categoryId":"B","countryCodeTwo":"FR"}]}])" +
         (more.empty() ? "" : ",\n" + more) + "}";
}

struct Decoded {
  SessionFeed session{kTestSid};
  std::vector<timing::Event> events;
  std::vector<Problem> problems;
  Intake last;  // of the latest view

  // With the bootstrap read and its events forgotten.
  [[nodiscard]] static Decoded after_bootstrap(const std::string& more = "") {
    Decoded decoded;
    decoded.bootstrap(bootstrap_text(more), on_the_day("15:30:00"));
    decoded.events.clear();
    return decoded;
  }

  void bootstrap(const std::string& text, timing::Instant now) {
    read(text, now, [&](simdjson::dom::element view, Intake& intake) { session.read_bootstrap(*Item::from(view), intake); });
  }
  void push(std::string_view channel, const std::string& view, timing::Instant now) {
    read(view, now, [&](simdjson::dom::element parsed, Intake& intake) { session.read_channel(channel, parsed, intake); });
  }
  void on_time(timing::Instant now) {
    Intake intake = intake_at(now);
    session.on_time(intake);
  }

  template <class Fact>
  [[nodiscard]] std::vector<Fact> all() const {
    std::vector<Fact> facts;
    for (const timing::Event& event : events) {
      if (const auto* fact = timing::event_as<Fact>(event)) facts.push_back(*fact);
    }
    return facts;
  }
  // Instants of the facts of one kind.
  template <class Fact>
  [[nodiscard]] std::vector<timing::Instant> instants() const {
    std::vector<timing::Instant> all;
    for (const timing::Event& event : events) {
      if (timing::event_as<Fact>(event) != nullptr) all.push_back(event.at);
    }
    return all;
  }

 private:
  [[nodiscard]] Intake intake_at(timing::Instant now) {
    Intake intake;
    intake.arrived_at = now;
    intake.stream = "test";
    intake.events = &events;
    intake.problems = &problems;
    return intake;
  }
  template <class Use>
  void read(const std::string& text, timing::Instant now, Use use) {
    simdjson::dom::parser parser;
    const simdjson::dom::element view = parser.parse(text);
    Intake intake = intake_at(now);
    use(view, intake);
    last = intake;
  }
};

}  // namespace stint::live::griiip
