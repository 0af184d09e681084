#include "source/live/page/html_page.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <optional>

namespace stint::live::page {
namespace {

// libxml2 frees what it makes in its own ways.
template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* made) const {
    Free(made);
  }
};
void free_text(xmlChar* text) { xmlFree(text); }

using Document = std::unique_ptr<xmlDoc, Freed<xmlFreeDoc>>;
using Context = std::unique_ptr<xmlXPathContext, Freed<xmlXPathFreeContext>>;
using Found = std::unique_ptr<xmlXPathObject, Freed<xmlXPathFreeObject>>;
using Path = std::unique_ptr<xmlXPathCompExpr, Freed<xmlXPathFreeCompExpr>>;
using Text = std::unique_ptr<xmlChar, Freed<free_text>>;

// A page that needs more steps than this for one selector is not worth the time.
constexpr unsigned long kMaxSteps = 5'000'000;

const xmlChar* as_xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

void say_nothing(void* /*unused*/, xmlErrorPtr /*error*/) {}

Context new_context(xmlDoc* document) {
  Context context(xmlXPathNewContext(document));
  if (context) {
    context->error = say_nothing;
    context->opLimit = kMaxSteps;
  }
  return context;
}

Path compile(const std::string& xpath) {
  const Context context = new_context(nullptr);
  return Path(xpath.empty() || !context ? nullptr : xmlXPathCtxtCompile(context.get(), as_xml(xpath)));
}

// Blanks of every kind, also no-break ones, become one; none at the ends.
std::string tidy(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && out.size() < HtmlPage::kMaxTextBytes; ++i) {
    const bool no_break = text.substr(i).starts_with("\xC2\xA0");
    if (no_break || std::isspace(static_cast<unsigned char>(text[i])) != 0) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      if (no_break) ++i;
    } else {
      out += text[i];
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string text_of(xmlNode* node, const std::string& attribute) {
  const Text text(attribute.empty() ? xmlNodeGetContent(node) : xmlGetProp(node, as_xml(attribute)));
  return text ? tidy(reinterpret_cast<const char*>(text.get())) : std::string();
}

bool is_element(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && name == reinterpret_cast<const char*>(node->name);
}

bool is_cell(const xmlNode* node) { return is_element(node, "td") || is_element(node, "th"); }

// How many columns a cell spans.
int span_of(xmlNode* cell) {
  const Text text(xmlGetProp(cell, as_xml("colspan")));
  const int span = text ? std::atoi(reinterpret_cast<const char*>(text.get())) : 1;
  return std::clamp(span, 1, 100);
}

// The cell of `row` that covers column `wanted`, from 1. In a page without tables: the element with that place.
xmlNode* cell_at(xmlNode* row, int wanted) {
  const bool table = is_element(row, "tr");
  int column = 1;
  for (xmlNode* child = row->children; child != nullptr; child = child->next) {
    if (table ? !is_cell(child) : child->type != XML_ELEMENT_NODE) continue;
    column += table ? span_of(child) : 1;
    if (column > wanted) return child;
  }
  return nullptr;
}

// A table's row of headings alone is no car's, though "No" might be a car's number.
bool is_heading(xmlNode* row) {
  bool any = false;
  for (xmlNode* cell = row->children; cell != nullptr; cell = cell->next) {
    if (is_element(cell, "td")) return false;
    any = any || is_element(cell, "th");
  }
  return any && is_element(row, "tr");
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// The first row of the table that `row` is in.
xmlNode* first_row_of_table(xmlNode* row) {
  xmlNode* table = row;
  while (table != nullptr && !is_element(table, "table")) table = table->parent;
  if (table == nullptr) return nullptr;
  for (xmlNode* child = table->children; child != nullptr; child = child->next) {
    if (is_element(child, "tr")) return child;
    if (!is_element(child, "thead") && !is_element(child, "tbody")) continue;
    for (xmlNode* inner = child->children; inner != nullptr; inner = inner->next) {
      if (is_element(inner, "tr")) return inner;
    }
  }
  return nullptr;
}

bool is_utf8(std::string_view bytes) {
  return xmlCheckUTF8(reinterpret_cast<const unsigned char*>(std::string(bytes).c_str())) == 1;
}

}  // namespace

bool is_xpath(const std::string& xpath) { return compile(xpath) != nullptr; }

struct HtmlPage::Compiled {
  explicit Compiled(const Description& from) : description(from), rows(compile(from.rows)), headings(compile(from.headings)) {
    for (std::size_t i = 0; i < session.size(); ++i) session[i] = compile(from.session[i].xpath);
    for (std::size_t i = 0; i < car.size(); ++i) car[i] = compile(from.car[i].xpath);
  }

  Description description;
  Path rows, headings;
  std::array<Path, kSessionFieldNames.size()> session;
  std::array<Path, kCarFieldNames.size()> car;
};

namespace {

// One document being read.
class Evaluation {
 public:
  explicit Evaluation(xmlDoc* document) : document_(document), context_(new_context(document)) {}

  // The nodes that `path` finds from `from`.
  std::vector<xmlNode*> nodes(const Path& path, xmlNode* from, std::size_t most) {
    std::vector<xmlNode*> out;
    const Found found = evaluate(path, from);
    if (!found || found->type != XPATH_NODESET || found->nodesetval == nullptr) return out;
    const auto count = static_cast<std::size_t>(std::max(found->nodesetval->nodeNr, 0));
    for (std::size_t i = 0; i < std::min(count, most); ++i) out.push_back(found->nodesetval->nodeTab[i]);
    return out;
  }

  // The text of the first node, or the value of an expression such as string(..) or count(..).
  std::string text(const Path& path, xmlNode* from, const std::string& attribute) {
    const Found found = evaluate(path, from);
    if (!found) return {};
    if (found->type == XPATH_NODESET) {
      const bool any = found->nodesetval != nullptr && found->nodesetval->nodeNr > 0;
      return any ? text_of(found->nodesetval->nodeTab[0], attribute) : std::string();
    }
    const Text value(xmlXPathCastToString(found.get()));
    return value ? tidy(reinterpret_cast<const char*>(value.get())) : std::string();
  }

  xmlNode* root() { return xmlDocGetRootElement(document_); }

 private:
  Found evaluate(const Path& path, xmlNode* from) {
    if (!path || !context_ || from == nullptr) return {};
    context_->opCount = 0;
    context_->node = from;
    return Found(xmlXPathCompiledEval(path.get(), context_.get()));
  }

  xmlDoc* document_;
  Context context_;
};

using Columns = std::array<int, kCarFieldNames.size()>;

// The columns of the fields that are known by their heading; 0: there is none.
Columns columns_by_heading(Evaluation& page, const Description& description, const Path& headings, xmlNode* first_row) {
  Columns columns{};
  std::vector<xmlNode*> cells;
  if (headings) {
    cells = page.nodes(headings, page.root(), HtmlPage::kMaxRows);
  } else if (const xmlNode* row = first_row == nullptr ? nullptr : first_row_of_table(first_row)) {
    for (xmlNode* cell = row->children; cell != nullptr; cell = cell->next) {
      if (is_cell(cell)) cells.push_back(cell);
    }
  }
  int column = 1;
  for (xmlNode* cell : cells) {
    const std::string text = text_of(cell, {});
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string& wanted = description.car[i].header;
      if (columns[i] == 0 && !wanted.empty() && same_letters(text, wanted)) columns[i] = column;
    }
    column += is_cell(cell) ? span_of(cell) : 1;
  }
  return columns;
}

Document parse(std::string_view html) {
  constexpr int kOptions =
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  if (html.empty() || html.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return {};
  // What is UTF-8 is read as such; of anything else the page's own <meta> tells, or it is Latin 1.
  const char* encoding = is_utf8(html) ? "UTF-8" : nullptr;
  return Document(htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, encoding, kOptions));
}

}  // namespace

