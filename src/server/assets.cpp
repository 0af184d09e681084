#include "server/assets.hpp"

#include <algorithm>

namespace stint::server {

const Asset* find_asset(std::string_view path) {
  const auto found = std::ranges::find(assets(), path, &Asset::path);
  return found == assets().end() ? nullptr : &*found;
}

}  // namespace stint::server
