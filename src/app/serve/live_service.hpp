// `stint serve --live`: the live runs of a service.
#pragma once

#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "app/live_feed.hpp"
#include "app/serve/live_run.hpp"
#include "app/serve/service.hpp"

namespace stint::app {

struct LiveServeOptions {
  std::vector<std::string> names;   // of sources or series, a session each
  std::vector<std::string> urls;    // in place of their public addresses, in the same order
  std::vector<std::string> series;  // in the same order
  std::string second, second_url;   // a second source of the first session
  std::string record;               // file or folder; empty: the usual folder
  bool no_record = false;
  std::string page;  // the description of a source `page`
  bool accept_terms = false;
};

// One feed, asked for consent if need be, with its recording. Contacts nothing yet; `arrivals` is rung when something comes.
// Errors: as add_live().
[[nodiscard]] Result<LiveFeed> open_live_feed(const FeedChoice& choice, const LiveServeOptions& options,
                                              const Configuration& configuration, const std::shared_ptr<ArrivalBell>& arrivals);

// Contacts nothing yet. Errors: bad_argument, bad_configuration, bad_argument, those of the log and of the recording.
[[nodiscard]] Result<void> add_live(Service& service, const LiveServeOptions& options, const Configuration& configuration);

}  // namespace stint::app
