// Parsed once for the whole program, because nearly every file needs it: the standard library's large headers, the vocabulary,
// and the reader of JSON. A file includes what it uses all the same; without this it compiles, only slower.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "timing/event.hpp"
