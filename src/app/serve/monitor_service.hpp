// `stint serve --monitor`: the monitor of a service, over the live runs of the network.
#pragma once

#include <memory>

#include "app/configuration.hpp"
#include "app/serve/calendar_watch.hpp"
#include "app/serve/live_service.hpp"
#include "app/serve/service.hpp"

namespace stint::app {

// Follows the sources of the calendar, or only those that `options` names, each as NAME or NAME=URL. Asks for consent now, for
// every public one. Contacts nothing yet. Errors: bad_argument, bad_configuration, file_unreadable.
[[nodiscard]] Result<void> add_monitor(Service& service, const LiveServeOptions& options, const Configuration& configuration,
                                       const std::shared_ptr<CalendarWatch>& calendar);

}  // namespace stint::app
