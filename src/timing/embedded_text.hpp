// A text file that was built into the program (cmake/embed_texts.cmake).
#pragma once

#include <span>
#include <string_view>

namespace stint::timing {

struct EmbeddedText {
  std::string_view path;  // relative to the project: "circuits/valdoro.toml"
  std::string_view content;
};

}  // namespace stint::timing
