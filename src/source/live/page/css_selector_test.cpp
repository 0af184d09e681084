#include "source/live/page/css_selector.hpp"

#include <gtest/gtest.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>

#include <algorithm>

namespace stint::live::page {
namespace {

constexpr std::string_view kPage = R"(<html><body>
<div id="a" class="one two"><p id="b" lang="en-GB">x</p><p id="c" class="two-b" data-x="it's">y</p><span id="d">z</span></div>
<ul id="e"><li id="f"></li><li id="g"></li><li id="h"></li><li id="i"></li><li id="j">x</li></ul></body></html>)";

// The ids of what a selector finds on the page, in its order.
std::string found(const std::string& css) {
  const auto xpath = css_to_xpath(css);
  if (!xpath) return xpath.error().message;
  xmlDoc* document = htmlReadMemory(kPage.data(), static_cast<int>(kPage.size()), nullptr, "UTF-8", HTML_PARSE_NOERROR);
  xmlXPathContext* context = xmlXPathNewContext(document);
  context->node = xmlDocGetRootElement(document);
  xmlXPathObject* result = xmlXPathEval(reinterpret_cast<const xmlChar*>(xpath->c_str()), context);
  std::string ids = result == nullptr ? "no xpath: " + *xpath : std::string();
  for (int i = 0; result != nullptr && result->nodesetval != nullptr && i < result->nodesetval->nodeNr; ++i) {
    xmlChar* id = xmlGetProp(result->nodesetval->nodeTab[i], reinterpret_cast<const xmlChar*>("id"));
    if (id != nullptr) ids += reinterpret_cast<const char*>(id);
    xmlFree(id);
  }
  xmlXPathFreeObject(result);
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
  return ids;
}

TEST(CssSelector, FindsWhatABrowserFinds) {
  const std::pair<const char*, const char*> cases[] = {
      {"p", "bc"},
      {"P", "bc"},
      {"#c", "c"},
      {".two", "a"},
      {"div.one.two", "a"},
      {"div p", "bc"},
      {"div > span", "d"},
      {"body > p", ""},
      {"p + span", "d"},
      {"p + p", "c"},
      {"p ~ span", "d"},
      {"p, span , li:last-child", "bcdj"},
      {"[lang]", "b"},
      {"[lang|=en]", "b"},
      {"[id='c']", "c"},
      {"p[data-x=\"it's\"]", "c"},
      {"[class~=one]", "a"},
      {"[class^=two]", "c"},
      {"[class$='-b']", "c"},
      {"[class*=wo]", "ac"},
      {"li:first-child", "f"},
      {"li:nth-child(2)", "g"},
      {"li:nth-child(odd)", "fhj"},
      {"li:nth-child(even)", "gi"},
      {"li:nth-child(2n+3)", "hj"},
      {"li:nth-child(-n+2)", "fg"},
      {"li:nth-child(n+4)", "ij"},
      {"li:nth-child(3n-1)", "gj"},
      {"p:nth-of-type(2)", "c"},
      {"span:nth-of-type(1)", "d"},
      {"li:empty", "fghi"},
      {"li:not(:first-child):not(#j)", "ghi"},
      {"div *:not(p)", "d"},
      {"div\n>\tp", "bc"},
  };
  for (const auto& [css, ids] : cases) EXPECT_EQ(found(css), ids) << css;
}

TEST(CssSelector, SaysWhereItCannotRead) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "character 1"},        {"p >", "character 4"},
      {"p:hover", "character 8"}, {"p[x", "character 4"},
      {"p[x='a]", "character 6"}, {"p..q", "character 3"},
      {"p, ", "character 4"},     {"li:nth-child(x)", "character 16"},
      {"p)", "character 2"},      {":nth-of-type(1)", "expected"},
  };
  for (const auto& [css, place] : cases) {
    const auto xpath = css_to_xpath(css);
    ASSERT_FALSE(xpath) << css;
    EXPECT_NE(xpath.error().message.find(place), std::string::npos) << css << ": " << xpath.error().message;
  }
}

TEST(CssSelector, QuotesAnyText) {
  EXPECT_EQ(xpath_literal("plain"), "'plain'");
  EXPECT_EQ(xpath_literal("it's"), "\"it's\"");
  EXPECT_EQ(xpath_literal("it's \"x\""), "concat('it',\"'\",'s \"x\"')");
}

}  // namespace
}  // namespace stint::live::page
