#include "insight/strategy/futures/played_race.hpp"

#include <algorithm>
#include <cmath>

#include "insight/strategy/measure/settled_lap.hpp"
#include "insight/strategy/measure/standing_car.hpp"

namespace stint::insight {
namespace {

// Passing a slower car, and being passed by a faster one, costs about this much on average (docs/strategy.md, "Traffic").
constexpr double kPassingMs = 250;
constexpr double kBeingPassedMs = 150;
// By so much a car must be ahead of one of its class that it has caught, to have passed it.
constexpr double kPassingTakesMs = 3'000;
// From car to car when the safety car lets the field go.
constexpr double kQueueGapMs = 1'300;
// A car that closes up to the queue is faster than the queue by this much.
constexpr double kClosingUp = 1.35;
// A safety car that stays for fewer laps lets nobody round.
constexpr double kWaveByLaps = 2;
// Number of the race's own draw for the track; those of its cautions are 0 and from 16 on.
constexpr std::uint64_t kTrackDraw = 8;

// Cars of other classes that a car of class `of` passes on a lap, and that pass it, in the time that passing them costs.
double traffic_ms(const Situation& situation, std::size_t of, std::span<const double> running) {
  const double own = situation.classes[of].lap_ms;
  double lost = 0;
  for (std::size_t other = 0; other < situation.classes.size(); ++other) {
    const double lap = situation.classes[other].lap_ms;
    if (other == of || lap <= 0) continue;
    lost += lap > own ? running[other] * (1 - own / lap) * kPassingMs : running[other] * (own / lap - 1) * kBeingPassedMs;
  }
  return lost;
}

// A car is ahead that has done more laps, or as many sooner; of those that aren't home, the one that got further. The higher
// the better.
double key_at_flag(const CarFuture& future) {
  constexpr double kLap = 1e10;  // ms: longer than any race
  return future.laps * kLap - (future.home ? future.finish_ms : kLap / 2 - future.progress);
}

template <class Cars, class Runs>
void count_running(const Situation& situation, const Cars& cars, Runs runs, std::span<double> into) {
  std::ranges::fill(into, 0.0);
  for (std::size_t i = 0; i < cars.size(); ++i) {
    if (runs(cars[i])) ++into[situation.cars[i].class_index];
  }
}

}  // namespace

double fastest_lap_ms(const Situation& situation) {
  double fastest = 0;
  for (const SituationClass& each : situation.classes) {
    if (each.lap_ms > 0 && (fastest == 0 || each.lap_ms < fastest)) fastest = each.lap_ms;
  }
  return fastest;
}

World::World(const Situation& start, const Assumptions& assumed)
    : situation(&start), assumptions(assumed), orders(start.cars.size()) {
  for (const CarAssumption& assumption : assumed.cars) {
    const auto index = start.find(assumption.car);
    if (!index) continue;
    const SituationCar& car = start.cars[*index];
    CarOrders& order = orders[*index];
    if (assumption.saving) {
      order.burn = 1 - *assumption.saving;
      order.saving_ms = *assumption.saving * kSavingCost * car.lap_ms;
    }
    order.fill_laps = assumption.fill_laps.value_or(0);
    order.stop_ms = assumption.penalty_ms.value_or(0);
    order.drive_throughs = assumption.drive_through ? 1 : 0;
    order.stop_lap = assumption.stop_lap.value_or(0);
    for (std::size_t i = 0; assumption.driver && i < car.drivers; ++i) {
      if (start.drivers[car.first_driver + i].name == *assumption.driver) order.driver = static_cast<std::int32_t>(i);
    }
  }
}

PlayedRace::PlayedRace(const World& world)
    : world_(world),
      situation_(*world.situation),
      limit_(*world.situation->limit_ms),
      leader_lap_ms_(fastest_lap_ms(*world.situation)),
      cars_(situation_.cars.size()),
      settled_share_(situation_.classes.size(), 1.0),
      usual_traffic_(situation_.classes.size()),
      traffic_ms_(situation_.classes.size() * kMostPhases),
      queues_(kMostPhases / 2 + 1),
      progress_at_limit_(situation_.cars.size()),
      keys_(situation_.cars.size()),
      order_(situation_.cars.size()),
      class_members_(situation_.classes.size()),
      distance_now_(situation_.cars.size()) {
  for (std::size_t i = 0; i < situation_.cars.size(); ++i) {
    const SituationCar& car = situation_.cars[i];
    class_members_[car.class_index].push_back(i);
    distance_now_[i] = car.progress - (car.running ? car.lane_left_ms / car.lap_ms : 0);
  }
  for (Queue& queue : queues_) {
    queue.places.reserve(situation_.cars.size());
    queue.place_of_car.resize(situation_.cars.size());
    queue.class_leader.resize(situation_.classes.size());
  }
  std::vector<double> running(situation_.classes.size());
  count_running(situation_, situation_.cars, [](const SituationCar& car) { return car.running; }, running);
  for (std::size_t i = 0; i < usual_traffic_.size(); ++i) usual_traffic_[i] = traffic_ms(situation_, i, running);
  // Neutralised, everyone drives at one speed: the mean of what the classes have shown.
  for (std::size_t pace = 0; pace < kPaces; ++pace) {
    double sum = 0, cars = 0;
    for (std::size_t i = 0; i < situation_.classes.size(); ++i) {
      sum += running[i] * situation_.classes[i].lap_ms * situation_.classes[i].slow_down[pace];
      cars += running[i];
    }
    neutral_lap_ms_[pace] = cars > 0 ? sum / cars : leader_lap_ms_;
  }
}

// How far the track comes back to what it usually is: one luck for all classes.
void PlayedRace::settle_track() {
  const double luck = kSettledSpread * draws_.of(0).normal(kTrackDraw);
  for (std::size_t i = 0; i < settled_share_.size(); ++i) {
    const double share = situation_.classes[i].settled_share;
    settled_share_[i] = share < 1 ? std::min(1.0, share * std::exp(luck)) : 1;
  }
}

// How the traffic has changed since now, as cars dropped out.
void PlayedRace::meet_traffic(std::size_t phase) {
  const std::size_t classes = situation_.classes.size();
  std::array<double, 16> running{};
  if (classes > running.size()) return;
  count_running(situation_, cars_, [](const PlayedCar& car) { return car.running(); }, std::span(running).first(classes));
  for (std::size_t i = 0; i < classes; ++i) {
    traffic_ms_[phase * classes + i] = traffic_ms(situation_, i, std::span(running).first(classes)) - usual_traffic_[i];
  }
}

Surroundings PlayedRace::around(std::size_t phase) const {
  const std::size_t classes = situation_.classes.size();
  return {.situation = &situation_,
          .leader_lap_ms = leader_lap_ms_,
          .neutral_lap_ms = neutral_lap_ms_,
          .traffic_ms = std::span(traffic_ms_).subspan(phase * classes, classes),
          .settled_share = settled_share_};
}

// Laps covered when the time is up, with what is still to be lost in the lane taken off.
double PlayedRace::distance(const PlayedCar& played) const {
  return played.progress() - (played.running() ? played.lane_left() / played.pace_ms(limit_, around(0)) : 0);
}

void PlayedRace::describe_queue(const Phase& phase, Queue& queue) {
  queue.places.clear();
  std::ranges::fill(queue.class_leader, -1.0);
  queue.leader_progress = queue.second_progress = -1;
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    if (!cars_[i].on_track()) continue;
    const double progress = cars_[i].progress();
    if (progress > queue.leader_progress) {
      queue.second_progress = queue.leader_progress;
      queue.leader_progress = progress;
      queue.leader = i;
    } else {
      queue.second_progress = std::max(queue.second_progress, progress);
    }
  }
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    queue.place_of_car[i] = -1;
    if (!cars_[i].on_track()) continue;
    const double behind = queue.leader_progress - cars_[i].progress();
    queue.place_of_car[i] = behind - std::floor(behind);
    queue.places.push_back(queue.place_of_car[i]);
    double& first = queue.class_leader[situation_.cars[i].class_index];
    if (first < 0 || behind < first) first = behind;
  }
  std::ranges::sort(queue.places);
  const double lap = neutral_lap_ms_[static_cast<std::size_t>(phase.pace)];
  queue.most_gained = (phase.end - phase.begin) / lap * (kClosingUp - 1);
  if (phase.end - phase.since < kWaveByLaps * lap || !situation_.wave_by) std::ranges::fill(queue.class_leader, -1.0);
}

