#include "server/api.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "server/limits.hpp"
#include "server/negotiation.hpp"
#include "server/origin_check.hpp"

namespace stint::server {
namespace {

struct Match {
  const Route* route = nullptr;
  std::string_view parameter;
  std::string allowed;  // methods of routes with this path, for 405 and OPTIONS
};

Match match_route(Method method, const RequestTarget& target) {
  Match match;
  for (const Route& route : routes()) {
    const auto parameter = match_pattern(route.pattern, target.segments);
    if (!parameter) continue;
    match.allowed += route.method == Method::post ? "POST, " : route.method == Method::put ? "PUT, " : "GET, HEAD, ";
    if (match.route == nullptr && route.method == method) match = {&route, *parameter, std::move(match.allowed)};
  }
  if (!match.allowed.empty()) match.allowed += "OPTIONS";
  return match;
}

Result<void> render_view(const Route& route, const ViewCall& call, Format format, std::string& out) {
  if (const auto* table_view = std::get_if<TableView>(&route.answer)) {
    Table table(format, out);
    return (*table_view)(call, table);
  }
  timing::JsonWriter json(out);
  return std::get<DocumentView>(route.answer)(call, json);
}

// What a kept body depends on besides the state; nullopt if the query asks for something that is not worth keeping.
std::optional<std::string> cache_key(const Route& route, const RequestTarget& target, const RaceView& view, Format format) {
  if (route.kept == Kept::no) return std::nullopt;
  std::string key(route.pattern);
  key += static_cast<char>('0' + static_cast<int>(format));
  if (const std::string* wanted = target.find("car_class"); wanted != nullptr && !wanted->empty()) {
    if (std::ranges::find(view.snapshot->classes, *wanted) == view.snapshot->classes.end()) return std::nullopt;
    key += *wanted;
  }
  key += '\n' + std::to_string(view.delay.count()) + '\n' + view.id;
  return key;
}

}  // namespace

Api::Api(std::string version, bool loopback_only, ServedRaces& races, Metrics& metrics, Schedule schedule, AlertService alerts,
         StrategyService strategy)
    : version_(std::move(version)),
      loopback_only_(loopback_only),
      races_(races),
      metrics_(metrics),
      schedule_(std::move(schedule)),
      alerts_(std::move(alerts)),
      strategy_(std::move(strategy)) {}

Response Api::handle(const Request& request) {
  try {
    auto answered = answer(request);
    return answered ? std::move(*answered) : problem(answered.error());
  } catch (const std::exception& defect) {  // out of memory, or a defect: this request fails, the others go on
    return problem({ErrorCode::internal, std::string("The server failed on this request: ") + defect.what()});
  }
}

Result<Response> Api::answer(const Request& request) {
  const auto target = parse_target(request.target);
  if (!target) return std::unexpected(target.error());
  if (loopback_only_) {
    if (const auto host = check_host(request); !host) return std::unexpected(host.error());
  }
  const Match match = match_route(request.method == Method::head ? Method::get : request.method, *target);
  if (match.allowed.empty())
    return fail(ErrorCode::unknown_route, "There is nothing at this address. GET /docs lists what there is.");
  if (match.route == nullptr) {
    Response response;
    if (request.method == Method::options) {
      response.status = 204;
    } else {
      response = problem({ErrorCode::method_not_allowed, "This address allows " + match.allowed + "."});
    }
    response.headers = "Allow: " + match.allowed + "\r\n";
    return response;
  }
  auto answered = dispatch(*match.route, {request, *target, match.parameter});
  Response response = answered ? std::move(*answered) : problem(answered.error());
  response.route = match.route->pattern;
  return response;
}

Result<Response> Api::dispatch(const Route& route, const Call& call) {
  if (route.method == Method::post || route.method == Method::put) {
    if (const auto origin = check_same_origin(call.request); !origin) return std::unexpected(origin.error());
  }
  if (const auto* action = std::get_if<Action>(&route.answer)) return (this->*(*action))(call);
  return answer_view(route, call);
}

Result<Response> Api::answer_view(const Route& route, const Call& call) {
  const auto format = choose_format(call.request, call.target, std::holds_alternative<TableView>(route.answer));
  if (!format) return std::unexpected(format.error());
  const auto view = races_.select(call.target);
  if (!view) return std::unexpected(view.error());
  Response response;
  response.etag = "W/\"" + view->state_tag + "\"";
  response.varies = true;
  if (!call.request.if_none_match.empty() && matches_etag(call.request.if_none_match, response.etag)) {
    response.status = 304;
    return response;
  }
  response.gzipped = accepts_gzip(call.request.accept_encoding);
  auto body = render(route, call, *view, *format, response.gzipped);
  if (!body) return std::unexpected(body.error());
  response.body = std::move(*body);
  response.content_type = content_type(*format);
  return response;
}

Result<Bytes> Api::render(const Route& route, const Call& call, const RaceView& view, Format format, bool& gzipped) {
  const ViewCall view_call{view.id, *view.snapshot, call.target, call.parameter, view.insights.get(), view.strategy.get()};
  if (const auto key = cache_key(route, call.target, view, format)) {
    const auto fresh = [&] {
      std::string text;
      static_cast<void>(render_view(route, view_call, format, text));  // kept views have no argument that can be wrong
      return text;
    };
    Bytes plain = cache_.get(*key, view.state_tag, false, fresh);
    gzipped = gzipped && plain->size() >= limit::kGzipFrom;
    return gzipped ? cache_.get(*key, view.state_tag, true, fresh) : plain;
  }
  std::string text;
  if (const auto rendered = render_view(route, view_call, format, text); !rendered) return std::unexpected(rendered.error());
  gzipped = gzipped && text.size() >= limit::kGzipFrom;
  return std::make_shared<const std::string>(gzipped ? gzip(text) : std::move(text));
}

}  // namespace stint::server
