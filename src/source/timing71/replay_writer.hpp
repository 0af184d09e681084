// A session as a recording of Timing71, to be opened in its player: a state for each second in which something happened, every
// tenth of them whole, the others as differences.
#pragma once

#include <string>
#include <vector>

#include "race/snapshot.hpp"
#include "source/timing71/json_tree.hpp"
#include "source/timing71/zip_file.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source::timing71 {

// The state of a timing screen at the instant of the snapshot, with columns for `sectors` sectors and the newest 100 messages.
// All instants of it are told later by `moved_by`.
[[nodiscard]] JsonTree state_of(const race::Snapshot& snapshot, std::int32_t sectors,
                                timing::Millis moved_by = timing::Millis{0});

// The members of the archive. `events` are a session's, in order of time; `id` is its id.
[[nodiscard]] std::vector<ZipMember> replay_of(const std::vector<timing::Event>& events, const std::string& id);

}  // namespace stint::source::timing71
