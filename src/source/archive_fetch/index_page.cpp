#include "source/archive_fetch/index_page.hpp"

#include <libxml/HTMLparser.h>

#include <limits>
#include <memory>
#include <optional>
#include <set>

#include "net/url.hpp"

namespace stint::source {
namespace {

struct DocumentCloser {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

// A page of a portal has some thousands; what is beyond is no index.
constexpr std::size_t kMaxLinks = 20'000;

std::optional<std::string> attribute(xmlNode* node, const char* name) {
  xmlChar* text = xmlGetProp(node, reinterpret_cast<const xmlChar*>(name));
  if (text == nullptr) return std::nullopt;
  std::string copy(reinterpret_cast<const char*>(text));
  xmlFree(text);
  return copy;
}

bool is_element(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && name == reinterpret_cast<const char*>(node->name);
}

// The node after `node` in the document's order; nullptr at its end.
xmlNode* after(xmlNode* node) {
  if (node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
  while (node != nullptr && node->next == nullptr) node = node->parent;
  return node == nullptr ? nullptr : node->next;
}

xmlNode* enclosing_select(xmlNode* node) {
  while (node != nullptr && !is_element(node, "select")) node = node->parent;
  return node;
}

void take_option(xmlNode* option, IndexPage& page) {
  xmlNode* select = enclosing_select(option);
  const auto name = select == nullptr ? std::nullopt : attribute(select, "name");
  const auto value = attribute(option, "value");
  if (!name || !value || value->empty()) return;
  if (*name == "season") page.seasons.push_back(*value);
  if (*name == "evvent" || *name == "event") page.events.push_back(*value);
}

}  // namespace

IndexPage read_index_page(std::string_view html, const std::string& address) {
  IndexPage page;
  if (html.empty() || html.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return page;
  constexpr int kOptions =
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  const std::unique_ptr<xmlDoc, DocumentCloser> document(
      htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8", kOptions));
  std::set<std::string> known;
  for (xmlNode* node = document ? xmlDocGetRootElement(document.get()) : nullptr; node != nullptr; node = after(node)) {
    if (is_element(node, "option")) take_option(node, page);
    if (!is_element(node, "a") || page.links.size() >= kMaxLinks) continue;
    const auto reference = attribute(node, "href");
    auto link = reference ? net::resolve_link(address, *reference) : std::nullopt;
    if (link && known.insert(*link).second) page.links.push_back(std::move(*link));
  }
  return page;
}

}  // namespace stint::source
