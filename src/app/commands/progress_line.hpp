// How far a long command is.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace stint::app {

// On standard error: one line that is written over on a terminal, a line a step elsewhere.
class ProgressLine {
 public:
  void show(std::string_view what, double done) {
    const int percent = static_cast<int>(done * 100);
    if (percent == shown_ && what == what_) return;
    const bool terminal = isatty(STDERR_FILENO) != 0;
    if (terminal) {
      fmt::print(stderr, "\r{:3} %  {:<40}", percent, what);
    } else if (what != what_) {
      fmt::print(stderr, "{:3} %  {}\n", percent, what);
    }
    shown_ = percent;
    what_ = what;
  }
  void end() const {
    if (isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r{:<50}\r", "");
  }

 private:
  int shown_ = -1;
  std::string what_;
};

}  // namespace stint::app
