// What goes wrong with files and disks: each is a clear error, and what was in the log stays readable.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>

#include "store/event_log.hpp"
#include "store/schema.hpp"
#include "store/temporary_database.hpp"

namespace stint::store {
namespace {

using EventLogFailure = TemporaryDatabase;

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kImpossible = 2;  // this machine doesn't let the test make its conditions

// In a child process, whose limits and mounts end with it.
int in_a_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : kFailed;
}

bool says(const Error& error, ErrorCode code, std::string_view words) {
  if (error.code == code && error.message.find(words) != std::string::npos) return true;
  std::fprintf(stderr, "expected \"%s\" in: %s\n", std::string(words).c_str(), error.message.c_str());
  return false;
}

// Appends until it fails; then what was acknowledged must be readable, and nothing else.
int fill_and_check(const std::string& path, std::string_view words) {
  auto log = EventLog::open(path);
  if (!log || !log->create_session("s", "")) return kFailed;
  std::uint64_t kept = 0;
  constexpr std::uint64_t kBatch = 500;
  for (std::uint64_t batch = 0; batch < 1000; ++batch) {
    auto events = sector_events(kept, kBatch);
    const auto appended = log->append("s", events);
    if (appended) {
      kept += kBatch;
      continue;
    }
    if (!says(appended.error(), ErrorCode::store_unwritable, words) ||
        !says(appended.error(), ErrorCode::store_unwritable, path))
      return kFailed;
    auto reader = EventLog::open_read_only(path);
    for (const EventLog* each : {&*log, reader ? &*reader : nullptr}) {
      if (each == nullptr) return kFailed;
      const auto read = each->read_all("s");
      if (!read || read->size() != kept) return kFailed;
    }
    return kept > 0 ? kPassed : kFailed;
  }
  return kFailed;
}

bool mount_small_disk(const std::string& folder, const char* size) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, size) == 0;
}

TEST_F(EventLogFailure, AFullDiskStopsWithAClearMessageAndTheLogStaysReadable) {
  const int outcome = in_a_child([&] {
    if (!mount_small_disk(folder.string(), "size=2m")) return kImpossible;
    return fill_and_check(path(), "the disk is full");
  });
  if (outcome == kImpossible) GTEST_SKIP() << "mounting a small disk is not allowed here";
  EXPECT_EQ(outcome, kPassed);
}

// The file system refuses to let the file grow: another write error, and one that every machine can make.
TEST_F(EventLogFailure, AFileThatMayNotGrowStopsWithAClearMessageAndTheLogStaysReadable) {
  const int outcome = in_a_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1 << 20, 1 << 20};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return kImpossible;
    return fill_and_check(path(), "can't be read or written");
  });
  EXPECT_EQ(outcome, kPassed);
}

