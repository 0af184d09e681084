// docs/events.md and the program must name the same kinds and fields.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "timing/event_generators.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::timing {
namespace {

using FieldNames = std::set<std::string>;

std::map<std::string, FieldNames> documented() {
  const char* root = std::getenv("STINT_ROOT");
  std::ifstream in(std::string(root == nullptr ? "." : root) + "/docs/events.md");
  std::map<std::string, FieldNames> kinds;
  std::string heading;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (!line.starts_with("| `")) continue;
    kinds[heading].insert(line.substr(3, line.find('`', 3) - 3));
  }
  return kinds;
}

void collect(simdjson::dom::object object, const std::string& prefix, FieldNames& names) {
  for (const auto [name, value] : object) {
    names.insert(prefix + std::string(name));
    if (!value.is_array()) continue;
    for (const auto element : value.get_array()) {
      if (element.is_object()) collect(element.get_object(), prefix + std::string(name) + "[].", names);
    }
  }
}

// Every field that any of many random events of the kind has.
FieldNames written(std::size_t kind) {
  constexpr int kSamples = 60;
  constexpr int kSize = 100;  // rapidcheck's nominal size: ranges are drawn from in full
  FieldNames names;
  simdjson::dom::parser parser;
  rc::Random random(1);
  for (int i = 0; i < kSamples; ++i) {
    std::string line;
    append_ndjson({instant_from_ms(1), 1, generate::body(kind)(random.split(), kSize).value()}, line);
    collect(parser.parse(line).get_object(), "", names);
  }
  for (const char* common : {"at", "seq", "kind"}) EXPECT_EQ(names.erase(common), 1U) << common;
  return names;
}

TEST(EventsDocument, NamesEachFieldOfEachKindAndNoOther) {
  const auto documents = documented();
  FieldNames kinds;
  for (std::size_t kind = 0; kind < kind_names().size(); ++kind) {
    const std::string name(kind_names()[kind]);
    kinds.insert(name);
    ASSERT_TRUE(documents.contains(name)) << "docs/events.md has no table under \"## " << name << "\"";
    EXPECT_EQ(documents.at(name), written(kind)) << "fields of " << name << ": first docs/events.md, then what is written";
  }
  for (const auto& [name, fields] : documents) EXPECT_TRUE(kinds.contains(name)) << name << " is documented but no kind";
}

}  // namespace
}  // namespace stint::timing
