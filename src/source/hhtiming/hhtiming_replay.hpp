// HH Timing's recordings (.hhreplay): lines `YYYY-MM-DD HH:MM:SS.fffffff|base64 of what a decoder sent`.
//
// What was sent is either Swiss Timing's XML (<SESS>, <ENTR>, <PASS>) or HH Timing's own JSON messages, each followed by <EOM>.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "source/archive/archive.hpp"
#include "timing/error.hpp"

namespace stint::source::hhtiming {

struct ReplayLine {
  timing::Instant stamp{};  // when it was recorded; its zone is not told, and taken as UTC
  std::string content;
};
// nullopt: no such line, or base64 that is none.
[[nodiscard]] std::optional<ReplayLine> parse_line(std::string_view line);

// Whether a file that begins like this is such a recording: its first line's stamp tells.
[[nodiscard]] bool is_replay(std::string_view beginning);

// `file` is the name without folder. Lines that can't be read are complained about. Errors: not_a_timing_file (no line is one).
[[nodiscard]] Result<ArchiveSession> read_replay(std::string_view text, const std::string& file);

}  // namespace stint::source::hhtiming
