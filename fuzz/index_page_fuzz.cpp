// Any bytes as a page of a results archive: read without a fault, and every address of a file in it is understood or refused.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "source/archive_fetch/index_page.hpp"
#include "source/archive_fetch/result_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  using namespace stint::source;
  const IndexPage page =
      read_index_page({reinterpret_cast<const char*>(data), size}, "http://archive.example/Results/15_2026/");
  std::vector<ResultFile> files;
  for (const std::string& link : page.links) {
    if (auto file = read_result_address(link)) files.push_back(std::move(*file));
  }
  (void)best_files(files);
  return 0;
}
