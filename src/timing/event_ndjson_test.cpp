#include "timing/event_ndjson.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "timing/event_generators.hpp"
#include "timing/event_limits.hpp"

namespace stint::timing {
namespace {

std::string line_of(const Event& event) {
  std::string out;
  append_ndjson(event, out);
  return out;
}

std::string why_bad(std::string_view line) {
  const auto event = parse_ndjson(line);
  return event ? "accepted" : event.error().message;
}

RC_GTEST_PROP(EventNdjson, ReadsBackEqual, ()) {
  Event event = *generate::event();
  event.seq = *rc::gen::inRange<std::uint64_t>(0, kMaxSeq);
  RC_ASSERT(check_event(event).has_value());
  const std::string line = line_of(event);
  RC_ASSERT(line.find('\n') == line.size() - 1);
  const auto read = parse_ndjson(line);
  RC_LOG() << line << (read ? "" : read.error().message);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == event);
}

TEST(EventNdjson, EachKindReadsBackEqual) {
  for (std::size_t kind = 0; kind < kind_names().size(); ++kind) {
    EXPECT_TRUE(rc::check("round trip of " + std::string(kind_names()[kind]), [kind] {
      const Event event{instant_from_ms(1), 0, *generate::body(kind)};
      RC_ASSERT(kind_name(event) == kind_names()[kind]);
      const auto read = parse_ndjson(line_of(event));
      RC_ASSERT(read.has_value());
      RC_ASSERT(*read == event);
    }));
  }
}

TEST(EventNdjson, LeavesOutWhatIsUnknownOrUsual) {
  Event event{instant_from_ms(1718452800000), 12, Lap{.car = CarNumber("007"), .lap = 3, .time = Millis{214567}}};
  EXPECT_EQ(line_of(event),
            "{\"seq\":12,\"at\":1718452800000,\"kind\":\"lap\",\"car\":\"007\",\"lap\":3,\"time_ms\":214567}\n");
  event.seq = 0;
  event.body = Clock{.elapsed = Millis{5}};
  EXPECT_EQ(line_of(event), "{\"at\":1718452800000,\"kind\":\"clock\",\"elapsed_ms\":5}\n");
}

TEST(EventNdjson, IgnoresUnknownMembersOrderAndNull) {
  const auto read =
      parse_ndjson(R"( {"lap":3,"colour":[1,{"x":2}],"kind":"pit_out","lane_ms":null,"car":"7","at":5,"seq":2} )");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(*read, (Event{instant_from_ms(5), 2, PitOut{.car = CarNumber("7"), .lap = 3}}));
}

TEST(EventNdjson, KeepsCarNumbersAsText) {
  for (const char* number : {"7", "07", "007"}) {
    const auto read = parse_ndjson(std::string(R"({"at":5,"kind":"pit_in","lap":1,"car":")") + number + "\"}");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(car_of(*read)->view(), number);
  }
}

TEST(EventNdjson, SaysWhatIsWrong) {
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"pit_in","lap":1})"), "pit_in: car is missing");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"pit_in","lap":1,"car":7})"), "pit_in: car is no text");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"pit_in","lap":1,"car":""})"), "pit_in: car is empty");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"pit_in","lap":1,"car":"0123456789abcdef"})"), "pit_in: car is longer than 15 bytes");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"pit_in","lap":-1,"car":"7"})"), "pit_in: lap is -1, but must be 0 to 100000");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"pit_in","lap":1.5,"car":"7"})"), "pit_in: lap is no whole number");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"pit_in","lap":18446744073709551615,"car":"7"})"), "pit_in: lap is out of range");
  EXPECT_EQ(why_bad(R"({"kind":"pit_in","lap":1,"car":"7"})"), "pit_in: at is missing");
  EXPECT_EQ(why_bad(R"({"at":1e3,"kind":"pit_in","lap":1,"car":"7"})"), "pit_in: at is no whole number of milliseconds");
  EXPECT_EQ(why_bad(R"({"at":999999999999999,"kind":"pit_in","lap":1,"car":"7"})"), "pit_in: at is out of range");
  EXPECT_EQ(why_bad(R"({"seq":-1,"at":5,"kind":"pit_in","lap":1,"car":"7"})"), "pit_in: seq is no whole number from 1");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"flag","flag":"purple"})"), "flag: flag has no value called \"purple\"");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"position","car":"7","fraction":1.25})"),
            "position: fraction is 1.25, but must be 0 to 1");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"feed_health","connected":1,"stale":false})"),
            "feed_health: connected is neither true nor false");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"entry","car":"7","drivers":{}})"), "entry: drivers is no list");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"entry","car":"7","drivers":["Bob"]})"), "entry: drivers holds what is no object");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"entry","car":"7","drivers":[{"id":"1"},{"id":1}]})"), "entry: id is no text");
  EXPECT_EQ(why_bad(R"({"at":5,"kind":"tyre_change"})"), "kind \"tyre_change\" is not known");
  EXPECT_EQ(why_bad(R"({"at":5})"), "kind is missing");
  EXPECT_EQ(why_bad(""), "an empty line is no event");
  EXPECT_TRUE(why_bad("[1,2]").starts_with("the line is no JSON object: ")) << why_bad("[1,2]");
  EXPECT_TRUE(why_bad("{\"at\":5,\"kind\":").starts_with("the line is no JSON object: "));
  EXPECT_EQ(parse_ndjson("{}").error().code, ErrorCode::bad_event);
}

