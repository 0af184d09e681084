#include "app/capture.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "app/serve/live_session.hpp"
#include "app/text_file.hpp"

namespace stint::app {
namespace {

struct CapturedSession {
  std::string id;
  std::vector<timing::Event> events;
};

// In the order in which they were first told.
class CapturedSessions {
 public:
  void take(std::vector<timing::Event> events) {
    for (timing::Event& event : events) {
      if (const auto* session = timing::event_as<timing::Session>(event)) current_ = place_of(live_session_id(*session));
      if (current_) sessions_[*current_].events.push_back(std::move(event));
    }
  }
  [[nodiscard]] std::vector<CapturedSession>& all() { return sessions_; }

 private:
  std::size_t place_of(const std::string& id) {
    const auto found = std::ranges::find(sessions_, id, &CapturedSession::id);
    if (found != sessions_.end()) return static_cast<std::size_t>(found - sessions_.begin());
    sessions_.push_back({id, {}});
    return sessions_.size() - 1;
  }

  std::vector<CapturedSession> sessions_;
  std::optional<std::size_t> current_;
};

void complain(Recording& recording, std::string message) {
  recording.complaints.push_back({recording.file, 0, 0, std::move(message)});
  ++recording.complaint_count;
}

}  // namespace

Result<live::Reparse> open_capture(const std::string& path, const std::string& page_file) {
  auto reader = live::FrameReader::open(path);
  if (!reader) return std::unexpected(reader.error());
  if (page_file.empty()) return live::Reparse::begin(std::move(*reader));
  auto page = read_text_file(page_file);
  if (!page) return std::unexpected(page.error());
  return live::Reparse::begin(std::move(*reader), std::move(*page));
}

Result<Recording> read_capture(const std::string& path) {
  auto capture = open_capture(path);
  if (!capture) return std::unexpected(capture.error());
  CapturedSessions sessions;
  std::vector<timing::Event> events;
  while (capture->next(events)) sessions.take(std::exchange(events, {}));
  auto& all = sessions.all();
  const auto most = std::ranges::max_element(all, {}, [](const CapturedSession& session) { return session.events.size(); });
  if (most == all.end()) return fail(ErrorCode::not_a_timing_file, path + ": nothing in this recording tells of a session");

  Recording recording{most->id, std::filesystem::path(path).filename().string(), std::move(most->events), {}, 0};
  std::ranges::stable_sort(recording.events, {}, &timing::Event::at);
  for (const CapturedSession& session : all) {
    if (session.id != recording.id) complain(recording, "holds the session " + session.id + " too; the longest is taken");
  }
  if (const auto& problem = capture->first_problem()) {
    complain(recording, std::to_string(capture->problems()) +
                            " frames or parts of them can't be read; the first: " + problem->stream + ": " + problem->message);
  }
  const live::RecordingCondition& condition = capture->reader().condition();
  if (condition.damaged > 0)
    complain(recording, std::to_string(condition.damaged) + " blocks are damaged: " + condition.first_damage);
  return recording;
}

}  // namespace stint::app
