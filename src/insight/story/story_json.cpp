#include "insight/story/story_json.hpp"

#include "race/race_control/meaning.hpp"

namespace stint::insight::story {
namespace {

using timing::JsonWriter;

std::optional<std::string_view> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

std::string_view state_name(CarState state) {
  using enum race::CarState;
  return state == retired ? "retired" : state == disqualified ? "disqualified" : state == in_pit ? "in_pit" : "stopped";
}

// The fields of each claim, by their names in claim.hpp; instants and durations in milliseconds.
struct ClaimWriter {
  JsonWriter& json;
  const timing::Session& session;

  [[nodiscard]] std::optional<Millis> clock(Instant at) const {
    return session.started_at ? std::optional(at - *session.started_at) : std::nullopt;
  }
  [[nodiscard]] std::optional<Millis> clock(const std::optional<Instant>& at) const { return at ? clock(*at) : std::nullopt; }

  void gap(std::string_view name, const std::optional<LineGap>& gap) const {
    json.key(name);
    if (!gap) {
      json.null();
      return;
    }
    json.begin_object().field("behind", gap->behind).field("lap", gap->lap);
    json.field("gap_ms", gap->time).field("gap_laps", gap->laps).end_object();
  }

  void pass(const Pass& pass) const {
    json.begin_object().field("ahead", pass.ahead).field("behind", pass.behind).field("lap", pass.lap);
    json.field("at_ms", clock(pass.at)).field("cause", name_of(pass.cause)).end_object();
  }

  void passes(std::string_view name, const std::vector<Pass>& all) const {
    json.key(name).begin_array();
    for (const Pass& one : all) pass(one);
    json.end_array();
  }

  void cars(std::string_view name, const std::vector<CarNumber>& all) const {
    json.key(name).begin_array();
    for (const CarNumber& car : all) json.value(car);
    json.end_array();
  }

  void operator()(const Leader& claim) const {
    json.field("class", known(claim.class_name)).field("car", claim.car).field("lap", claim.lap);
    json.field("at_ms", clock(claim.at)).field("has_won", claim.has_won);
    gap("second", claim.second);
  }

  void operator()(const CarPlace& claim) const {
    json.field("car", claim.car).field("class", known(claim.class_name)).field("position", claim.position);
    json.field("class_position", claim.class_position).field("lap", claim.lap).field("at_ms", clock(claim.at));
    json.field("has_finished", claim.has_finished).field("leader", claim.leader);
    gap("to_leader", claim.to_leader);
    json.field("ahead", claim.ahead);
    gap("to_ahead", claim.to_ahead);
    gap("to_next_behind", claim.to_next_behind);
  }

  void operator()(const LeadChange& claim) const {
    json.field("class", known(claim.class_name)).key("pass");
    pass(claim.pass);
  }

  void operator()(const LeadChanges& claim) const {
    json.field("class", known(claim.class_name)).field("count", claim.count);
    cars("leaders", claim.leaders);
    json.key("last");
    pass(claim.last);
  }

  void operator()(const Caution& claim) const {
    json.field("flag", timing::flag_name(claim.flag)).field("from_ms", clock(claim.from));
    json.field("until_ms", clock(claim.until)).field("deduced", claim.deduced);
  }

  void operator()(const Cautions& claim) const { json.field("count", claim.count).field("time_ms", claim.time); }

  void operator()(const Stop& claim) const {
    json.field("car", claim.car).field("in_lap", claim.in_lap).field("in_at_ms", clock(claim.in_at));
    json.field("out_at_ms", clock(claim.out_at)).field("lane_ms", claim.lane).field("flag", timing::flag_name(claim.flag));
    json.field("driver_in", known(claim.driver_in)).field("driver_out", known(claim.driver_out));
    json.field("driver_changed", claim.driver_changed).field("cost_ms", claim.cost);
  }

  void operator()(const Stops& claim) const {
    json.field("class", known(claim.class_name)).key("cars").begin_array();
    for (const StopCount& count : claim.cars) {
      json.begin_object().field("car", count.car).field("stops", count.stops);
      json.field("under_caution", count.under_caution).field("lane_ms", count.lane).end_object();
    }
    json.end_array();
  }

