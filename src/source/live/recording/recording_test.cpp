#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "source/live/recording/cut.hpp"
#include "source/live/recording/frame_reader.hpp"
#include "source/live/recording/frame_writer.hpp"
#include "source/live/recording/survey.hpp"

namespace stint::live {
namespace {

using namespace std::chrono_literals;
using net::Frame;
using net::FrameKind;
using timing::Instant;

constexpr Instant kStart = timing::instant_from_ms(1'780'000'000'000);

Frame frame(int second, std::string bytes, FrameKind kind = FrameKind::text, std::string stream = "hub") {
  return {kStart + std::chrono::seconds(second), kind, std::move(stream), kind == FrameKind::response ? 200 : 0,
          std::move(bytes)};
}

class Recording : public testing::Test {
 protected:
  Recording() : folder(std::filesystem::temp_directory_path() / ("stint-recording-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder);
  }
  ~Recording() override { std::filesystem::remove_all(folder); }

  [[nodiscard]] std::filesystem::path path(const std::string& name = "feed.stintrec") const { return folder / name; }
  [[nodiscard]] static RecordingHeader header(std::string source = "griiip") {
    RecordingHeader made;
    made.source = std::move(source);
    made.options.series = "wec";
    made.options.base_url = "http://127.0.0.1:9000";
    made.started_at = kStart;
    return made;
  }
  void record(const std::vector<Frame>& frames) const {
    auto writer = FrameWriter::open(path(), header());
    ASSERT_TRUE(writer) << writer.error().message;
    for (const Frame& one : frames) ASSERT_TRUE(writer->write(one));
  }
  [[nodiscard]] std::vector<Frame> read(RecordingCondition* condition = nullptr) const {
    auto reader = FrameReader::open(path());
    EXPECT_TRUE(reader) << (reader ? "" : reader.error().message);
    std::vector<Frame> frames;
    while (auto item = reader->next()) {
      if (!item->begins) frames.push_back(std::move(item->frame));
    }
    if (condition != nullptr) *condition = reader->condition();
    return frames;
  }
  [[nodiscard]] static std::vector<Frame> many(int count) {
    std::vector<Frame> frames;
    for (int i = 0; i < count; ++i) {
      frames.push_back(frame(i, R"({"car":")" + std::to_string(i % 62) + R"(","lap":)" + std::to_string(i) + "}"));
    }
    return frames;
  }

  std::filesystem::path folder;
};

TEST_F(Recording, GivesBackWhatCameAndWhatItIsOf) {
  const std::vector<Frame> frames = {frame(0, "", FrameKind::opened),
                                     frame(1, "{}"),
                                     frame(2, std::string(300'000, 'x')),
                                     frame(2, std::string("\0\xff\n", 3)),
                                     frame(3, "[]", FrameKind::response, "bootstrap"),
                                     frame(4, "gone", FrameKind::closed),
                                     frame(5, "refused", FrameKind::failed)};
  record(frames);
  EXPECT_EQ(read(), frames);
  const auto reader = FrameReader::open(path());
  EXPECT_EQ(reader->header().source, "griiip");
  EXPECT_EQ(reader->header().options.series, "wec");
  EXPECT_EQ(reader->header().options.base_url, "http://127.0.0.1:9000");
  EXPECT_EQ(reader->header().started_at, kStart);
}

TEST_F(Recording, IsGoneOnWithWhenItIsThereAlready) {
  auto frames = many(2000);
  record({frames.begin(), frames.begin() + 1500});
  record({frames.begin() + 1500, frames.end()});
  EXPECT_EQ(read(), frames);
}

TEST_F(Recording, CutOffAnywhereItGivesWhatWasWholeAndIsGoneOnWith) {
  const auto frames = many(40);
  record(frames);
  const auto size = std::filesystem::file_size(path());
  for (std::uint64_t kept = size; kept > 200; kept -= 7) {
    std::filesystem::resize_file(path(), kept);
    RecordingCondition condition;
    const auto whole = read(&condition);
    ASSERT_LE(whole.size(), frames.size());
    EXPECT_TRUE(std::equal(whole.begin(), whole.end(), frames.begin())) << kept;
    EXPECT_EQ(condition.damaged, 0U);
    EXPECT_EQ(condition.sound_bytes + condition.torn_bytes, kept);
  }
  const auto before = read();
  record({frame(100, "after")});
  auto expected = before;
  expected.push_back(frame(100, "after"));
  RecordingCondition condition;
  EXPECT_EQ(read(&condition), expected);
  EXPECT_EQ(condition.torn_bytes, 0U) << "the torn block was cut off";
}

TEST_F(Recording, ADamagedBlockCostsNoMoreThanItsStream) {
  const auto frames = many(5000);
  record(frames);
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path()) / 2));
    file.put('\x5a').put('\x5a').put('\x5a');
  }
  RecordingCondition condition;
  const auto whole = read(&condition);
  EXPECT_GT(condition.damaged, 0U);
  EXPECT_FALSE(condition.first_damage.empty());
  EXPECT_GE(whole.size(), 3900U);
  EXPECT_LT(whole.size(), frames.size());
  EXPECT_EQ(whole.front(), frames.front());
}

TEST_F(Recording, OfAnotherSourceOrNoRecordingAtAllIsLeftAlone) {
  record(many(3));
  const auto other = FrameWriter::open(path(), header("imsa"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::bad_argument);
  std::ofstream(path("notes.txt")) << "not a recording";
  const auto notes = FrameWriter::open(path("notes.txt"), header());
  ASSERT_FALSE(notes);
  EXPECT_EQ(notes.error().code, ErrorCode::not_a_timing_file);
  EXPECT_EQ(std::filesystem::file_size(path("notes.txt")), 15U);
  EXPECT_EQ(read().size(), 3U);
}

TEST_F(Recording, TwoProgramsDoNotWriteIntoOne) {
  const auto first = FrameWriter::open(path(), header());
  const auto second = FrameWriter::open(path(), header());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::output_unwritable);
  EXPECT_NE(second.error().message.find("another program"), std::string::npos);
}

TEST_F(Recording, AFileThatMayNotGrowSaysSoAndEndsWithAWholeBlock) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{20'000, 20'000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(2);
    auto writer = FrameWriter::open(path(), header());
    for (int i = 0; writer && i < 100'000; ++i) {
      std::string noise;
      for (unsigned n = 0; n < 100; ++n)
        noise += static_cast<char>((static_cast<unsigned>(i) * 2654435761U + n * 40503U) >> 8U);
      if (auto written = writer->write(frame(i, noise)); !written) {
        _exit(written.error().code == ErrorCode::output_unwritable ? 0 : 1);
      }
    }
    _exit(3);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  RecordingCondition condition;
  EXPECT_GT(read(&condition).size(), 10U);
  EXPECT_EQ(condition.torn_bytes, 0U);
}

TEST_F(Recording, AKilledProcessLosesNoFrameThatItHadWritten) {
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto writer = FrameWriter::open(path(), header());
    for (int i = 0; writer && writer->write(frame(i, "frame " + std::to_string(i))); ++i) {
      if (::write(told[1], &i, sizeof i) != sizeof i) break;
    }
    _exit(0);
  }
  int last = -1;
  while (last < 500) ASSERT_EQ(::read(told[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  const auto frames = read();
  EXPECT_GT(frames.size(), static_cast<std::size_t>(last));
  for (std::size_t i = 0; i < frames.size(); ++i) EXPECT_EQ(frames[i].bytes, "frame " + std::to_string(i));
  ::close(told[0]);
  ::close(told[1]);
}

TEST_F(Recording, APieceBeginsWithWhatItsConversationRestsOn) {
  {
    auto writer = FrameWriter::open(path(), header());
    ASSERT_TRUE(writer->write(conversation_begun(kStart)));
    for (const Frame& one :
         {frame(0, "", FrameKind::opened), frame(0, "{handshake}"), frame(1, "old", FrameKind::response, "boot"),
          frame(2, "new", FrameKind::response, "boot"), frame(3, "a"), frame(10, "b"), frame(11, "c")}) {
      ASSERT_TRUE(writer->write(one));
    }
  }
  auto reader = FrameReader::open(path());
  auto writer = FrameWriter::open(path("piece.stintrec"), reader->header());
  EXPECT_EQ(cut_recording(*reader, {kStart + 10s, kStart + 11s}, *writer), 1U);
  auto piece = FrameReader::open(path("piece.stintrec"));
  std::vector<std::string> texts;
  while (auto item = piece->next()) texts.push_back(item->begins ? "begin" : item->frame.bytes);
  EXPECT_EQ(texts, (std::vector<std::string>{"begin", "", "{handshake}", "new", "b"}));
}

TEST_F(Recording, ASurveyCountsWhatIsInIt) {
  record({frame(0, "abc"), frame(60, "de", FrameKind::response, "boot"), frame(50, "f")});
  auto reader = FrameReader::open(path());
  const RecordingSurvey survey = survey_recording(*reader);
  EXPECT_EQ(survey.frames, 3U);
  EXPECT_EQ(survey.bytes, 6U);
  EXPECT_EQ(survey.streams.at("hub").frames, 2U);
  EXPECT_EQ(survey.longest_silence, 60s);
  EXPECT_EQ(survey.backwards, 1U);
  EXPECT_TRUE(survey.is_sound());
}

}  // namespace
}  // namespace stint::live