// Where a car of that progress is once the field has closed up, and who may has gone round.
double PlayedRace::place_in(const Queue& queue, std::size_t car, double progress) const {
  const double leader = queue.leader == car ? queue.second_progress : queue.leader_progress;
  const double behind = leader - progress;
  if (behind <= 0 || leader < 0) return progress;
  const double place = behind - std::floor(behind);
  auto ahead = std::ranges::lower_bound(queue.places, place) - queue.places.begin();
  const double own = queue.place_of_car[car];
  if (own >= 0 && own < place) --ahead;
  const double step = kQueueGapMs / leader_lap_ms_;
  const double class_leader = queue.class_leader[situation_.cars[car].class_index];
  if (class_leader >= 0 && std::floor(behind) > std::floor(class_leader) && place < class_leader - std::floor(class_leader)) {
    return leader - (std::floor(behind) - 1) - step * static_cast<double>(queue.places.size());
  }
  const double gained = place - std::min(place, step * static_cast<double>(ahead));
  return progress + std::min(gained, queue.most_gained);
}

void PlayedRace::close_up(const Phase& phase) {
  Queue& queue = queues_[queue_count_++];
  describe_queue(phase, queue);
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    if (cars_[i].on_track()) cars_[i].move_to(place_in(queue, i, cars_[i].progress()));
  }
}

