#include "source/archive/delimiter_finder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace stint::source::archive {
namespace {

template <class Finder>
std::vector<std::size_t> all_delimiters(const std::string& text, char separator) {
  const Finder finder(separator);
  std::vector<std::size_t> at;
  for (std::size_t offset = 0; offset < text.size(); offset += Finder::kBlock) {
    for (auto found = finder.find(text.data() + offset, text.size() - offset); found != 0; found &= found - 1) {
      at.push_back(offset + Finder::position(found));
    }
  }
  return at;
}

RC_GTEST_PROP(DelimiterFinder, FindsEveryDelimiterAndNothingElse, ()) {
  // Neighbours of the delimiters in value are what a careless comparison of whole words takes for them.
  const auto text = *rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string(";\n\"\x3A\x3C\x0B\x09\x21\x23\xBB\x8A\xA2"))));
  std::vector<std::size_t> expected;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ';' || text[i] == '\n' || text[i] == '"') expected.push_back(i);
  }
  RC_ASSERT(all_delimiters<DelimiterFinder>(text, ';') == expected);
  RC_ASSERT(all_delimiters<PlainDelimiterFinder>(text, ';') == expected);
}

}  // namespace
}  // namespace stint::source::archive
