// All decisions of one car: what the strategist calls once the measured and the forecast parts are filled.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"
#include "insight/strategy/decisions/net_position.hpp"

namespace stint::insight {

class RuleBook;

// Fills pit_now, window, rivals, wave_by, advice and reasons. REQUIRES: `strategy` is of a car of `field`, with drivers and
// penalties filled. `rules`: may be null.
void decide(const FieldNow& field, const RuleBook* rules, CarStrategy& strategy);
// Fills the NET columns of every car that `standings` names.
void fill_net(const std::vector<NetStanding>& standings, std::vector<CarStrategy>& cars);

}  // namespace stint::insight
