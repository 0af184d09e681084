// What the program logs while it serves: lines on standard error, for people or as JSON.
#pragma once

#include <string>

namespace stint::app {

// `level`: debug, info, warn, error. `format`: text, json (one object a line: time, level, message).
void set_up_log(const std::string& level, const std::string& format);

}  // namespace stint::app
