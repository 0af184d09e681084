#include "app/strategy_priors.hpp"

#include "timing/embedded_text.hpp"

namespace stint::app {

// Defined in the build folder (cmake/embed_models.cmake).
std::span<const timing::EmbeddedText> embedded_models();

Result<insight::Priors> strategy_priors() {
  insight::Priors priors;
  for (const timing::EmbeddedText& model : embedded_models()) {
    if (!model.path.starts_with("models/strategy-")) continue;
    const auto read = insight::Priors::read(model.content, model.path);
    if (!read) return std::unexpected(read.error());
    for (const insight::RaceTally& race : read->races()) priors.add(race);
  }
  return priors;
}

}  // namespace stint::app
