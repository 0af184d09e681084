#include "server/negotiation.hpp"

#include "server/header_list.hpp"

namespace stint::server {
namespace {

std::optional<Format> format_of_type(std::string_view type) {
  if (type == "*/*" || type == "application/*" || same_ignoring_case(type, "application/json")) return Format::json;
  if (type == "text/*" || same_ignoring_case(type, "text/csv")) return Format::csv;
  if (same_ignoring_case(type, "application/x-ndjson")) return Format::ndjson;
  return std::nullopt;
}

std::string_view strong_part(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

}  // namespace

Result<Format> choose_format(const Request& request, const RequestTarget& target, bool is_table) {
  std::optional<Format> chosen;
  if (const std::string* name = target.find("format"); name != nullptr) {
    chosen = parse_format(*name);
    if (!chosen) return fail(ErrorCode::bad_argument, "'format' must be json, csv or ndjson.");
  } else if (request.accept.empty()) {
    chosen = Format::json;
  } else {
    for_each_listed(request.accept, [&](std::string_view type, bool acceptable) {
      const auto format = format_of_type(type);
      if (acceptable && format && !chosen && (is_table || *format == Format::json)) chosen = format;
    });
  }
  if (!chosen || (!is_table && *chosen != Format::json)) {
    return fail(ErrorCode::not_acceptable, is_table
                                               ? "This is available as application/json, text/csv and application/x-ndjson."
                                               : "This is available as application/json alone.");
  }
  return *chosen;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  bool matches = false;
  for_each_listed(if_none_match, [&](std::string_view tag, bool) {
    matches = matches || tag == "*" || strong_part(tag) == strong_part(etag);
  });
  return matches;
}

}  // namespace stint::server
