#include "insight/predict/sector_pace.hpp"

#include <algorithm>

namespace stint::insight {

void SectorPace::observe(const Field& field, const Step& step) {
  if (step.kind != Step::Kind::sector) return;
  const FieldCar& car = field.cars()[step.car];
  const auto sector = static_cast<std::size_t>(step.sector - 1);
  const auto usual = car.usual_sector(sector);
  if (latest_.size() <= step.car) latest_.resize(field.cars().size());
  latest_[step.car].reset();
  if (!usual || *usual <= 0 || !car.now.sectors[sector] || car.now.out_lap || car.now.in_lap) return;
  const auto needed = static_cast<std::size_t>(field.sector_count());
  if (field_.size() < needed) field_.resize(needed);
  if (classes_.size() < field.classes().size()) classes_.resize(field.classes().size());
  auto& of_class = classes_[car.class_index];
  if (of_class.size() < needed) of_class.resize(needed);
  const double ratio = static_cast<double>(car.now.sectors[sector]->count()) / *usual;
  latest_[step.car] = ratio;
  const PaceReading reading{field.now(), step.car, ratio, true};
  field_[sector].add(reading);
  of_class[sector].add(reading);
}

std::optional<double> SectorPace::of_class(std::size_t class_index, std::size_t sector, Instant since,
                                           std::size_t except) const {
  if (class_index >= classes_.size() || sector >= classes_[class_index].size()) return std::nullopt;
  return classes_[class_index][sector].median_since(since, except, kLeast, false);
}

std::optional<double> SectorPace::of_field(std::size_t sector, Instant since, std::size_t except) const {
  return sector < field_.size() ? field_[sector].median_since(since, except, kLeast, false) : std::nullopt;
}

}  // namespace stint::insight
