// The mocks that Stint has: one for each live source that it can follow.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "mock/fault_plan.hpp"
#include "mock/race_script.hpp"
#include "net/loopback_server.hpp"

namespace stint::mock {

struct MockProtocol {
  std::string_view name;    // also the name of the live source that follows it
  std::string_view title;   // "Griiip: FIA WEC, Le Mans, ELMS"
  std::string_view serves;  // the addresses in short, for the user
  std::unique_ptr<net::LoopbackService> (*make)(RaceScript script, FaultPlan faults);
};

// All of them, by name.
[[nodiscard]] std::span<const MockProtocol> mock_protocols();

// nullptr if there is none of that name.
[[nodiscard]] const MockProtocol* find_mock(std::string_view name);

}  // namespace stint::mock
