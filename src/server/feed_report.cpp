#include "server/feed_report.hpp"

namespace stint::server {

std::string_view name_of(FeedRole role) {
  switch (role) {
    case FeedRole::only:
      return "only";
    case FeedRole::leader:
      return "leader";
    case FeedRole::second:
      return "second";
  }
  return "only";
}

std::string_view name_of(FeedCircuit circuit) {
  switch (circuit) {
    case FeedCircuit::closed:
      return "closed";
    case FeedCircuit::open:
      return "open";
    case FeedCircuit::half_open:
      return "half_open";
  }
  return "closed";
}

}  // namespace stint::server
