#include "server/routes.hpp"

#include <array>

#include "server/api.hpp"

namespace stint::server {

std::span<const Route> routes() {
  static const std::array kRoutes{
      Route{Method::get, "/", &Api::about},
      Route{Method::get, "/api/race/info", &view_race_info, Kept::until_the_state_changes},
      Route{Method::get, "/api/leaderboard", &view_leaderboard, Kept::until_the_state_changes},
      Route{Method::get, "/api/positions", &view_positions, Kept::until_the_state_changes},
      Route{Method::get, "/api/positions/history", &view_position_history},
      Route{Method::get, "/api/lap_times/{car}", &view_lap_times},
      Route{Method::get, "/api/telemetry/{car}", &view_telemetry},
      Route{Method::get, "/api/predictions", &view_predictions},
      Route{Method::get, "/api/predictions/{car}", &view_car_prediction},
      Route{Method::get, "/api/anomalies", &view_anomalies},
      Route{Method::get, "/api/drivers/{car}", &view_drivers},
      Route{Method::get, "/api/stints", &view_field_stints},
      Route{Method::get, "/api/stints/{car}", &view_stints},
      Route{Method::get, "/api/pit_history/{car}", &view_pit_history},
      Route{Method::get, "/api/flags", &view_flags},
      Route{Method::get, "/api/messages", &view_messages},
      Route{Method::get, "/api/happenings", &view_happenings},
      Route{Method::get, "/api/weather", &view_weather},
      Route{Method::get, "/api/story", &view_story},
      Route{Method::get, "/api/strategy", &view_strategy},
      Route{Method::get, "/api/strategy/scorecard", &view_strategy_scorecard},
      Route{Method::get, "/api/strategy/measured", &view_strategy_measured},
      Route{Method::post, "/api/strategy/what-if", &Api::what_if},
      Route{Method::get, "/api/strategy/{car}", &view_car_strategy},
      Route{Method::get, "/api/rules", &view_rules},
      Route{Method::put, "/api/rules", &Api::override_rules},
      Route{Method::get, "/api/circuit", &Api::circuit},
      Route{Method::get, "/api/differences", &view_differences},
      Route{Method::get, "/api/feeds", &Api::feeds},
      Route{Method::get, "/api/sessions", &Api::sessions},
      Route{Method::post, "/api/sessions/{id}/open", &Api::open_session},
      Route{Method::get, "/api/replay", &Api::replay},
      Route{Method::post, "/api/replay", &Api::steer_replay},
      Route{Method::get, "/api/export/active", &Api::export_active},
      Route{Method::get, "/api/export/race/{id}", &Api::export_session},
      Route{Method::get, "/api/schedule/next", &Api::schedule_next},
      Route{Method::get, "/api/schedule/upcoming", &Api::schedule_upcoming},
      Route{Method::get, "/api/status/monitor", &Api::monitor_status},
      Route{Method::get, "/api/alerts", &Api::alerts},
      Route{Method::put, "/api/alerts", &Api::set_alerts},
      Route{Method::post, "/api/alerts/webhooks/{id}/test", &Api::test_webhook},
      Route{Method::get, "/api/live", &Api::live},
      Route{Method::get, "/api/events", &Api::events},
      Route{Method::get, "/healthz", &Api::healthz},
      Route{Method::get, "/readyz", &Api::readyz},
      Route{Method::get, "/metrics", &Api::metrics},
      Route{Method::get, "/openapi.json", &Api::asset},
      Route{Method::get, "/docs", &Api::asset},
      Route{Method::get, "/docs/{file}", &Api::asset},
      Route{Method::get, "/dashboard", &Api::asset},
      Route{Method::get, "/dashboard/{file}", &Api::asset},
      Route{Method::get, "/dashboard/assets/{file}", &Api::asset},
  };
  return kRoutes;
}

}  // namespace stint::server
