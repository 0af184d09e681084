#include "insight/predict/lap_model.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace stint::insight {
namespace {

constexpr std::string_view kKind = "lap-times";
constexpr std::size_t kMostRegressors = 16;

enum class RegressorKind : std::uint8_t { boosting, forest, xgboost, gru };

// Trees look at the columns that they know; features are only ever added at the end.
struct MiddleOf {
  const FeatureRow& row;
  const learn::AskedRow& asked;
  template <class Model>
  double operator()(const Model& model) const {
    return model.predict(std::span(row).first(model.columns()));
  }
  double operator()(const learn::Boosting& model) const { return model.predict(asked); }
  double operator()(const learn::Forest& model) const {
    double median = 0;
    model.quantiles(asked, std::array{0.5}, std::span(&median, 1));
    return median;
  }
};

// Of one that has learnt something.
double middle_of(const LapPartModel& part, const FeatureRow& row, const learn::AskedRow& asked) {
  double sum = 0;
  for (const LapRegressor& regressor : part.middle) sum += std::visit(MiddleOf{row, asked}, regressor);
  return sum / static_cast<double>(part.middle.size());
}

// Files from before early and late racing laps, and laps further ahead, had models of their own.
constexpr std::size_t kFewParts = 6;
LapPart part_before(std::size_t place) {
  constexpr std::array<LapPart, kFewParts> kThen{LapPart::racing, LapPart::racing_late,   LapPart::in,
                                                 LapPart::out,    LapPart::out_under_way, LapPart::neutralised};
  return kThen[place];
}

void write_regressor(learn::ByteWriter& out, const LapRegressor& regressor) {
  out.put(static_cast<std::uint8_t>(regressor.index()));
  std::visit([&](const auto& model) { model.write(out); }, regressor);
}

LapRegressor read_regressor(learn::ByteReader& in) {
  switch (static_cast<RegressorKind>(in.take<std::uint8_t>())) {
    case RegressorKind::boosting:
      return learn::Boosting::read(in);
    case RegressorKind::forest:
      return learn::Forest::read(in);
    case RegressorKind::xgboost:
      return learn::Xgboost::read(in);
    case RegressorKind::gru:
      return learn::Gru::read(in);
  }
  in.refuse();
  return learn::Boosting{};
}

LapPartModel read_part(learn::ByteReader& in) {
  LapPartModel part;
  const std::size_t count = in.take<std::uint8_t>();
  if (count > kMostRegressors) in.refuse();
  for (std::size_t i = 0; i < count && in.complete(); ++i) part.middle.push_back(read_regressor(in));
  part.low = learn::Boosting::read(in);
  part.high = learn::Boosting::read(in);
  return part;
}

std::string version_of(const std::string& name, std::string_view body) {
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), XXH3_64bits(body.data(), body.size()) >> 32U, 16).ptr;
  const std::string hash(digits.data(), end);
  return name + "-" + std::string(digits.size() - hash.size(), '0') + hash;
}

}  // namespace

std::optional<double> LapModel::middle(const LapQuestion& question) const {
  const LapPartModel& part = parts[static_cast<std::size_t>(question.part)];
  if (part.middle.empty()) return std::nullopt;
  return middle_of(part, question.row, learn::AskedRow(question.row));
}

std::optional<LapAnswer> LapModel::answer(const LapQuestion& question) const {
  const LapPartModel& part = parts[static_cast<std::size_t>(question.part)];
  if (part.middle.empty()) return std::nullopt;
  const learn::AskedRow asked(question.row);
  LapAnswer answer;
  if (const auto* forest = std::get_if<learn::Forest>(&part.middle.front());
      forest != nullptr && part.middle.size() == 1 && part.low.trees() == 0) {
    std::array<double, 3> shares{};
    forest->quantiles(asked, std::array{0.1, 0.5, 0.9}, shares);
    answer = {.middle = shares[1], .low = shares[0], .high = shares[2]};
  } else {
    answer = {.middle = middle_of(part, question.row, asked), .low = part.low.predict(asked), .high = part.high.predict(asked)};
  }
  // Quantiles that are learnt apart may cross.
  answer.low = std::min(answer.low, answer.middle);
  answer.high = std::max(answer.high, answer.middle);
  return answer;
}

bool LapModel::has_seen(std::string_view race) const { return std::ranges::find(races, race) != races.end(); }

std::string LapModel::write() {
  learn::ByteWriter out;
  out.put_text(name);
  out.put(static_cast<std::uint32_t>(races.size()));
  for (const std::string& race : races) out.put_text(race);
  out.put(clean_laps);
  out.put(static_cast<std::uint16_t>(kFeatureCount));
  for (const FeatureText& feature : feature_texts()) out.put_text(feature.name);
  out.put(static_cast<std::uint8_t>(kLapParts));
  for (const LapPartModel& part : parts) {
    out.put(static_cast<std::uint8_t>(part.middle.size()));
    for (const LapRegressor& regressor : part.middle) write_regressor(out, regressor);
    part.low.write(out);
    part.high.write(out);
  }
  version_ = version_of(name, out.bytes());
  return learn::seal(kKind, out.bytes());
}

Result<LapModel> LapModel::read(std::string_view bytes, std::string_view from) {
  const auto sealed = learn::open_sealed(bytes, from);
  if (!sealed) return std::unexpected(sealed.error());
  if (sealed->kind != kKind)
    return fail(ErrorCode::not_a_model, std::string(from) + " is a model of " + sealed->kind + ", not of lap times");
  learn::ByteReader in(sealed->body);
  LapModel model;
  model.name = in.take_text();
  model.races.resize(in.take_count(sizeof(std::uint32_t)));
  for (std::string& race : model.races) race = in.take_text();
  model.clean_laps = in.take<std::uint64_t>();
  const std::size_t columns = in.take<std::uint16_t>();
  bool same_features = columns > 0 && columns <= kFeatureCount;
  for (std::size_t i = 0; i < columns && same_features; ++i) same_features = in.take_text() == feature_texts()[i].name;
  if (!same_features) {
    return fail(ErrorCode::not_a_model,
                std::string(from) + " was trained on other features than this Stint has; train it anew");
  }
  const std::size_t parts = in.take<std::uint8_t>();
  if (parts != kLapParts && parts != kFewParts) in.refuse();
  for (std::size_t i = 0; i < parts && in.complete(); ++i) {
    const auto part = parts == kLapParts ? static_cast<LapPart>(i) : part_before(i);
    model.parts[static_cast<std::size_t>(part)] = read_part(in);
  }
  if (parts == kFewParts) {
    model.parts[static_cast<std::size_t>(LapPart::racing_early)] = model.parts[static_cast<std::size_t>(LapPart::racing_late)];
  }
  if (!in.finished()) return learn::damaged(from, "it holds something else than models of lap times");
  for (const LapPartModel& part : model.parts) {
    for (const LapRegressor& regressor : part.middle) {
      const std::size_t of_regressor = std::visit([](const auto& each) { return each.columns(); }, regressor);
      if (of_regressor != columns) return learn::damaged(from, "a model in it has another number of columns");
    }
  }
  model.version_ = version_of(model.name, sealed->body);
  return model;
}

}  // namespace stint::insight