// The race ends with the lap on which the leader is when the time is up.
void PlayedRace::show_flag() {
  double furthest = -1;
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    progress_at_limit_[i] = distance(cars_[i]);
    if (!cars_[i].running() || progress_at_limit_[i] <= furthest) continue;
    furthest = progress_at_limit_[i];
    winner_ = i;
  }
  flag_ms_ = limit_;
  if (furthest < 0) return;
  const PlayedCar& leader = cars_[winner_];
  flag_ms_ += leader.lane_left() + (std::floor(leader.progress()) + 1 - leader.progress()) * lap_at_the_end(leader);
}

double PlayedRace::lap_at_the_end(const PlayedCar& played) const {
  const Pace pace = course_.phases().empty() ? Pace::green : course_.phases().back().pace;
  const double green = played.pace_ms(limit_, around(0));
  return pace == Pace::green ? green : std::max(green, neutral_lap_ms_[static_cast<std::size_t>(pace)]);
}

// From the limit to the car's first crossing of the line after the flag.
CarFuture PlayedRace::come_home(std::size_t car, PlayedCar& played, double progress_at_limit) const {
  CarFuture future;
  future.progress = progress_at_limit;
  future.next_stop_lap = played.next_stop_lap();
  future.stops = static_cast<std::int16_t>(played.stops());
  const double lap = lap_at_the_end(played);
  const double at_flag = played.progress() + std::max(0.0, flag_ms_ - limit_ - played.lane_left()) / lap;
  future.laps = static_cast<std::int32_t>(std::floor(at_flag));
  future.finish_ms = limit_;
  const double wait = std::max(0.0, played.lane_left() - (flag_ms_ - limit_));
  // Who stands in the lane when the others come home, and not just for a service, does not.
  future.out = played.out() || wait > kUnseenLaps * lap;
  if (!played.running() || future.out) {
    future.laps = static_cast<std::int32_t>(std::floor(played.progress()));
    return future;
  }
  future.home = true;
  if (car == winner_) {
    future.laps = static_cast<std::int32_t>(std::lround(at_flag));
    future.finish_ms = flag_ms_;
  } else {
    future.finish_ms = flag_ms_ + wait + (static_cast<double>(++future.laps) - at_flag) * lap;
  }
  return future;
}