HtmlPage::HtmlPage(const Description& description) : compiled_(std::make_unique<Compiled>(description)) {}
HtmlPage::~HtmlPage() = default;

Result<PageReading> HtmlPage::read(std::string_view html) const {
  const Document document = parse(html);
  Evaluation page(document.get());
  if (!document || page.root() == nullptr) return fail(ErrorCode::bad_row, "the page is no HTML");
  const Description& description = compiled_->description;
  PageReading reading;
  for (std::size_t i = 0; i < reading.session.size(); ++i) {
    const Place& place = description.session[i];
    reading.session[i] = place.text ? *place.text : page.text(compiled_->session[i], page.root(), place.attribute);
  }
  const std::vector<xmlNode*> rows = page.nodes(compiled_->rows, page.root(), kMaxRows);
  const Columns columns = columns_by_heading(page, description, compiled_->headings, rows.empty() ? nullptr : rows.front());
  for (xmlNode* row : rows) {
    if (is_heading(row)) continue;
    PageReading::Row& cells = reading.rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Place& place = description.car[i];
      const int column = place.column > 0 ? place.column : columns[i];
      if (place.text) {
        cells[i] = *place.text;
      } else if (column > 0) {
        xmlNode* cell = cell_at(row, column);
        if (cell != nullptr) cells[i] = text_of(cell, place.attribute);
      } else {
        cells[i] = page.text(compiled_->car[i], row, place.attribute);
      }
    }
  }
  return reading;
}

}  // namespace stint::live::page
