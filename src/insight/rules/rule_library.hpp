// All rule files that there are, read; which of them hold for a race is rule_book.hpp's.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "insight/rules/rule_file.hpp"
#include "timing/error.hpp"

namespace stint::insight {

struct RuleText {
  std::string name;  // of the file, for messages
  std::string text;
  bool own = false;  // the user's: stands above all that is built in
};

// All rule files, read.
class RuleLibrary {
 public:
  // Errors: those of parse_rules().
  [[nodiscard]] static Result<RuleLibrary> read(std::span<const RuleText> texts);
  // The rules inside the program. They are checked by a test; a fault in them is an error here all the same.
  [[nodiscard]] static Result<RuleLibrary> built_in();
  // One more file on top.
  [[nodiscard]] Result<RuleLibrary> with(const RuleText& text) const;

  struct File {
    RuleFile file;
    bool own = false;
  };
  [[nodiscard]] const std::vector<File>& files() const { return files_; }

 private:
  std::vector<File> files_;
};

}  // namespace stint::insight
