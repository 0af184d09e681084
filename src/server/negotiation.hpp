// Which form of an answer the client wants.
#pragma once

#include "server/message.hpp"
#include "server/request_target.hpp"
#include "server/views/table.hpp"

namespace stint::server {

// `?format=` if given, otherwise the first of JSON, CSV and NDJSON that Accept allows. What is no table is JSON alone.
// Errors: bad_argument (unknown format), not_acceptable.
[[nodiscard]] Result<Format> choose_format(const Request& request, const RequestTarget& target, bool is_table);

// Whether an If-None-Match names this tag (weak comparison).
[[nodiscard]] bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace stint::server
