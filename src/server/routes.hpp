// Every route of the server in one table: what is routed, documented, tested and counted.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "server/message.hpp"
#include "server/request_target.hpp"
#include "server/views/views.hpp"

namespace stint::server {

class Api;

struct Call {
  const Request& request;
  const RequestTarget& target;
  std::string_view parameter;  // the text in the place of {...}
};

// A route that is no view of one race.
using Action = Result<Response> (Api::*)(const Call&);

enum class Kept : bool { no, until_the_state_changes };

struct Route {
  Method method;
  std::string_view pattern;
  std::variant<TableView, DocumentView, Action> answer;
  Kept kept = Kept::no;  // whether the rendered body is held for the next client
};

[[nodiscard]] std::span<const Route> routes();

}  // namespace stint::server
