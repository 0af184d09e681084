#include "live/world.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>

#include "live/heap_account.hpp"
#include "mock/catalogue.hpp"
#include "mock/memory_transport.hpp"
#include "race/race.hpp"
#include "source/live/arrival_order.hpp"
#include "source/live/catalogue.hpp"
#include "source/live/supervisor.hpp"

namespace stint::testing {
namespace {

using namespace std::chrono_literals;
using timing::Instant;
using timing::Millis;

constexpr Instant kBegins = timing::instant_from_ms(1'781'359'200'000);  // 2026-06-13T14:00Z
constexpr Millis kStep = 250ms;                                          // how often a supervisor is stepped at least
constexpr Millis kAfterwards = 2min;

// What a follower makes of the events: one race a session, without what it knows already.
class Follower {
 public:
  // All that one step brought goes into a race at once, as `stint serve --live` does it.
  void take(const std::vector<timing::Event>& events, Instant now) {
    std::vector<timing::Event> news;
    for (const timing::Event& event : events) {
      const auto* session = timing::event_as<timing::Session>(event);
      if (session != nullptr && session->source_session_id != current_) {
        if (!news.empty()) sessions_[current_].race.insert_all(news);
        news.clear();
        current_ = session->source_session_id;
      }
      if (sessions_[current_].order.judge(event, now) == live::ArrivalOrder::Verdict::news) news.push_back(event);
    }
    if (!news.empty()) sessions_[current_].race.insert_all(news);
  }

  [[nodiscard]] race::SnapshotPtr longest() {
    race::SnapshotPtr found;
    for (auto& [id, session] : sessions_) {
      const auto shown = session.race.snapshot();
      if (!found || laps(*shown) > laps(*found)) found = shown;
    }
    return found;
  }

  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  struct Session {
    race::Race race;
    live::ArrivalOrder order;
  };

  static std::size_t laps(const race::Snapshot& race) {
    std::size_t sum = 0;
    for (const race::CarSnapshot& car : race.cars) sum += car.laps_done.size();
    return sum;
  }

  std::string current_;
  std::map<std::string, Session> sessions_;
};

// The network fails at random instants; every third time the host stays away for a while.
class Weakness {
 public:
  Weakness(int disconnects, std::uint64_t seed, Instant begins, Instant ends) : random_(seed) {
    std::uniform_int_distribution<std::int64_t> anywhere(0, (ends - begins).count());
    for (int i = 0; i < disconnects; ++i) cuts_.push_back(begins + Millis{anywhere(random_)});
    std::ranges::sort(cuts_);
  }

  int strike(mock::MemoryTransport& network, Instant now) {
    if (back_at_ <= now) network.set_reachable(true);
    int struck = 0;
    for (; next_ < cuts_.size() && cuts_[next_] <= now; ++next_, ++struck) {
      network.cut();
      if (next_ % 3 != 0) continue;
      network.set_reachable(false);
      back_at_ = now + std::uniform_int_distribution<int>(1, 20)(random_) * 1s;
    }
    return struck;
  }

  [[nodiscard]] bool host_is_there(Instant now) const { return back_at_ <= now; }

 private:
  std::mt19937_64 random_;
  std::vector<Instant> cuts_;
  std::size_t next_ = 0;
  Instant back_at_ = Instant::min();
};

// The mock, in front of the account of what it holds.
class AccountedMock : public net::LoopbackService {
 public:
  AccountedMock(const std::string& source, mock::RaceScript script, mock::FaultPlan faults)
      : mock_(mock::find_mock(source)->make(std::move(script), std::move(faults))) {}

  net::LoopbackReply answer(const net::LoopbackRequest& request, Instant now) override {
    const HeldBy account(Holder::mock);
    return mock_->answer(request, now);
  }
  bool accept(net::SocketId socket, const net::LoopbackRequest& request, Instant now) override {
    const HeldBy account(Holder::mock);
    return mock_->accept(socket, request, now);
  }
  void on_text(net::SocketId socket, std::string_view text, Instant now) override {
    const HeldBy account(Holder::mock);
    mock_->on_text(socket, text, now);
  }
  void on_closed(net::SocketId socket, Instant now) override {
    const HeldBy account(Holder::mock);
    mock_->on_closed(socket, now);
  }
  std::vector<net::SocketAction> advance(Instant now) override {
    const HeldBy account(Holder::mock);
    return mock_->advance(now);
  }

 private:
  std::unique_ptr<net::LoopbackService> mock_;
};

mock::RaceScript script_of(std::vector<timing::Event> recording) {
  auto script = mock::RaceScript::create(std::move(recording), {.starts_at = kBegins, .from = std::nullopt, .speed = 1});
  if (!script) throw std::runtime_error(script.error().message);
  return std::move(*script);
}

race::SnapshotPtr fold(const std::vector<timing::Event>& events) {
  race::Race race;
  for (const timing::Event& event : events) race.insert(event);
  return race.snapshot();
}

std::unique_ptr<live::Adapter> adapter_of(const std::string& name) {
  const live::LiveSource* source = live::find_live_source(name);
  if (source == nullptr) throw std::runtime_error("no live source " + name);
  auto adapter = source->make({.base_url = "http://127.0.0.1:8100", .series = "", .page_description = ""});
  if (!adapter) throw std::runtime_error(adapter.error().message);
  return std::move(*adapter);
}

bool is_well(const live::FeedStatus& status, Instant now) {
  constexpr Millis kQuiet = 30s;  // with a dozen cars on the track there is some timing more often than that
  return status.connected && !status.stale && status.last_timing_at && now - *status.last_timing_at < kQuiet;
}

}  // namespace

Followed follow(std::vector<timing::Event> recording, const WorldPlan& plan) {
  std::optional<HeldBy> account(Holder::mock);
  mock::RaceScript script = script_of(std::move(recording));
  const Instant begins = script.begins(), ends = script.ends();
  Followed followed;
  followed.truth = fold(script.events());
  AccountedMock service(plan.source, std::move(script), mock::FaultPlan(plan.faults, plan.seed, begins, ends));
  account.reset();
  auto transport = std::make_unique<mock::MemoryTransport>(service);
  mock::MemoryTransport& network = *transport;
  live::Supervisor supervisor({plan.source, live::find_live_source(plan.source)->patience, plan.seed}, adapter_of(plan.source),
                              std::move(transport), std::nullopt);
  Weakness weakness(plan.disconnects, plan.seed, begins, ends);
  Follower follower;
  std::vector<timing::Event> events;
  std::optional<Instant> well_since;
  for (Instant now = begins; now < ends + kAfterwards; now += kStep) {
    network.advance(now);
    followed.disconnects += weakness.strike(network, now);
    supervisor.step(now, events);
    follower.take(events, now);
    events.clear();
    for (const std::string& note : supervisor.take_notes()) {
      followed.notes += "\n  " + std::to_string((now - begins) / 1s) + " s: " + note;
    }
    const bool well = is_well(supervisor.status(), now) && weakness.host_is_there(now);
    if (!well || !well_since) well_since = well ? std::optional(now) : std::nullopt;
    if (plan.each_minute && (now - begins) % Millis{1min} == 0ms) {
      plan.each_minute({now, now - begins, followed.truth, follower.longest(), well_since});
    }
  }
  followed.race = follower.longest();
  followed.sessions = follower.sessions();
  followed.status = supervisor.status();
  return followed;
}

}  // namespace stint::testing
