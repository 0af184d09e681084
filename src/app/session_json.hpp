// The `session` object of the commands' documents.
#pragma once

#include <string_view>

#include "timing/event.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {

// {"id","series","event","name","track","kind","state","start_time","start_time_of_day","limit_ms"}; what is not known is null.
void write_session(timing::JsonWriter& json, std::string_view id, const timing::Session& session);

// "WEC 24 Hours of Le Mans, Race": what is known of it; the id if that is nothing.
[[nodiscard]] std::string session_title(std::string_view id, const timing::Session& session);

}  // namespace stint::app
