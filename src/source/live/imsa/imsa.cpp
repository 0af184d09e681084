#include "source/live/imsa/imsa.hpp"

#include <array>

#include "source/live/imsa/imsa_adapter.hpp"
#include "source/live/imsa/series_filter.hpp"

namespace stint::live {
namespace {

constexpr auto kSeries = [] {
  std::array<std::string_view, imsa::kSupportSeries.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = imsa::kSupportSeries[i].name;
  return names;
}();

Result<std::unique_ptr<Adapter>> make(const AdapterOptions& options) { return std::make_unique<imsa::ImsaAdapter>(options); }

}  // namespace

const LiveSource kImsaSource{.name = "imsa",
                             .title = "IMSA scoring: WeatherTech and its support series",
                             .owner = "IMSA (International Motor Sports Association)",
                             .public_url = "https://dcqsrdkhg933g.cloudfront.net",
                             .series = kSeries,
                             .least_interval = std::chrono::milliseconds{500},
                             .patience = std::chrono::seconds{180},
                             .make = make};

}  // namespace stint::live
