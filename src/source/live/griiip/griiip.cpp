#include "source/live/griiip/griiip.hpp"

#include <string_view>
#include <vector>

#include "source/live/griiip/griiip_adapter.hpp"
#include "source/live/griiip/series.hpp"

namespace stint::live {
namespace {

std::span<const std::string_view> series_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const griiip::SeriesRow& row : griiip::series_rows()) names.push_back(row.name);
    return names;
  }();
  return kNames;
}

Result<std::unique_ptr<Adapter>> make_griiip(const AdapterOptions& options) {
  const griiip::SeriesRow* series = griiip::find_series(options.series == "griiip" ? "" : options.series);
  if (series == nullptr) return fail(ErrorCode::bad_argument, "griiip carries no series \"" + options.series + "\"");
  return std::make_unique<griiip::GriiipAdapter>(options, *series);
}

}  // namespace

const LiveSource kGriiipSource{
    .name = "griiip",
    .title = "Griiip: FIA WEC, Le Mans, ELMS, Asian Le Mans and others",
    .owner = "Griiip and the championships' organisers; timing by Al Kamel Systems",
    .public_url = "https://insights.griiip.com",
    .series = series_names(),
    .least_interval = std::chrono::milliseconds{1000},
    .patience = std::chrono::seconds{180},
    .make = make_griiip,
};

}  // namespace stint::live
