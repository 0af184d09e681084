#include "source/timing71/state_diff.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <variant>

namespace stint::source::timing71 {
namespace {

// No state has longer lists (cars, cells, messages) or deeper values.
constexpr std::size_t kLongestList = 10'000;
constexpr std::size_t kLongestPath = 32;

using Key = std::variant<std::string, std::size_t>;
using Path = std::vector<Key>;

std::unexpected<Error> bad_step(const std::string& why) { return fail(ErrorCode::not_a_timing_file, "difference: " + why); }

std::optional<std::size_t> place_in(std::string_view text) {
  std::size_t place = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), place);
  return problem == std::errc{} && end == text.data() + text.size() ? std::optional(place) : std::nullopt;
}

std::optional<Key> key_of(const JsonTree& value) {
  if (const std::string* name = value.text()) return Key(*name);
  const auto number = value.number();
  if (!number || *number < 0 || *number > static_cast<double>(kLongestList)) return std::nullopt;
  return Key(static_cast<std::size_t>(*number));
}

std::optional<Path> path_of(const JsonTree& value) {
  Path path;
  if (const std::string* dotted = value.text()) {
    for (std::size_t from = 0; from < dotted->size();) {
      const auto dot = std::min(dotted->find('.', from), dotted->size());
      path.emplace_back(dotted->substr(from, dot - from));
      from = dot + 1;
    }
  } else if (const auto* keys = value.array()) {
    for (const JsonTree& element : *keys) {
      auto key = key_of(element);
      if (!key) return std::nullopt;
      path.push_back(std::move(*key));
    }
  } else {
    return std::nullopt;
  }
  return path.size() <= kLongestPath ? std::optional(std::move(path)) : std::nullopt;
}

std::optional<std::size_t> place_of(const Key& key) {
  if (const auto* place = std::get_if<std::size_t>(&key)) return *place;
  return place_in(std::get<std::string>(key));
}

std::string name_of(const Key& key) {
  if (const auto* name = std::get_if<std::string>(&key)) return *name;
  return std::to_string(std::get<std::size_t>(key));
}

JsonTree* child(JsonTree& parent, const Key& key) {
  if (auto* elements = parent.array()) {
    const auto place = place_of(key);
    return place && *place < elements->size() ? &(*elements)[*place] : nullptr;
  }
  return parent.find(name_of(key));
}

JsonTree* walk(JsonTree& root, const Path& path) {
  JsonTree* here = &root;
  for (const Key& key : path) {
    if (here == nullptr) return nullptr;
    here = child(*here, key);
  }
  return here;
}

bool add_one(JsonTree& to, const Key& key, const JsonTree& value) {
  if (auto* elements = to.array()) {
    const auto place = place_of(key);
    if (!place || *place > elements->size() || elements->size() >= kLongestList) return false;
    elements->insert(elements->begin() + static_cast<std::ptrdiff_t>(*place), value);
    return true;
  }
  if (to.object() == nullptr || to.object()->size() >= kLongestList) return false;
  to.set(name_of(key), value);
  return true;
}

bool remove_one(JsonTree& from, const Key& key) {
  if (auto* elements = from.array()) {
    const auto place = place_of(key);
    if (!place || *place >= elements->size()) return false;
    elements->erase(elements->begin() + static_cast<std::ptrdiff_t>(*place));
    return true;
  }
  if (auto* members = from.object()) {
    return std::erase_if(*members, [&](const auto& member) { return member.first == name_of(key); }) > 0;
  }
  return false;
}