TEST(EventNdjson, RefusesALineOverTheLimit) {
  const std::string line(kMaxLineBytes + 1, ' ');
  EXPECT_EQ(why_bad(line), "the line is longer than 1048576 bytes");
}

// The bound of a line must hold for the largest event that check_event() accepts.
TEST(EventNdjson, TheLargestEventFitsALine) {
  const std::string name(kMaxNameBytes, '\x01');
  Entry entry{CarNumber("7"), name, name, name, name, name, name, {}};
  entry.drivers.assign(kMaxDrivers, Driver{DriverId("1"), name, name, name, name});
  const Event large{instant_from_ms(0), 1, entry};
  RaceControl message{name, std::string(kMaxMessageBytes, '\x01'), {}, name};
  message.cars.assign(kMaxCarsNamed, CarNumber("\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"));
  for (const Event& event : {large, Event{instant_from_ms(0), 1, message}}) {
    ASSERT_TRUE(check_event(event).has_value());
    const auto read = parse_ndjson(line_of(event));
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(*read, event);
  }
}

TEST(EventCheck, RefusesWhatTheTextFormCannotHold) {
  const auto fault = [](EventBody body) {
    const auto checked = check_event({instant_from_ms(0), 0, std::move(body)});
    return checked ? "accepted" : checked.error().message;
  };
  EXPECT_EQ(fault(PitIn{CarNumber(), 1}), "pit_in: car is empty");
  EXPECT_EQ(fault(PitIn{CarNumber("\xFF"), 1}), "pit_in: car is no UTF-8");
  EXPECT_EQ(fault(PitIn{CarNumber("1"), -1}), "pit_in: lap is out of range");
  EXPECT_EQ(fault(Position{CarNumber("1"), 0.0 / 0.0, {}, {}}), "position: fraction is out of range");
  EXPECT_EQ(fault(RaceControl{"", std::string(kMaxMessageBytes + 1, 'x'), {}, ""}),
            "race_control: text is longer than 16384 bytes");
  EXPECT_FALSE(check_event({kLastInstant + Millis{1}, 0, PitIn{CarNumber("1"), 1}}).has_value());
}

TEST(NdjsonReader, IsReusableAfterABadLine) {
  NdjsonReader reader;
  EXPECT_FALSE(reader.parse("{").has_value());
  EXPECT_TRUE(reader.parse(R"({"at":5,"kind":"pit_in","lap":1,"car":"7"})").has_value());
}

}  // namespace
}  // namespace stint::timing
