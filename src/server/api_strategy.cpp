// What-ifs, and the user's own rules.
#include <simdjson.h>

#include "server/api.hpp"
#include "server/views/strategy_views.hpp"

namespace stint::server {
namespace {

Response answer_of(const race::Snapshot& race, const Result<WhatIfAnswer>& answer) {
  if (!answer) return problem(answer.error());
  std::string text;
  timing::JsonWriter json(text);
  write_what_if(json, race, *answer);
  return json_now(std::move(text));
}

Result<std::string> own_rules_in(std::string_view body) {
  simdjson::dom::parser parser;
  simdjson::dom::object fields;
  std::string_view text;
  if (parser.parse(body.data(), body.size()).get(fields) != simdjson::SUCCESS ||
      fields["text"].get(text) != simdjson::SUCCESS) {
    return fail(ErrorCode::bad_argument, "The body must be a JSON object with 'text': a rule file, or empty for none.");
  }
  return std::string(text);
}

}  // namespace

// The future is played on another thread.
Result<Response> Api::what_if(const Call& call) {
  const auto view = races_.select(call.target);
  if (!view) return std::unexpected(view.error());
  auto asked = parse_what_if(call.request.body);
  if (!asked) return std::unexpected(asked.error());
  WhatIfQuestion question{view->snapshot, view->strategy ? view->strategy->rules : nullptr, std::move(*asked)};
  Response response;
  response.later = [ask = strategy_.ask, question = std::move(question)](const Answered& answered) {
    const auto race = question.race;
    const auto taken =
        ask(question, [race, answered](const Result<WhatIfAnswer>& answer) { answered(answer_of(*race, answer)); });
    if (!taken) answered(problem(taken.error()));
  };
  return response;
}

Result<Response> Api::override_rules(const Call& call) {
  const auto channel = races_.select_channel(call.target);
  if (!channel) return std::unexpected(channel.error());
  const auto text = own_rules_in(call.request.body);
  if (!text) return std::unexpected(text.error());
  if (auto taken = strategy_.override_rules((*channel)->id(), *text); !taken) return std::unexpected(taken.error());
  std::string answer;
  timing::JsonWriter(answer).begin_object().field("session", (*channel)->id()).field("own_rules", *text).end_object();
  return json_now(std::move(answer));
}

}  // namespace stint::server