Result<void> apply_step(JsonTree& state, const JsonTree& step) {
  const JsonTree* what = step.at(0);
  const JsonTree* where = step.at(1);
  const JsonTree* content = step.at(2);
  if (content == nullptr || what->text() == nullptr) return bad_step("expected [what, path, content]");
  const auto path = path_of(*where);
  JsonTree* target = path ? walk(state, *path) : nullptr;
  if (target == nullptr) return bad_step("the path leads nowhere");
  if (*what->text() == "change") {
    const JsonTree* after = content->at(1);
    if (after == nullptr) return bad_step("expected [old, new]");
    *target = *after;
    return {};
  }
  const bool add = *what->text() == "add";
  if (!add && *what->text() != "remove") return bad_step("an unknown step");
  if (content->array() == nullptr) return bad_step("expected a list of [key, value]");
  for (const JsonTree& pair : *content->array()) {
    const JsonTree* key_value = pair.at(0);
    const auto key = key_value == nullptr ? std::nullopt : key_of(*key_value);
    const JsonTree* value = pair.at(1);
    const bool done = key && (add ? value != nullptr && add_one(*target, *key, *value) : remove_one(*target, *key));
    if (!done) return bad_step("a key leads nowhere");
  }
  return {};
}

// Writes steps as they are found; the path is the way to what is being compared.
class Comparison {
 public:
  void compare(const JsonTree& before, const JsonTree& after) {
    if (before.array() != nullptr && after.array() != nullptr) {
      compare_lists(*before.array(), *after.array());
    } else if (before.object() != nullptr && after.object() != nullptr) {
      compare_members(*before.object(), *after.object());
    } else if (!(before == after)) {
      step("change", JsonTree::Array{before, after});
    }
  }
  [[nodiscard]] JsonTree steps() && { return std::move(steps_); }

 private:
  void compare_lists(const JsonTree::Array& before, const JsonTree::Array& after) {
    const std::size_t shared = std::min(before.size(), after.size());
    for (std::size_t i = 0; i < shared; ++i) {
      path_.emplace_back(static_cast<std::int64_t>(i));
      compare(before[i], after[i]);
      path_.pop_back();
    }
    JsonTree::Array pairs;
    for (std::size_t i = shared; i < after.size(); ++i) pairs.push_back(pair(static_cast<std::int64_t>(i), after[i]));
    if (!pairs.empty()) step("add", std::move(pairs));
    pairs = {};
    for (std::size_t i = before.size(); i > shared; --i) pairs.push_back(pair(static_cast<std::int64_t>(i - 1), before[i - 1]));
    if (!pairs.empty()) step("remove", std::move(pairs));
  }

  void compare_members(const JsonTree::Object& before, const JsonTree::Object& after) {
    JsonTree::Array added;
    JsonTree::Array removed;
    const auto find = [](const JsonTree::Object& members, const std::string& name) -> const JsonTree* {
      const auto found = std::ranges::find(members, name, &JsonTree::Object::value_type::first);
      return found == members.end() ? nullptr : &found->second;
    };
    for (const auto& [name, value] : after) {
      const JsonTree* old = find(before, name);
      if (old == nullptr) {
        added.push_back(pair(name, value));
        continue;
      }
      path_.emplace_back(name);
      compare(*old, value);
      path_.pop_back();
    }
    for (const auto& [name, value] : before) {
      if (find(after, name) == nullptr) removed.push_back(pair(name, value));
    }
    if (!added.empty()) step("add", std::move(added));
    if (!removed.empty()) step("remove", std::move(removed));
  }

  static JsonTree pair(JsonTree key, const JsonTree& value) { return JsonTree::Array{std::move(key), value}; }

  // One name is written as it is, more as a list.
  [[nodiscard]] JsonTree path() const {
    if (path_.empty()) return "";
    const bool one_name = path_.size() == 1 && path_[0].text() != nullptr && path_[0].text()->find('.') == std::string::npos;
    return one_name ? path_[0] : JsonTree(path_);
  }

  void step(const char* what, JsonTree::Array content) {
    steps_.push_back(JsonTree::Array{what, path(), JsonTree(std::move(content))});
  }

  JsonTree::Array path_;
  JsonTree::Array steps_;
};

}  // namespace

Result<void> apply_diff(JsonTree& state, const JsonTree& diff) {
  if (diff.array() == nullptr) return bad_step("expected a list of steps");
  for (const JsonTree& step : *diff.array()) {
    if (auto applied = apply_step(state, step); !applied) return applied;
  }
  return {};
}

JsonTree diff_between(const JsonTree& before, const JsonTree& after) {
  Comparison comparison;
  comparison.compare(before, after);
  return std::move(comparison).steps();
}

}  // namespace stint::source::timing71
