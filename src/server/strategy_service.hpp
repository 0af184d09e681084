// What the strategy routes ask for beside what was published: what-ifs, and the user's own rules.
//
// Thread rule: the functions are called on the server's thread and return at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/futures/futures.hpp"
#include "race/snapshot.hpp"
#include "timing/error.hpp"

namespace stint::server {

// The body of POST /api/strategy/what-if.
struct WhatIf {
  insight::Assumptions assumptions;
  std::optional<std::int32_t> runs;  // futures in each of the two worlds; nullopt: as many as a second allows
  std::optional<std::uint64_t> seed;
};
// Error: bad_argument with what is wrong.
[[nodiscard]] Result<WhatIf> parse_what_if(std::string_view json);

// What is asked, and of which moment of which race.
struct WhatIfQuestion {
  race::SnapshotPtr race;                          // never null
  std::shared_ptr<const insight::RuleBook> rules;  // nullptr: there are none for the series
  WhatIf what_if;
};

struct WhatIfAnswer {
  insight::Comparison comparison;
  std::uint64_t seed = 0;
  timing::Millis took{};
};

struct StrategyService {
  using Answered = std::function<void(Result<WhatIfAnswer>)>;

  // `answered` is told once, on any thread. Error: overloaded, if too many wait; then it is not told.
  std::function<Result<void>(WhatIfQuestion question, Answered answered)> ask;
  // The user's own rules of a served session, a rule file's text (docs/rules.md) that stands above all others; empty: none any
  // more. What follows from them is published soon. Errors: bad_configuration (with line and column), unknown_session,
  // output_unwritable.
  std::function<Result<void>(const std::string& session, const std::string& text)> override_rules;
};
// Answers no question and takes no rules: for servers without strategists.
[[nodiscard]] StrategyService no_strategists();

}  // namespace stint::server
