#include "source/live/current_driver.hpp"

#include <algorithm>

#include "timing/plain_text.hpp"

namespace stint::live {
namespace {

using timing::lower_case;
using timing::trimmed;

constexpr std::size_t kMostDrivers = 16;  // as many as an Entry may list

// "JO SAMPLE" and "Jo Sample" are one driver.
bool same_name(std::string_view a, std::string_view b) { return lower_case(a) == lower_case(b); }

// The first bytes of `text`, cut between two characters of UTF-8.
std::string_view cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

}  // namespace

bool CurrentDriver::taken(const timing::DriverId& id) const {
  return std::ranges::any_of(drivers_, [&](const timing::Driver& driver) { return driver.id == id; });
}

// The three letters if he has them, else the beginning of the name: the same after a restart of the program.
const timing::DriverId& CurrentDriver::id_of(std::string_view name, std::string_view tla) {
  const auto known = std::ranges::find_if(drivers_, [&](const auto& driver) { return same_name(driver.name, name); });
  if (known != drivers_.end()) return known->id;
  const std::string_view from = cut(tla.empty() ? name : tla, timing::DriverId::kCapacity - 2);
  timing::DriverId id(from);
  for (int number = 2; taken(id); ++number) id = timing::DriverId(std::string(from) + std::to_string(number));
  drivers_.push_back({.id = id, .name = std::string(name), .tla = std::string(tla)});
  return drivers_.back().id;
}

void CurrentDriver::see(std::string_view name, std::string_view tla, std::int32_t lap, timing::Instant now) {
  name = trimmed(name);
  tla = trimmed(tla);
  const bool known = std::ranges::any_of(drivers_, [&](const auto& driver) { return same_name(driver.name, name); });
  if (name.empty() || (!known && drivers_.size() == kMostDrivers)) return;
  const timing::DriverId id = id_of(name, tla);
  if (id == at_wheel_) {
    next_.reset();
  } else if (!next_ || next_->id != id) {
    next_ = Shown{id, lap, now};
  }
}

std::optional<CurrentDriver::Change> CurrentDriver::settle(timing::Instant now) {
  if (!next_ || (at_wheel_ && now - next_->since < kSettle)) return std::nullopt;
  Change settled{{.from = at_wheel_, .to = next_->id, .lap = next_->lap}, next_->since};
  at_wheel_ = next_->id;
  next_.reset();
  return settled;
}

}  // namespace stint::live
