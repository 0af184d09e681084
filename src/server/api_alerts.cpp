// What the user wants to be alerted of.
#include "server/api.hpp"

namespace stint::server {

Result<Response> Api::alerts(const Call&) {
  std::string text;
  timing::JsonWriter json(text);
  write_alert_settings(json, alerts_.settings(), alerts_.reports());
  return json_now(std::move(text));
}

Result<Response> Api::set_alerts(const Call& call) {
  auto settings = parse_alert_settings(call.request.body, alerts_.settings());
  if (!settings) return std::unexpected(settings.error());
  if (auto replaced = alerts_.replace(std::move(*settings)); !replaced) return std::unexpected(replaced.error());
  return alerts(call);
}

Result<Response> Api::test_webhook(const Call& call) {
  if (auto begun = alerts_.test(std::string(call.parameter)); !begun) return std::unexpected(begun.error());
  auto response = alerts(call);
  constexpr int kAccepted = 202;
  if (response) response->status = kAccepted;
  return response;
}

}  // namespace stint::server
