// Who is at the wheel, of a feed that names only the driver of the moment and sends neither a list nor a change.
//
// A name counts once it has been shown for kSettle: feeds flicker between two drivers at a stop, and change the case of a name.
// The first name of a car counts at once.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timing/event.hpp"

namespace stint::live {

class CurrentDriver {
 public:
  static constexpr timing::Millis kSettle = std::chrono::seconds{2};

  // The feed shows `name` for the car at `now`, driving lap `lap`; `tla` is his three letters, empty if unknown. An empty name
  // is no news.
  void see(std::string_view name, std::string_view tla, std::int32_t lap, timing::Instant now);

  // The change that has settled by `now`, if there is one; told once. Its instant is when the name was first shown.
  struct Change {
    timing::DriverChange change;  // without the car
    timing::Instant at;
  };
  [[nodiscard]] std::optional<Change> settle(timing::Instant now);

  [[nodiscard]] const std::optional<timing::DriverId>& id() const { return at_wheel_; }
  // Every driver that the feed has named so far, in that order.
  [[nodiscard]] const std::vector<timing::Driver>& drivers() const { return drivers_; }

 private:
  struct Shown {
    timing::DriverId id;
    std::int32_t lap;
    timing::Instant since;
  };
  [[nodiscard]] const timing::DriverId& id_of(std::string_view name, std::string_view tla);
  [[nodiscard]] bool taken(const timing::DriverId& id) const;

  std::vector<timing::Driver> drivers_;
  std::optional<timing::DriverId> at_wheel_;
  std::optional<Shown> next_;  // shown, not yet settled
};

}  // namespace stint::live
