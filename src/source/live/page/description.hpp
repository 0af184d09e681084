// The description of a timing page: a TOML file that says where on the page what is. docs/sources/page.md documents it.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "source/live/page/field.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::live::page {

// Where a text is. Exactly one of the four ways is given; none: the page doesn't say it.
struct Place {
  std::string xpath;                // relative to the page, or to the row
  std::int32_t column = 0;          // the cell of the row with this number, from 1
  std::string header;               // the cell of the row below the heading with this text
  std::optional<std::string> text;  // not on the page: this is what it says
  std::string attribute;            // of what was found; empty: its text
  [[nodiscard]] bool given() const { return !xpath.empty() || column > 0 || !header.empty() || text.has_value(); }
};

struct Description {
  std::string url;   // scheme and host of the page; empty: the user gives it
  std::string path;  // "/live.html"
  std::optional<timing::Millis> poll_interval;
  bool javascript = false;  // a script makes the table: rendered by a browser

  std::string rows;      // XPath of the table's rows
  std::string headings;  // XPath of the cells with the headings; empty: the first row of the same table
  std::array<Place, kSessionFieldNames.size()> session;
  std::array<Place, kCarFieldNames.size()> car;
  std::map<std::string, timing::FlagKind> flags;   // words in small letters, beside those that are known anyway
  std::map<std::string, timing::CarState> states;  // likewise

  [[nodiscard]] const Place& place(SessionField field) const { return session[index_of(field)]; }
  [[nodiscard]] const Place& place(CarField field) const { return car[index_of(field)]; }
};

// Errors: bad_configuration, with line and column.
[[nodiscard]] Result<Description> parse_description(std::string_view toml);

}  // namespace stint::live::page
