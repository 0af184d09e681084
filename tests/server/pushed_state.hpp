// What a client knows of the race: a snapshot, and the deltas that it has applied to it (docs/push.md).
#pragma once

#include <simdjson.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stint::server {

struct PushedState {
  using Fields = std::map<std::string, std::string, std::less<>>;  // name -> JSON

  Fields race;
  std::map<std::string, Fields, std::less<>> cars;
  std::vector<std::string> order;
  std::string flags, weather, replay;
  std::vector<std::string> messages;
  bool operator==(const PushedState&) const = default;

  // A snapshot takes the place of everything; a delta changes what it names.
  void apply(std::string_view message);

 private:
  void apply_members(simdjson::dom::object message, bool whole);
};

}  // namespace stint::server
