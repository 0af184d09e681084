// From a request to its answer: routing, refusals, formats, caching. No socket, no thread of its own.
//
// Thread rule: the server's thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/alerts/alert_settings.hpp"
#include "server/body_cache.hpp"
#include "server/message.hpp"
#include "server/metrics.hpp"
#include "server/routes.hpp"
#include "server/schedule.hpp"
#include "server/served_races.hpp"
#include "server/strategy_service.hpp"

namespace stint::server {

class Api {
 public:
  // `loopback_only`: the server is bound to loopback, so requests for other hosts' names are refused.
  Api(std::string version, bool loopback_only, ServedRaces& races, Metrics& metrics, Schedule schedule = {},
      AlertService alerts = alerts_in_memory(), StrategyService strategy = no_strategists());

  // Always an answer; what can't be served is a problem document.
  [[nodiscard]] Response handle(const Request& request);

  // The answers of routes.cpp that are no views.
  Result<Response> about(const Call& call);
  Result<Response> sessions(const Call& call);
  Result<Response> open_session(const Call& call);
  Result<Response> circuit(const Call& call);
  Result<Response> feeds(const Call& call);
  Result<Response> replay(const Call& call);
  Result<Response> steer_replay(const Call& call);
  Result<Response> export_active(const Call& call);
  Result<Response> export_session(const Call& call);
  Result<Response> live(const Call& call);
  Result<Response> events(const Call& call);
  Result<Response> schedule_next(const Call& call);
  Result<Response> schedule_upcoming(const Call& call);
  Result<Response> monitor_status(const Call& call);
  Result<Response> alerts(const Call& call);
  Result<Response> set_alerts(const Call& call);
  Result<Response> test_webhook(const Call& call);
  Result<Response> what_if(const Call& call);
  Result<Response> override_rules(const Call& call);
  Result<Response> healthz(const Call& call);
  Result<Response> readyz(const Call& call);
  Result<Response> metrics(const Call& call);
  Result<Response> asset(const Call& call);

 private:
  [[nodiscard]] Result<Response> answer(const Request& request);
  [[nodiscard]] Result<Response> dispatch(const Route& route, const Call& call);
  [[nodiscard]] Result<Response> answer_view(const Route& route, const Call& call);
  [[nodiscard]] Result<Bytes> render(const Route& route, const Call& call, const RaceView& view, Format format, bool& gzipped);
  [[nodiscard]] Result<Response> export_view(const Call& call, const RaceView& view);
  [[nodiscard]] Result<PushJoin> join(const Call& call) const;

  std::string version_;
  bool loopback_only_;
  ServedRaces& races_;
  Metrics& metrics_;
  Schedule schedule_;
  AlertService alerts_;
  StrategyService strategy_;
  BodyCache cache_;
};

}  // namespace stint::server
