// The health of live feeds, as /api/feeds and the push show it.
#pragma once

#include <string_view>
#include <vector>

#include "server/feed_report.hpp"
#include "timing/json_writer.hpp"

namespace stint::server {

// One row of /api/feeds: everything, with ages as they are at `now`. `session` is the id under which it is served.
void write_feed(timing::JsonWriter& json, std::string_view session, const FeedReport& feed, timing::Instant now);

// What the push carries of them: without the counts, and with times in whole seconds, so that it changes once a second at most.
void write_pushed_feeds(timing::JsonWriter& json, const std::vector<FeedReport>& feeds);

}  // namespace stint::server
