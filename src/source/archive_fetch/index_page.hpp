// A page of a results portal, or a web server's listing of a folder: what can be chosen on it, and where it leads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::source {

struct IndexPage {
  std::vector<std::string> seasons;  // values of the season's choice: "15_2026"
  std::vector<std::string> events;   // values of the event's: "03_LE MANS"
  std::vector<std::string> links;    // whole addresses, in the page's order, each once
};

// Any bytes are read as the HTML that a browser would make of them. `address`: of the page, which its links are relative to.
[[nodiscard]] IndexPage read_index_page(std::string_view html, const std::string& address);

}  // namespace stint::source
