// Events to standard output, one line each, in pieces: a day's race is not held in memory.
#pragma once

#include <string>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::app {

class EventPrinter {
 public:
  // Errors, of both: output_unwritable.
  [[nodiscard]] Result<void> print(const timing::Event& event);
  [[nodiscard]] Result<void> finish();

 private:
  std::string lines_;
};

}  // namespace stint::app
