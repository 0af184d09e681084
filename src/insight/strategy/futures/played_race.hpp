// One future of a whole race: all cars through all phases of its course, to the flag.
#pragma once

#include <span>
#include <vector>

#include "insight/strategy/futures/futures.hpp"
#include "insight/strategy/futures/played_car.hpp"

namespace stint::insight {

// A situation with what is assumed of it, resolved to indexes: what all its futures share. Read only while they are played.
struct World {
  World(const Situation& start, const Assumptions& assumed);
  const Situation* situation;
  Assumptions assumptions;
  std::vector<CarOrders> orders;  // by car
};

// The field behind the safety car just before it closes up, in distance. Kept for trying one car's plan again in the same race.
struct Queue {
  std::size_t leader = 0;
  double leader_progress = 0, second_progress = 0;
  double most_gained = 0;            // laps that a car can have made up
  std::vector<double> places;        // part of a lap behind the leader, ascending
  std::vector<double> place_of_car;  // the same by car; negative: not in the queue
  std::vector<double> class_leader;  // distance behind the leader in laps, by class; negative: none in the queue
};

// Plays futures one after the other; keeps its memory, so that playing allocates nothing. For one thread at a time.
class PlayedRace {
 public:
  // `world` must outlive it and be playable.
  explicit PlayedRace(const World& world);
  // The future of that number: `result[car * stride]` is written for each car.
  void play(std::uint64_t seed, std::uint64_t run, CarFuture* result, std::size_t stride);
  // The future that was played last, for one car with other orders; the others do as they did. Its places are those among them.
  [[nodiscard]] CarFuture replay(std::size_t car, const CarOrders& orders);
  // Gives all of them their places.
  void rank(CarFuture* result, std::size_t stride);

 private:
  void settle_track();
  void meet_traffic(std::size_t phase);
  [[nodiscard]] Surroundings around(std::size_t phase) const;
  void close_up(const Phase& phase);
  void describe_queue(const Phase& phase, Queue& queue);
  [[nodiscard]] double place_in(const Queue& queue, std::size_t car, double progress) const;
  void show_flag();
  [[nodiscard]] CarFuture come_home(std::size_t car, PlayedCar& played, double progress_at_limit) const;
  [[nodiscard]] double lap_at_the_end(const PlayedCar& played) const;
  [[nodiscard]] double distance(const PlayedCar& played) const;
  [[nodiscard]] bool holds_off(std::size_t ahead_now, const CarFuture& its, std::size_t other, const CarFuture& others) const;

  const World& world_;
  const Situation& situation_;
  double limit_;
  double leader_lap_ms_ = 0;
  std::array<double, kPaces> neutral_lap_ms_{};
  Draws draws_;
  Course course_;
  std::vector<PlayedCar> cars_;
  std::vector<double> settled_share_;  // by class: what this future's laps come back to, of those now
  std::vector<double> usual_traffic_;  // by class
  std::vector<double> traffic_ms_;     // by phase, then class
  std::vector<Queue> queues_;          // the first queue_count_ are of this future
  std::size_t queue_count_ = 0;
  std::vector<double> progress_at_limit_;
  std::vector<double> keys_;                             // at the flag, the higher the better; by car
  std::vector<std::size_t> order_;                       // of all cars, at the flag
  std::vector<std::vector<std::size_t>> class_members_;  // at the flag, by class
  std::vector<double> distance_now_;
  double flag_ms_ = 0;  // when the leader takes it
  std::size_t winner_ = 0;
};

// The usual lap of the class, behind which nobody is left waiting: the fastest, ms.
[[nodiscard]] double fastest_lap_ms(const Situation& situation);

}  // namespace stint::insight
