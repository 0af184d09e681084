// A second reading of a lap file, as plain as can be and slow: what the archive reader is held against.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stint::source {

// Fields by the names of the header, without padding and quotes; what the file does not have is empty.
class PlainRow {
 public:
  PlainRow(std::shared_ptr<const std::vector<std::string>> names, std::vector<std::string> fields)
      : names_(std::move(names)), fields_(std::move(fields)) {}
  [[nodiscard]] std::string get(std::string_view name) const;
  [[nodiscard]] std::string car() const { return get("NUMBER"); }
  [[nodiscard]] int lap() const;
  [[nodiscard]] std::string lap_time() const;
  [[nodiscard]] bool in_pit() const { return get("CROSSING_FINISH_LINE_IN_PIT") == "B"; }

 private:
  std::shared_ptr<const std::vector<std::string>> names_;
  std::vector<std::string> fields_;
};

[[nodiscard]] std::vector<PlainRow> plain_rows(const std::filesystem::path& path);

// "1:02.345" in milliseconds.
[[nodiscard]] std::int64_t plain_ms(const std::string& text);

// The folder of real data: STINT_DATA, or beside the project. It need not exist.
[[nodiscard]] std::filesystem::path data_folder();

// The lap files of a folder of the data, in order of name.
[[nodiscard]] std::vector<std::filesystem::path> lap_files(std::string_view folder);

}  // namespace stint::source
