// The live sources that Stint knows: names, whose data they carry, how politely they are asked, and how to make their adapter.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string_view>

#include "source/live/adapter.hpp"
#include "timing/error.hpp"

namespace stint::live {

struct LiveSource {
  std::string_view name;                     // "griiip": the folder's name
  std::string_view title;                    // "Griiip: FIA WEC, Le Mans, ELMS"
  std::string_view owner;                    // whose data: shown before the first use
  std::string_view public_url;               // empty: the user must give --url
  std::span<const std::string_view> series;  // names by which the user may ask for it: "wec", "elms" ...
  std::chrono::milliseconds least_interval;  // between two requests to its host; nothing sets it lower
  std::chrono::seconds patience;             // a running session without timing for so long is dead
  Result<std::unique_ptr<Adapter>> (*make)(const AdapterOptions& options);
};

// All of them, by name.
[[nodiscard]] std::span<const LiveSource> live_sources();

// By its own name or by a series; nullptr if there is none.
[[nodiscard]] const LiveSource* find_live_source(std::string_view name);

}  // namespace stint::live