  void operator()(const PlaceChange& claim) const {
    json.field("car", claim.car).field("class", known(claim.class_name)).field("from", claim.from).field("to", claim.to);
    json.field("since_first_lap", claim.since_first_lap);
    passes("passed", claim.passed);
    passes("lost_to", claim.lost_to);
  }

  void operator()(const GapChange& claim) const {
    json.field("class", known(claim.class_name)).field("ahead", claim.ahead).field("behind", claim.behind);
    json.field("from_lap", claim.from_lap).field("to_lap", claim.to_lap).field("from_at_ms", clock(claim.from_at));
    json.field("to_at_ms", clock(claim.to_at)).field("gap_from_ms", claim.gap_from).field("gap_to_ms", claim.gap_to);
    json.field("stops_ms", claim.stops).field("stops_in_caution_ms", claim.stops_in_caution);
    json.field("caution_ms", claim.caution).field("pace_ms", claim.pace);
    json.field("stops_ahead", claim.stops_ahead).field("stops_behind", claim.stops_behind);
  }

  void operator()(const SlowLap& claim) const {
    json.field("car", claim.car).field("lap", claim.lap).field("at_ms", clock(claim.at));
    json.field("time_ms", claim.time).field("usual_ms", claim.usual);
  }

  void operator()(const Trouble& claim) const {
    json.field("car", claim.car).field("lap", claim.lap);
    json.field("sector", claim.sector > 0 ? std::optional(claim.sector) : std::nullopt).field("what", anomaly_name(claim.what));
    json.field("at_ms", clock(claim.at)).field("time_ms", claim.time).field("usual_ms", claim.usual);
  }

  void operator()(const PaceLoss& claim) const {
    json.field("car", claim.car)
        .field("failing", claim.failing)
        .field("from_lap", claim.from_lap)
        .field("to_lap", claim.to_lap);
    json.field("at_ms", clock(claim.at)).field("time_ms", claim.time).field("usual_ms", claim.usual);
  }

  void operator()(const Gone& claim) const {
    json.field("car", claim.car).field("laps", claim.laps).field("last_seen_ms", clock(claim.last_seen));
    json.field("state", state_name(claim.state));
  }

  void operator()(const BestLap& claim) const {
    json.field("class", known(claim.class_name)).field("own", claim.own).field("car", claim.car).field("lap", claim.lap);
    json.field("at_ms", clock(claim.at)).field("time_ms", claim.time).field("before_ms", claim.before);
    json.field("driver", known(claim.driver));
  }

  void operator()(const ControlWord& claim) const {
    json.field("id", claim.id).field("at_ms", clock(claim.at)).field("meaning", race::name_of(claim.kind));
    cars("cars", claim.cars);
    json.field("text", claim.text);
  }

  void operator()(const Rain& claim) const { json.field("begins", claim.begins).field("at_ms", clock(claim.at)); }
};

void write_fact(const ClaimWriter& writer, const Fact& fact) {
  writer.json.begin_object().field("kind", fact.kind).field("at_ms", writer.clock(fact.at));
  writer.json.field("car", fact.car.empty() ? std::nullopt : std::optional(fact.car));
  writer.json.field("lap", fact.lap > 0 ? std::optional(fact.lap) : std::nullopt).field("id", known(fact.id)).end_object();
}

void write_sentence(const ClaimWriter& writer, const Sentence& sentence) {
  writer.json.begin_object().field("text", sentence.text).field("kind", kind_of(sentence.claim));
  writer.json.field("at_ms", writer.clock(sentence.at)).field("weight", sentence.weight);
  writer.cars("cars", cars_of(sentence.claim));
  writer.json.key("claim").begin_object();
  std::visit(writer, sentence.claim);
  writer.json.end_object().key("events").begin_array();
  for (const Fact& fact : sentence.facts) write_fact(writer, fact);
  writer.json.end_array().end_object();
}

}  // namespace

void write_account(JsonWriter& json, const timing::Session& session, const Account& account) {
  const ClaimWriter writer{json, session};
  json.begin_object().field("from_ms", writer.clock(account.wanted.from)).field("to_ms", writer.clock(account.wanted.to));
  json.field("car", account.wanted.car).field("class", known(account.wanted.class_name)).key("sentences").begin_array();
  for (const Sentence& sentence : account.sentences) write_sentence(writer, sentence);
  json.end_array().field("left_out", account.left_out).end_object();
}

}  // namespace stint::insight::story
