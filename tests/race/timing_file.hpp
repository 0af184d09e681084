// Reads timing and results files the slow and obvious way, apart from src/source/archive: what the oracle and the checks stand
// on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stint::testing {

using Row = std::map<std::string, std::string>;

// Rows by trimmed column name; quoted fields with commas; either separator.
[[nodiscard]] std::vector<Row> read_table(const std::filesystem::path& path);

// "1:02:03.004" to milliseconds; nullopt for an empty field.
[[nodiscard]] std::optional<std::int64_t> to_ms(const std::string& text);

// The timing files of the data folder; empty if there is none.
[[nodiscard]] std::vector<std::filesystem::path> lap_files();
[[nodiscard]] std::filesystem::path results_of(const std::filesystem::path& laps);

}  // namespace stint::testing
