// Rendered bodies of hot routes, kept until the session's state changes: what a thousand viewers ask for is rendered and
// compressed once.
//
// Thread rule: the server's thread. Never holds more than limit::kCachedBodies bodies.
#pragma once

#include <string>
#include <unordered_map>

#include "server/gzip.hpp"
#include "server/limits.hpp"
#include "server/message.hpp"

namespace stint::server {

class BodyCache {
 public:
  // The body of `key` in the state `state_tag`, made by `render()` (-> std::string) if it isn't held.
  template <class Render>
  Bytes get(const std::string& key, const std::string& state_tag, bool gzipped, Render render) {
    Entry& entry = entry_of(key, state_tag);
    if (!entry.plain) entry.plain = std::make_shared<const std::string>(render());
    if (!gzipped) return entry.plain;
    if (!entry.gzipped) entry.gzipped = std::make_shared<const std::string>(gzip(*entry.plain));
    return entry.gzipped;
  }

 private:
  struct Entry {
    std::string state_tag;
    Bytes plain, gzipped;
  };

  Entry& entry_of(const std::string& key, const std::string& state_tag) {
    auto held = entries_.find(key);
    if (held == entries_.end()) {
      if (entries_.size() == limit::kCachedBodies) entries_.clear();
      held = entries_.try_emplace(key).first;
    }
    if (held->second.state_tag != state_tag) held->second = {state_tag, nullptr, nullptr};
    return held->second;
  }

  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace stint::server
