#include "app/lap_models.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/text_file.hpp"
#include "timing/embedded_text.hpp"

namespace stint::app {

// Defined in the build folder (cmake/embed_models.cmake).
std::span<const timing::EmbeddedText> embedded_models();

namespace {

constexpr std::string_view kFolder = "models/laptime-";
constexpr std::string_view kExtension = ".model";

// "boosting" of "models/laptime-boosting.model"; empty for another kind of file.
std::string_view name_of(std::string_view path) {
  if (!path.starts_with(kFolder) || !path.ends_with(kExtension)) return {};
  return path.substr(kFolder.size(), path.size() - kFolder.size() - kExtension.size());
}

Result<std::shared_ptr<const insight::LapModel>> read_model(std::string_view bytes, std::string_view from) {
  auto model = insight::LapModel::read(bytes, from);
  if (!model) return std::unexpected(model.error());
  return std::make_shared<const insight::LapModel>(std::move(*model));
}

}  // namespace

std::vector<std::string> shipped_lap_models() {
  std::vector<std::string> names;
  for (const timing::EmbeddedText& model : embedded_models()) {
    if (const auto name = name_of(model.path); !name.empty()) names.emplace_back(name);
  }
  return names;
}

Result<std::shared_ptr<const insight::LapModel>> find_lap_model(const std::string& name) {
  for (const timing::EmbeddedText& model : embedded_models()) {
    if (name_of(model.path) == name) return read_model(model.content, model.path);
  }
  if (!is_file(name)) {
    return fail(ErrorCode::not_a_model, fmt::format("'{}' is neither a file nor one of the models in this program: {}", name,
                                                    fmt::join(shipped_lap_models(), ", ")));
  }
  const auto bytes = read_text_file(name);
  if (!bytes) return std::unexpected(bytes.error());
  return read_model(*bytes, name);
}

}  // namespace stint::app