TEST_F(EventLogFailure, ReadsFromADiskThatCannotBeWritten) {
  const int outcome = in_a_child([&] {
    if (!mount_small_disk(folder.string(), "size=8m")) return kImpossible;
    auto events = sector_events(0, 10);
    {
      auto log = EventLog::open(path());
      if (!log || !log->create_session("s", "") || !log->append("s", events)) return kFailed;
    }
    if (::mount(nullptr, folder.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) return kImpossible;
    const auto writer = EventLog::open(path());
    if (writer || !says(writer.error(), ErrorCode::store_unwritable, path())) return kFailed;
    auto reader = EventLog::open_read_only(path());
    if (!reader) std::fprintf(stderr, "%s\n", reader.error().message.c_str());
    return reader && reader->read_all("s").value() == events ? kPassed : kFailed;
  });
  if (outcome == kImpossible) GTEST_SKIP() << "mounting a small disk is not allowed here";
  EXPECT_EQ(outcome, kPassed);
}

TEST_F(EventLogFailure, AnUnwritablePathIsNamedWithItsCause) {
  const auto log = EventLog::open("/proc/stint/racing.db");
  ASSERT_FALSE(log.has_value());
  EXPECT_TRUE(says(log.error(), ErrorCode::store_unwritable, "/proc/stint"));
  const auto folder_as_file = EventLog::open(folder.string());
  ASSERT_FALSE(folder_as_file.has_value());
  EXPECT_TRUE(says(folder_as_file.error(), ErrorCode::store_corrupt, "is a folder"));
}

TEST_F(EventLogFailure, AFileThatIsNoDatabaseIsLeftAlone) {
  std::ofstream(path()) << "CAR;LAP;TIME\n7;1;1:31.234\n";
  for (const auto& log : {EventLog::open(path()), EventLog::open_read_only(path())}) {
    ASSERT_FALSE(log.has_value());
    EXPECT_TRUE(says(log.error(), ErrorCode::store_corrupt, "no database"));
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "nothing was made beside it";
}

TEST_F(EventLogFailure, AnotherProgramsDatabaseIsLeftAlone) {
  SQLite::Database(path(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE songs (title TEXT)");
  for (const auto& log : {EventLog::open(path()), EventLog::open_read_only(path())}) {
    ASSERT_FALSE(log.has_value());
    EXPECT_TRUE(says(log.error(), ErrorCode::store_corrupt, "another program"));
  }
  EXPECT_EQ(SQLite::Database(path()).execAndGet("PRAGMA journal_mode").getString(), "delete");
}

TEST_F(EventLogFailure, ADamagedDatabaseIsSaidToBeDamaged) {
  {
    EventLog log = open_log();
    ASSERT_TRUE(log.create_session("s", ""));
    auto events = sector_events(0, 5000);
    ASSERT_TRUE(log.append("s", events));
  }
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0, std::ios::end);
    const auto size = file.tellp();
    for (std::streamoff at = 4096; at < size; at += 4096) {
      file.seekp(at);
      file << "torn by a broken disk";
    }
  }
  auto log = EventLog::open_read_only(path());
  const Error error = log ? log->read_all("s").error() : log.error();
  EXPECT_TRUE(says(error, ErrorCode::store_corrupt, path()));
}

TEST_F(EventLogFailure, AnUnreadableEventIsNamed) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  auto events = sector_events(0, 3);
  ASSERT_TRUE(log.append("s", events));
  SQLite::Database(path(), SQLite::OPEN_READWRITE).exec("UPDATE events SET body = 'x' WHERE seq = 2");
  const auto read = log.read_all("s");
  ASSERT_FALSE(read.has_value());
  EXPECT_TRUE(says(read.error(), ErrorCode::store_corrupt, "s number 2"));
}

TEST_F(EventLogFailure, ANewerDatabaseIsRefused) {
  {
    const EventLog made = open_log();
  }
  SQLite::Database(path(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = " + std::to_string(kSchemaVersion + 1));
  for (const auto& log : {EventLog::open(path()), EventLog::open_read_only(path())}) {
    ASSERT_FALSE(log.has_value());
    EXPECT_TRUE(says(log.error(), ErrorCode::store_too_new, "newer Stint"));
  }
}

TEST_F(EventLogFailure, AMissingDatabaseIsNotMadeByReading) {
  const auto log = EventLog::open_read_only(path());
  ASSERT_FALSE(log.has_value());
  EXPECT_TRUE(says(log.error(), ErrorCode::file_unreadable, "no database at"));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(EventLogFailure, ALockThatOutlastsTheWaitIsSaidToBeOne) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  SQLite::Database other(path(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  auto events = sector_events(0, 1);
  const auto appended = log.append("s", events);
  ASSERT_FALSE(appended.has_value());
  EXPECT_TRUE(says(appended.error(), ErrorCode::store_busy, path()));
  other.exec("ROLLBACK");
  EXPECT_TRUE(log.append("s", events));
}

}  // namespace
}  // namespace stint::store
