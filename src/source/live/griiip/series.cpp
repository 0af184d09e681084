#include "source/live/griiip/series.hpp"

#include <algorithm>
#include <array>

namespace stint::live::griiip {
namespace {

// Ids: docs/sources/griiip.md. Several names may stand for one series; Le Mans is a race of the WEC.
constexpr std::array kSeries = {
    SeriesRow{"wec", 10, "WEC"},
    SeriesRow{"lemans", 10, "WEC"},
    SeriesRow{"elms", 409, "ELMS"},
    SeriesRow{"alms", 396, "ALMS"},
    SeriesRow{"lemanscup", 410, "LMC"},
    SeriesRow{"gtwce-griiip", 20, "GTWCE"},
    SeriesRow{"gtwc-america", 5, "GTWC America"},
    SeriesRow{"imsa-griiip", 159, "IMSA"},
    SeriesRow{"dtm", 14, "DTM"},
    SeriesRow{"adac-gt4", 365, "ADAC GT4"},
    SeriesRow{"prototype-cup", 364, "Prototype Cup"},
    SeriesRow{"supercars", 311, "Supercars"},
    SeriesRow{"porsche-endurance", 213, "Porsche Endurance"},
    SeriesRow{"sepang12h", 163, "Sepang 12h"},
    SeriesRow{"shanghai8h", 261, "Shanghai 8h"},
    SeriesRow{"stcc-endurance", 178, "STCC Endurance"},
};

}  // namespace

std::span<const SeriesRow> series_rows() { return kSeries; }

const SeriesRow* find_series(std::string_view name) {
  if (name.empty()) return &kSeries.front();
  const auto found = std::ranges::find(kSeries, name, &SeriesRow::name);
  return found == kSeries.end() ? nullptr : &*found;
}

std::string series_title(std::int64_t id, std::string_view published) {
  const auto found = std::ranges::find(kSeries, id, &SeriesRow::id);
  return found == kSeries.end() ? std::string(published) : std::string(found->title);
}

}  // namespace stint::live::griiip
