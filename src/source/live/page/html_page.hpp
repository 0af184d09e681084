// Reads a timing page's HTML as its description says: texts of the session, and the rows of the table. libxml2 stays behind it.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/page/description.hpp"

namespace stint::live::page {

// Texts as they stand on the page, blanks made one; empty: not there.
struct PageReading {
  using Row = std::array<std::string, kCarFieldNames.size()>;
  std::array<std::string, kSessionFieldNames.size()> session;
  std::vector<Row> rows;

  [[nodiscard]] const std::string& of(SessionField field) const { return session[index_of(field)]; }
};

[[nodiscard]] bool is_xpath(const std::string& xpath);

// One thread uses it.
class HtmlPage {
 public:
  // More rows, and longer texts, are cut off.
  static constexpr std::size_t kMaxRows = 500;
  static constexpr std::size_t kMaxTextBytes = 300;

  explicit HtmlPage(const Description& description);
  ~HtmlPage();

  // Any bytes are read as the HTML that a browser would make of them. Errors: bad_row (nothing at all can be made of it).
  [[nodiscard]] Result<PageReading> read(std::string_view html) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace stint::live::page
