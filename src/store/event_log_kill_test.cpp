// A writer that is killed at any moment, or read while it writes, loses nothing that it has acknowledged.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "store/event_log.hpp"
#include "store/temporary_database.hpp"

namespace stint::store {
namespace {

using EventLogKill = TemporaryDatabase;

// A child process that goes on appending small batches and tells the last seq of each once it is acknowledged.
class Writer {
 public:
  explicit Writer(const std::string& path) {
    if (::pipe(pipe_) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ != 0) {
      ::close(pipe_[1]);
      return;
    }
    ::close(pipe_[0]);
    append_for_ever(path, pipe_[1]);
    ::_exit(1);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    if (child_ > 0) kill();
    ::close(pipe_[0]);
  }

  // Waits for the next acknowledged seq; 0 when the child is gone.
  std::uint64_t next() {
    std::uint64_t seq = 0;
    return ::read(pipe_[0], &seq, sizeof seq) == sizeof seq ? seq : 0;
  }

  // Kills it with SIGKILL and returns the last seq that it acknowledged, at least `last`.
  std::uint64_t kill_and_drain(std::uint64_t last) {
    kill();
    while (const std::uint64_t seq = next()) last = seq;
    return last;
  }

 private:
  static void append_for_ever(const std::string& path, int told) {
    auto log = EventLog::open(path);
    if (!log || !log->create_session("s", "")) return;
    std::uint64_t last = log->last_seq("s").value_or(0);
    for (std::uint64_t size = 1;; size = size % 40 + 1) {
      auto events = sector_events(last, size);
      if (!log->append("s", events)) return;
      last = events.back().seq;
      if (::write(told, &last, sizeof last) != sizeof last) return;
    }
  }

  void kill() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }

  int pipe_[2] = {-1, -1};
  pid_t child_ = 0;
};

// Reads on from where the last check ended. The n-th event of the log is sector_event(n - 1), whichever writer appended it.
class Reader {
 public:
  void expect_gapless(const EventLog& log, std::uint64_t acknowledged) {
    const auto read = log.read("s", seen_, [&](timing::Event&& event) {
      timing::Event expected = sector_event(seen_);
      expected.seq = ++seen_;
      EXPECT_EQ(event, expected) << "at " << seen_;
      return event == expected;
    });
    ASSERT_TRUE(read.has_value()) << read.error().message;
    ASSERT_GE(seen_, acknowledged) << "acknowledged events are lost";
  }

 private:
  std::uint64_t seen_ = 0;
};

TEST_F(EventLogKill, NothingAcknowledgedIsLost) {
  constexpr int kKills = 40;
  std::mt19937 random(24);
  std::uniform_int_distribution<int> microseconds(0, 10'000);
  Reader reader;
  std::uint64_t acknowledged = 0;
  for (int i = 0; i < kKills; ++i) {
    Writer writer(path());
    const std::uint64_t first = writer.next();
    ASSERT_GT(first, acknowledged) << "the claim or the log of the killed writer stands in the way";
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds(random)));
    acknowledged = writer.kill_and_drain(first);
    const auto log = EventLog::open_read_only(path());
    ASSERT_TRUE(log.has_value()) << log.error().message;
    ASSERT_NO_FATAL_FAILURE(reader.expect_gapless(*log, acknowledged));
  }
  const auto all = EventLog::open_read_only(path());
  ASSERT_NO_FATAL_FAILURE(Reader().expect_gapless(*all, acknowledged));
}

TEST_F(EventLogKill, AReaderFollowsAWriterOfAnotherProcess) {
  Writer writer(path());
  ASSERT_GT(writer.next(), 0U);
  const auto log = EventLog::open_read_only(path());
  ASSERT_TRUE(log.has_value()) << log.error().message;
  Reader reader;
  for (int i = 0; i < 50; ++i) {
    const std::uint64_t acknowledged = writer.next();
    ASSERT_GT(acknowledged, 0U);
    ASSERT_NO_FATAL_FAILURE(reader.expect_gapless(*log, acknowledged));
  }
}

}  // namespace
}  // namespace stint::store
