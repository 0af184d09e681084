// The timing file that benchmarks read: the real Le Mans 2024 where the data is, a made-up race of the same size elsewhere.
#pragma once

#include <string>

#include "source/archive/archive.hpp"

namespace stint::bench {

// 62 cars of 252 laps: 15,624 rows and 3 MB, a 24-hour race with a stop every twelve laps. The same text on every machine.
[[nodiscard]] std::string made_up_file();

[[nodiscard]] source::ArchiveFiles race_files();

}  // namespace stint::bench
