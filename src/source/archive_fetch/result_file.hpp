// A file of a results archive, as its address tells: whose, of which session, what is in it, and how final it is.
//
//   HOST/Results/{season}/{event}/{NNN_SERIES}/{YYYYMMDDHHMM_Session}/[{NN_Hour N}/]{FILE}
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stint::source {

enum class ResultContent : std::uint8_t { laps, results, weather, flags };

// The names that `stint import` reads beside each other: "analysis.csv", "results.csv", "weather.csv", "flags.json".
[[nodiscard]] std::string_view local_ending(ResultContent content);

// Better is greater: amended > final > neither > provisional > hour N.
struct Finality {
  std::int32_t step = 0;
  std::int32_t hour = 0;
  auto operator<=>(const Finality&) const = default;
};

struct ResultFile {
  std::string address;
  std::string season, event, series, stamp, session,
      name;  // "15_2026", "03_LE MANS", "657_FIA WEC", "202606131600", "Race", ..
  std::optional<ResultContent> content;
  std::int32_t preference = 0;  // among files of the same content: that with more timing points
  Finality finality;
};

// nullopt: the address has not this form.
[[nodiscard]] std::optional<ResultFile> read_result_address(const std::string& address);

// The best file of each content, in the order of the enum.
[[nodiscard]] std::vector<ResultFile> best_files(const std::vector<ResultFile>& files);

// The part behind "03_": "LE MANS". Without a number in front: all of it.
[[nodiscard]] std::string_view without_number(std::string_view folder);

// Whether every word of `wanted` is in `text`; letters and digits only, in any case.
[[nodiscard]] bool has_words(std::string_view text, std::string_view wanted);

}  // namespace stint::source
