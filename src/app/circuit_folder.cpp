#include "app/circuit_folder.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/text_file.hpp"
#include "source/circuit/circuit_file.hpp"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> files_of(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code unknown;
    const auto size = at->file_size(unknown);
    if (!unknown && size <= source::kLargestCircuitFile) files.push_back(at->path());
  }
  if (error) return fail(ErrorCode::file_unreadable, folder + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

// The texts of the files that end like this.
std::vector<std::string> texts(const std::vector<fs::path>& files, std::string_view extension) {
  std::vector<std::string> read;
  for (const fs::path& file : files) {
    if (file.extension() != extension) continue;
    if (auto text = read_text_file(file.string())) read.push_back(std::move(*text));
  }
  return read;
}

std::string attribution(const std::vector<fs::path>& files) {
  for (const fs::path& file : files) {
    if (file.stem() != "ATTRIBUTION") continue;
    if (const auto text = read_text_file(file.string())) return source::attribution_of(*text);
  }
  return {};
}

}  // namespace

Result<std::vector<race::Circuit>> read_circuit_folder(const std::string& folder) {
  const auto files = files_of(folder);
  if (!files) return std::unexpected(files.error());
  std::vector<race::Circuit> circuits;
  for (const fs::path& file : *files) {
    if (file.extension() != ".geojson") continue;
    const auto text = read_text_file(file.string());
    auto circuit = text ? source::read_circuit(file.stem().string(), *text) : std::unexpected(text.error());
    if (circuit) {
      circuits.push_back(std::move(*circuit));
    } else {
      spdlog::warn("{}", circuit.error().message);
    }
  }
  for (const std::string& index : texts(*files, ".jsonl")) source::add_track_index(index, circuits);
  const std::string words = attribution(*files);
  for (race::Circuit& circuit : circuits) {
    if (circuit.attribution.empty()) circuit.attribution = words;
  }
  return circuits;
}

}  // namespace stint::app
