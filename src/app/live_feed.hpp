// A live feed as a command asks for it: found in the catalogue, with its address and its manners, and opened.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/configuration.hpp"
#include "net/transport.hpp"
#include "source/live/catalogue.hpp"
#include "source/live/supervisor.hpp"
#include "timing/error.hpp"

namespace stint::app {

// As the user gave it.
struct FeedChoice {
  std::string name;       // of a source or of a series: "griiip", "wec"; or "page:FILE.toml", a page with its description
  std::string url;        // empty: the public one
  std::string series;     // empty: the name's own
  std::string page_file;  // of the source `page`: its description
};

struct PreparedFeed {
  std::string name;                          // feed_label() of what the user gave
  const live::LiveSource* source = nullptr;  // never null
  live::AdapterOptions options;
  bool is_public = true;  // not on this machine
  std::string host;       // with its port, where that is not the usual one
  net::TransportOptions transport;
};

// By what a feed is known in addresses and names of files: "wec"; of "page:Club day.toml" it is "page-club-day".
[[nodiscard]] std::string feed_label(const std::string& name);

// Errors: bad_argument (no such source, no address, no description), bad_configuration (the address), file_unreadable.
[[nodiscard]] Result<PreparedFeed> prepare_feed(const FeedChoice& choice, const Configuration& configuration);

// Where a feed is recorded if the user doesn't say: data/recordings/wec-2026-06-13.stintrec; one file a day and feed, gone on
// with after a restart. A folder is given that name.
[[nodiscard]] std::filesystem::path recording_path(const PreparedFeed& feed, const std::string& given, timing::Instant now);

// Contacts nothing: the first step of the supervisor does. `on_arrival` is called on the network's thread. `recording` is empty
// if nothing is to be kept. Errors: those of the adapter, and of the recording that the user asked for.
[[nodiscard]] Result<std::unique_ptr<live::Supervisor>> open_feed(const PreparedFeed& feed, timing::Instant now,
                                                                  const std::filesystem::path& recording,
                                                                  std::function<void()> on_arrival);

}  // namespace stint::app
