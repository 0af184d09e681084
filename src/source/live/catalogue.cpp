#include "source/live/catalogue.hpp"

#include <algorithm>
#include <array>

#include "source/live/alkamel/alkamel.hpp"
#include "source/live/griiip/griiip.hpp"
#include "source/live/imsa/imsa.hpp"
#include "source/live/page/page.hpp"
#include "source/live/swiss/swiss.hpp"
#include "source/live/timing71/timing71.hpp"
#include "source/live/wige/wige.hpp"

namespace stint::live {

std::span<const LiveSource> live_sources() {
  // One line an adapter, by name: its folder declares its own row.
  static const std::array kSources = {
      kAlkamelSource, kGriiipSource, kImsaSource, kPageSource, kSwissSource, kTiming71Source, kWigeSource,
  };
  return kSources;
}

const LiveSource* find_live_source(std::string_view name) {
  const auto sources = live_sources();
  const auto found = std::find_if(sources.begin(), sources.end(), [&](const LiveSource& source) {
    return source.name == name || std::find(source.series.begin(), source.series.end(), name) != source.series.end();
  });
  return found == sources.end() ? nullptr : &*found;
}

}  // namespace stint::live
