// Takes a classification frame (PID 0, about 200 KB a second) apart, and decodes only the rows that have changed.
//
// Each row of the frame before is kept as bytes. Where the new frame has the same bytes at the same place, the row is passed
// over by a comparison; any other is decoded.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

#include "source/live/wige/classification_row.hpp"
#include "timing/error.hpp"

namespace stint::live::wige {

// What a frame says besides its rows.
struct ClassificationHead {
  std::string session, cup, heat, heat_number, heat_type, export_id, track;
  std::string version;                        // "2", "1"
  std::optional<std::int32_t> intermediates;  // timing points of a lap besides the line
  std::optional<double> lap_length_m;
  std::array<double, kMostSectors> sector_lengths_m{};  // 0 = unknown
  std::string track_state;
  std::optional<Instant> time_of_day;
};

class ClassificationReader {
 public:
  // Errors: not_a_timing_file, with what is wrong; nothing of the frame counts then.
  [[nodiscard]] Result<void> read(std::string_view frame);

  [[nodiscard]] const ClassificationHead& head() const { return head_; }
  // The rows of this frame that are not byte for byte those of the frame before, in the frame's order.
  [[nodiscard]] const std::vector<ClassificationRow>& changed() const { return changed_; }
  // Rows of this frame without a car number that can be used, or for a car that an earlier row of the frame is about.
  [[nodiscard]] std::size_t unusable() const { return unusable_; }
  [[nodiscard]] std::size_t row_count() const { return rows_.size(); }

  // The next frame is decoded as a whole.
  void forget();

 private:
  struct KeptRow {
    std::string bytes;
    timing::CarNumber car;
  };

  [[nodiscard]] Result<void> read_rows(std::string_view frame);
  [[nodiscard]] Result<void> read_head(std::string_view before, std::string_view after);
  [[nodiscard]] Result<void> take_row(std::size_t place, std::string_view bytes);
  [[nodiscard]] bool is_listed_before(std::size_t place, const timing::CarNumber& car) const;

  simdjson::dom::parser parser_;
  std::string head_text_;
  std::string row_text_;
  ClassificationHead head_;
  std::vector<KeptRow> rows_;
  std::vector<ClassificationRow> changed_;
  std::size_t unusable_ = 0;
};

}  // namespace stint::live::wige
