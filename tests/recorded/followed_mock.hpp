// A mock feed that a supervisor follows in virtual time, through a network in memory.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mock/catalogue.hpp"
#include "mock/memory_transport.hpp"
#include "mock/test_race.hpp"
#include "source/live/catalogue.hpp"
#include "source/live/supervisor.hpp"

namespace stint::live {

// The supervisor owns its transport; the test moves the one behind it.
class BorrowedTransport : public net::Transport {
 public:
  explicit BorrowedTransport(net::Transport& transport) : transport_(transport) {}
  void ask(const net::Ask& ask) override { transport_.ask(ask); }
  std::vector<net::Frame> take() override { return transport_.take(); }

 private:
  net::Transport& transport_;
};

class FollowedMock {
 public:
  FollowedMock(const LiveSource& source, const mock::MockProtocol& protocol, mock::RaceScript script,
               const std::filesystem::path& recording)
      : ends_(script.ends()), service_(protocol.make(std::move(script), {})), network_(*service_), now_(mock::kTestStart) {
    options_.base_url = "http://127.0.0.1:1";
    options_.poll_interval = std::chrono::seconds{1};
    auto adapter = source.make(options_);
    if (!adapter) throw std::runtime_error(adapter.error().message);
    std::optional<FrameWriter> writer;
    if (!recording.empty()) writer = FrameWriter::open(recording, {std::string(source.name), options_, now_}).value();
    supervisor_ =
        std::make_unique<Supervisor>(SupervisorPlan{std::string(source.name), source.patience, 1}, std::move(*adapter),
                                     std::make_unique<BorrowedTransport>(network_), std::move(writer));
  }

  void run(timing::Millis time) {
    constexpr timing::Millis kStep{100};
    for (const timing::Instant until = now_ + time; now_ < until; now_ += kStep) {
      network_.advance(now_);
      supervisor_->step(now_, events_);
    }
  }
  [[nodiscard]] mock::MemoryTransport& network() { return network_; }
  [[nodiscard]] const Supervisor& supervisor() const { return *supervisor_; }
  [[nodiscard]] const std::vector<timing::Event>& events() const { return events_; }
  [[nodiscard]] timing::Instant now() const { return now_; }
  [[nodiscard]] timing::Instant ends() const { return ends_; }
  void close_recording() { supervisor_.reset(); }

 private:
  AdapterOptions options_;
  timing::Instant ends_;
  std::unique_ptr<net::LoopbackService> service_;
  mock::MemoryTransport network_;
  std::unique_ptr<Supervisor> supervisor_;
  std::vector<timing::Event> events_;
  timing::Instant now_;
};

}  // namespace stint::live
