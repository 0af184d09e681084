// What `stint record` made, read through the same adapter as the feed itself.
#pragma once

#include <string>

#include "app/recording.hpp"
#include "source/live/recording/reparse.hpp"
#include "timing/error.hpp"

namespace stint::app {

// `page_file`: a page's description in place of the recorded one; empty: that one. Errors: file_unreadable, not_a_timing_file,
// bad_argument (of a source that isn't known), bad_configuration (the description).
[[nodiscard]] Result<live::Reparse> open_capture(const std::string& path, const std::string& page_file = {});

// One session of it: the one with the most timing. The others are complained about. Errors also: not_a_timing_file (no
// session).
[[nodiscard]] Result<Recording> read_capture(const std::string& path);

}  // namespace stint::app