// Whether a car that is ahead now, and would come in just behind, stays ahead: catching up is not passing. Cars that stop
// differently often pass each other in the lane.
bool PlayedRace::holds_off(std::size_t ahead_now, const CarFuture& its, std::size_t other, const CarFuture& others) const {
  return its.home && others.home && its.laps == others.laps && its.stops == others.stops &&
         distance_now_[ahead_now] > distance_now_[other] && its.finish_ms - others.finish_ms < kPassingTakesMs;
}

void PlayedRace::rank(CarFuture* result, std::size_t stride) {
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    keys_[i] = key_at_flag(result[i * stride]);
    order_[i] = i;
  }
  std::ranges::sort(order_, [&](std::size_t a, std::size_t b) { return keys_[a] != keys_[b] ? keys_[a] > keys_[b] : a < b; });
  for (std::size_t place = 0; place < order_.size(); ++place) {
    result[order_[place] * stride].position = static_cast<std::int16_t>(place + 1);
  }
  for (std::vector<std::size_t>& members : class_members_) {
    std::ranges::sort(members,
                      [&](std::size_t a, std::size_t b) { return keys_[a] != keys_[b] ? keys_[a] > keys_[b] : a < b; });
    for (std::size_t i = 1; i < members.size(); ++i) {
      for (std::size_t j = i; j > 0; --j) {
        const std::size_t before = members[j - 1], behind = members[j];
        if (!holds_off(behind, result[behind * stride], before, result[before * stride])) break;
        std::swap(members[j - 1], members[j]);
      }
    }
    for (std::size_t place = 0; place < members.size(); ++place) {
      result[members[place] * stride].class_position = static_cast<std::int16_t>(place + 1);
    }
  }
}

void PlayedRace::play(std::uint64_t seed, std::uint64_t run, CarFuture* result, std::size_t stride) {
  draws_ = Draws(mixed(seed)).of(run);
  course_.draw(situation_, world_.assumptions, draws_.of(0), limit_);
  settle_track();
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    cars_[i].start(situation_, i, world_.orders[i], draws_.of(situation_.cars[i].key));
  }
  queue_count_ = 0;
  const auto phases = course_.phases();
  for (std::size_t number = 0; number < phases.size(); ++number) {
    const Phase& phase = phases[number];
    meet_traffic(number);
    const Surroundings surroundings = around(number);
    for (PlayedCar& car : cars_) car.advance(phase, surroundings);
    if (phase.closes_up()) close_up(phase);
  }
  show_flag();
  for (std::size_t i = 0; i < cars_.size(); ++i) result[i * stride] = come_home(i, cars_[i], progress_at_limit_[i]);
  rank(result, stride);
}

CarFuture PlayedRace::replay(std::size_t car, const CarOrders& orders) {
  PlayedCar played;
  played.start(situation_, car, orders, draws_.of(situation_.cars[car].key));
  const auto phases = course_.phases();
  std::size_t queue = 0;
  for (std::size_t number = 0; number < phases.size(); ++number) {
    const Phase& phase = phases[number];
    played.advance(phase, around(number));
    if (!phase.closes_up()) continue;
    if (played.on_track()) played.move_to(place_in(queues_[queue], car, played.progress()));
    ++queue;
  }
  CarFuture future = come_home(car, played, distance(played));
  const double key = key_at_flag(future);
  future.position = future.class_position = 1;
  for (std::size_t other = 0; other < cars_.size(); ++other) {
    if (other == car || keys_[other] <= key) continue;
    ++future.position;
    if (situation_.cars[other].class_index == situation_.cars[car].class_index) ++future.class_position;
  }
  return future;
}

}  // namespace stint::insight
