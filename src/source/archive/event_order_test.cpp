#include "source/archive/event_order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace stint::source::archive {
namespace {

RC_GTEST_PROP(SortByTime, IsAStableSort, (const std::vector<std::uint32_t>& times, bool crowded)) {
  std::vector<Slot> slots;
  for (std::uint32_t i = 0; i < times.size(); ++i) slots.push_back({crowded ? times[i] % 5 : times[i], i});
  std::vector<Slot> expected = slots;
  std::ranges::stable_sort(expected, {}, &Slot::at_ms);
  sort_by_time(slots);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    RC_ASSERT(slots[i].at_ms == expected[i].at_ms);
    RC_ASSERT(slots[i].what == expected[i].what);
  }
}

}  // namespace
}  // namespace stint::source::archive
