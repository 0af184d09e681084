#include "source/live/alkamel/alkamel.hpp"

#include <array>

#include "source/live/alkamel/alkamel_adapter.hpp"

namespace stint::live {
namespace {

// "imsa" itself means the scoring files of IMSA (imsa/).
constexpr std::array<std::string_view, 2> kSeries{"imsa-lt2", "fiawec"};

Result<std::unique_ptr<Adapter>> make(const AdapterOptions& options) {
  const bool imsa = options.series.empty() || options.series == "alkamel" || options.series == "imsa-lt2";
  return std::make_unique<alkamel::AlkamelAdapter>(options.base_url, imsa ? "imsa" : options.series, options.seed);
}

}  // namespace

const LiveSource kAlkamelSource{.name = "alkamel",
                                .title = "Al Kamel live timing: IMSA and other feeds",
                                .owner = "Al Kamel Systems S.L. and the series",
                                .public_url = "https://livetiming.alkamelsystems.com",
                                .series = kSeries,
                                .least_interval = std::chrono::milliseconds{1000},
                                .patience = std::chrono::seconds{180},
                                .make = make};

}  // namespace stint::live
