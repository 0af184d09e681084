#include "source/live/alkamel/best_marks.hpp"

#include "source/live/alkamel/ejson.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

std::optional<BestMarks::Best> BestMarks::read(const std::optional<dom::element>& best) {
  const auto car = timing::CarNumber::parse(text_of(member(best, "participantNumber")));
  if (!car) return std::nullopt;
  return Best{*car, time_of(whole_of(member(best, "time")))};
}

void BestMarks::read_session(dom::element best_results) { session_ = read(member(MaybeElement(best_results), "bestLap")); }

void BestMarks::read_classes(dom::element best_results_by_class) {
  classes_.clear();
  dom::object classes;
  const auto found = member(MaybeElement(best_results_by_class), "bestLapsByClass");
  if (!found || found->get(classes) != simdjson::SUCCESS) return;
  for (const dom::key_value_pair pair : classes) {
    if (const auto best = read(pair.value)) classes_.insert_or_assign(std::string(pair.key), *best);
  }
}

timing::BestMark BestMarks::of(const timing::CarNumber& car, const std::string& class_name, timing::Millis time,
                               std::optional<timing::Millis> car_best, bool personal) const {
  const auto is = [&](const Best& best) { return best.car == car && (best.time ? *best.time == time : car_best == time); };
  if (session_ && is(*session_)) return timing::BestMark::overall;
  const auto in_class = classes_.find(class_name);
  if (in_class != classes_.end() && is(in_class->second)) return timing::BestMark::in_class;
  return personal ? timing::BestMark::personal : timing::BestMark::none;
}

}  // namespace stint::live::alkamel
