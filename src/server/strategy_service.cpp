#include "server/strategy_service.hpp"

#include <simdjson.h>

#include "server/limits.hpp"

namespace stint::server {
namespace {

std::unexpected<Error> refused(std::string words) { return fail(ErrorCode::bad_argument, std::move(words)); }

Result<void> read_assumptions(simdjson::dom::object body, insight::Assumptions& into) {
  simdjson::dom::array words;
  if (body["assume"].get(words) != simdjson::SUCCESS || words.size() == 0 || words.size() > limit::kAssumptions) {
    return refused("'assume' must be a list of 1 to " + std::to_string(limit::kAssumptions) +
                   " assumptions, such as \"fcy=5\" or \"save=7:5\".");
  }
  for (const simdjson::dom::element item : words) {
    std::string_view word;
    if (item.get(word) != simdjson::SUCCESS) return refused("'assume' must hold texts.");
    if (auto assumed = insight::assume(word, into); !assumed) return assumed;
  }
  return {};
}

}  // namespace

Result<WhatIf> parse_what_if(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(json.data(), json.size()).get(body) != simdjson::SUCCESS) {
    return refused("The body must be a JSON object with 'assume', a list of assumptions.");
  }
  WhatIf asked;
  if (auto read = read_assumptions(body, asked.assumptions); !read) return std::unexpected(read.error());
  simdjson::dom::element runs;
  if (body["runs"].get(runs) == simdjson::SUCCESS && !runs.is_null()) {
    std::int64_t count = 0;
    if (runs.get(count) != simdjson::SUCCESS || count < 1 || count > limit::kWhatIfRuns) {
      return refused("'runs' must be a whole number from 1 to " + std::to_string(limit::kWhatIfRuns) + ".");
    }
    asked.runs = static_cast<std::int32_t>(count);
  }
  simdjson::dom::element seed;
  if (body["seed"].get(seed) == simdjson::SUCCESS && !seed.is_null()) {
    std::uint64_t number = 0;
    if (seed.get(number) != simdjson::SUCCESS) return refused("'seed' must be a whole number from 0.");
    asked.seed = number;
  }
  return asked;
}

StrategyService no_strategists() {
  return {[](WhatIfQuestion, const StrategyService::Answered&) -> Result<void> {
            return fail(ErrorCode::no_session, "This server has no strategists.");
          },
          [](const std::string&, const std::string&) -> Result<void> {
            return fail(ErrorCode::no_session, "This server has no strategists.");
          }};
}

}  // namespace stint::server
