// The files of one session as they lie in a folder.
#pragma once

#include <filesystem>

#include "source/archive/archive.hpp"
#include "timing/error.hpp"

namespace stint::source::archive {

// Reads the file at `path` and those beside it that belong to the same session. A file beside it that can't be read is as if it
// weren't there. Errors: file_unreadable, not_a_timing_file (too large).
[[nodiscard]] Result<ArchiveFiles> read_folder(const std::filesystem::path& path);

}  // namespace stint::source::archive
