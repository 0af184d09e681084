#include "source/live/page/description.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>

#include "source/live/page/css_selector.hpp"
#include "source/live/page/html_page.hpp"
#include "timing/event_names.hpp"
#include "timing/plain_text.hpp"

namespace stint::live::page {
namespace {

using timing::lower_case;

using timing::CarState;
using timing::FlagKind;

// Walks through the file; the first problem stays.
class DescriptionReader {
 public:
  Result<Description> read(const toml::table& file) {
    for (const auto& [key, node] : file) top_level(key.str(), node);
    if (!problem_ && out_.rows.empty()) complain(file, "there is no `rows` in [table]: the selector of the table's rows");
    require(file, CarField::number);
    require(file, CarField::laps);
    if (problem_) return std::unexpected(*problem_);
    return std::move(out_);
  }

 private:
  void top_level(std::string_view key, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr ||
        (key != "page" && key != "table" && key != "session" && key != "columns" && key != "flags" && key != "states")) {
      complain(node,
               "there is no '" + std::string(key) + "'; there are [page], [table], [session], [columns], [flags] and [states]");
      return;
    }
    for (const auto& [name, value] : *table) {
      const std::string_view word = name.str();
      if (key == "page") {
        page(word, value);
      } else if (key == "table") {
        table_key(word, value);
      } else if (key == "session") {
        field(kSessionFieldNames, out_.session, word, value, false);
      } else if (key == "columns") {
        field(kCarFieldNames, out_.car, word, value, true);
      } else if (key == "flags") {
        word_for(out_.flags, word, value, timing::parse_name<FlagKind>(value.value_or(std::string_view())),
                 "a flag such as green, fcy or red");
      } else {
        word_for(out_.states, word, value, timing::parse_name<CarState>(value.value_or(std::string_view())),
                 "a car's state such as running, in_pit or retired");
      }
    }
  }

  void page(std::string_view key, const toml::node& value) {
    if (key == "url") {
      out_.url = text(value);
      while (out_.url.ends_with('/')) out_.url.pop_back();
    } else if (key == "path") {
      out_.path = text(value);
      if (!out_.path.starts_with('/')) complain(value, "a path begins with /");
    } else if (key == "poll_seconds") {
      const auto seconds = value.value<double>();
      if (!seconds || !(*seconds >= 1) || *seconds > 600) return complain(value, "poll_seconds is a number from 1 to 600");
      out_.poll_interval = timing::Millis{std::llround(*seconds * 1000)};
    } else if (key == "javascript") {
      if (!value.is_boolean()) return complain(value, "javascript is true or false");
      out_.javascript = *value.value<bool>();
    } else {
      complain(value, "[page] has no '" + std::string(key) + "'; it has url, path, poll_seconds and javascript");
    }
  }

  void table_key(std::string_view key, const toml::node& value) {
    if (key == "rows") {
      out_.rows = selector(value);
    } else if (key == "headings") {
      out_.headings = selector(value);
    } else {
      complain(value, "[table] has no '" + std::string(key) + "'; it has rows and headings");
    }
  }

  template <std::size_t N>
  void field(const std::array<std::string_view, N>& names, std::array<Place, N>& places, std::string_view key,
             const toml::node& value, bool in_row) {
    const auto found = std::ranges::find(names, key);
    if (found == names.end()) {
      std::string known;
      for (const std::string_view name : names) known += (known.empty() ? "" : ", ") + std::string(name);
      return complain(value, "there is no field '" + std::string(key) + "'; there are " + known);
    }
    places[static_cast<std::size_t>(found - names.begin())] = place(value, in_row);
  }

  Place place(const toml::node& value, bool in_row) {
    Place result;
    if (value.is_string()) {
      result.xpath = selector(value);
    } else if (value.is_integer() && in_row) {
      result.column = column(value);
    } else if (const toml::table* table = value.as_table()) {
      for (const auto& [key, part] : *table) part_of_place(result, key.str(), part, in_row);
      const int ways = (result.xpath.empty() ? 0 : 1) + (result.column > 0 ? 1 : 0) + (result.header.empty() ? 0 : 1) +
                       (result.text ? 1 : 0);
      if (ways != 1) complain(value, "one of css, xpath, column, header and text is needed, and only one");
    } else {
      complain(value, in_row ? "a selector, a column's number or a table such as { header = \"Laps\" } is needed"
                             : "a selector or a table such as { text = \"Race\" } is needed");
    }
    return result;
  }

  void part_of_place(Place& result, std::string_view key, const toml::node& part, bool in_row) {
    if (key == "css") {
      result.xpath = selector(part);
    } else if (key == "xpath") {
      result.xpath = checked(part, text(part));
    } else if (key == "column" && in_row) {
      result.column = column(part);
    } else if (key == "header" && in_row) {
      result.header = text(part);
    } else if (key == "text") {
      result.text = text(part);
    } else if (key == "attribute") {
      result.attribute = lower_case(text(part));
    } else {
      complain(part, "'" + std::string(key) + "' can't be used here; css, xpath, " + (in_row ? "column, header, " : "") +
                         "text and attribute can");
    }
  }

  std::int32_t column(const toml::node& value) {
    const auto number = value.value<std::int64_t>();
    if (!number || *number < 1 || *number > 200) {
      complain(value, "a column is a number from 1 to 200");
      return 0;
    }
    return static_cast<std::int32_t>(*number);
  }

  // A CSS selector, or { xpath = ".." }.
  std::string selector(const toml::node& value) {
    if (const toml::table* table = value.as_table()) {
      const toml::node* xpath = table->get("xpath");
      if (xpath != nullptr && table->size() == 1) return checked(*xpath, text(*xpath));
    }
    auto path = css_to_xpath(text(value));
    if (!path) {
      complain(value, path.error().message);
      return {};
    }
    return checked(value, std::move(*path));
  }

  std::string checked(const toml::node& value, std::string xpath) {
    if (!problem_ && !is_xpath(xpath)) complain(value, "\"" + xpath + "\" is no XPath");
    return xpath;
  }

  std::string text(const toml::node& value) {
    const auto held = value.value_exact<std::string>();
    if (!held || held->empty()) complain(value, "a text in quotes is needed");
    return held.value_or("");
  }

  template <class Meaning>
  void word_for(std::map<std::string, Meaning>& words, std::string_view word, const toml::node& value,
                std::optional<Meaning> meaning, const std::string& wanted) {
    if (!meaning) return complain(value, "'" + std::string(word) + "' has to be " + wanted);
    words[lower_case(word)] = *meaning;
  }

  void require(const toml::node& file, CarField field) {
    if (!out_.place(field).given()) {
      complain(file, "[columns] has no `" + std::string(kCarFieldNames[index_of(field)]) +
                         "`, and nothing can be followed without it");
    }
  }

  void complain(const toml::node& node, const std::string& what) {
    if (problem_) return;
    const toml::source_position at = node.source().begin;
    problem_ = Error{ErrorCode::bad_configuration, "page description line " + std::to_string(at.line) + ", column " +
                                                       std::to_string(at.column) + ": " + what};
  }

  Description out_;
  std::optional<Error> problem_;
};

}  // namespace

Result<Description> parse_description(std::string_view toml) {
  toml::table file;
  try {  // Debian's build of toml++ reports by exception only
    file = toml::parse(toml);
  } catch (const toml::parse_error& problem) {
    const toml::source_position at = problem.source().begin;
    return fail(ErrorCode::bad_configuration, "page description line " + std::to_string(at.line) + ", column " +
                                                  std::to_string(at.column) + ": " + std::string(problem.description()));
  }
  return DescriptionReader().read(file);
}

}  // namespace stint::live::page
