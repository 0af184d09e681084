#include "source/timing71/replay_file.hpp"

#include <algorithm>
#include <filesystem>

#include "source/canonical_events.hpp"
#include "source/live/number_text.hpp"
#include "source/timing71/state_diff.hpp"
#include "source/timing71/state_events.hpp"
#include "source/timing71/zip_file.hpp"

namespace stint::source::timing71 {
namespace {

constexpr std::size_t kComplaintsKept = 100;
constexpr std::string_view kManifestName = "manifest.json";

std::unexpected<Error> no_replay(const std::string& why) {
  return fail(ErrorCode::not_a_timing_file, "no recording of Timing71: " + why);
}

class FrameReader {
 public:
  FrameReader(ZipReader& zip, std::vector<Complaint>& complaints) : zip_(zip), complaints_(complaints) {}

  Result<JsonTree> read(std::size_t member) {
    auto content = zip_.read(member);
    if (!content) return std::unexpected(content.error());
    simdjson::dom::element document;
    if (const auto problem = parser_.parse(*content).get(document)) return no_replay(simdjson::error_message(problem));
    if (!document.is_object()) return no_replay("expected an object");
    return JsonTree::from(document);
  }

  void complain(std::size_t member, const std::string& why) {
    if (complaints_.size() < kComplaintsKept) complaints_.push_back({zip_.names()[member].substr(0, 200), 0, 0, why});
  }

 private:
  ZipReader& zip_;
  std::vector<Complaint>& complaints_;
  simdjson::dom::parser parser_;
};

std::vector<FrameName> frames_of(const ZipReader& zip) {
  std::vector<FrameName> frames;
  for (std::size_t i = 0; i < zip.names().size(); ++i) {
    if (auto frame = parse_frame_name(zip.names()[i])) {
      frame->member = i;
      frames.push_back(*frame);
    }
  }
  std::ranges::sort(frames, {}, [](const FrameName& frame) { return std::tuple(frame.second, frame.between, frame.member); });
  return frames;
}

Result<void> apply_frame(JsonTree& state, const JsonTree& frame) {
  for (const std::string_view part : {"cars", "session"}) {
    const JsonTree* diff = frame.find(part);
    JsonTree* target = state.find(part);
    if (diff == nullptr) continue;
    if (target == nullptr) return no_replay("differences of what the key frame lacks");
    if (auto applied = apply_diff(*target, *diff); !applied) return applied;
  }
  if (const JsonTree* added = frame.find("messages"); added != nullptr && added->array() != nullptr) {
    if (state.find("messages") == nullptr || state.find("messages")->array() == nullptr)
      state.set("messages", JsonTree::Array{});
    JsonTree::Array& messages = *state.find("messages")->array();
    messages.insert(messages.begin(), added->array()->begin(), added->array()->end());
    if (messages.size() > kMessagesKept) messages.resize(kMessagesKept);
  }
  if (const JsonTree* highlight = frame.find("highlight")) state.set("highlight", *highlight);
  return {};
}

}  // namespace

std::optional<FrameName> parse_frame_name(std::string_view name) {
  if (!name.ends_with(".json")) return std::nullopt;
  name.remove_suffix(5);
  FrameName frame;
  frame.between = name.ends_with('i');
  if (frame.between) name.remove_suffix(1);
  const bool digits = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  const auto second = digits && name.size() >= 5 && name.size() <= 11 ? live::parse_number<std::int64_t>(name) : std::nullopt;
  if (!second) return std::nullopt;
  frame.second = *second;
  return frame;
}

std::string frame_name(std::int64_t second, bool between) {
  std::string digits = std::to_string(second);
  digits.insert(0, 11 - std::min<std::size_t>(11, digits.size()), '0');
  return digits + (between ? "i" : "") + ".json";
}

Result<Manifest> visit_states(std::string_view bytes, const StateVisitor& visit, std::vector<Complaint>& complaints) {
  auto zip = ZipReader::open(bytes);
  if (!zip) return std::unexpected(zip.error());
  FrameReader reader(*zip, complaints);
  const auto manifest_member = std::ranges::find(zip->names(), kManifestName);
  if (manifest_member == zip->names().end()) return no_replay("it has no manifest.json");
  const auto document = reader.read(static_cast<std::size_t>(manifest_member - zip->names().begin()));
  if (!document) return std::unexpected(document.error());
  auto manifest = read_manifest(*document);
  if (!manifest) return no_replay("its manifest is not of version 1, or has no columns");
  const Manifest first = *manifest;
  std::optional<JsonTree> state;
  for (const FrameName& frame : frames_of(*zip)) {
    if (frame.between && !state) continue;  // differences to nothing
    auto content = reader.read(frame.member);
    if (!content) {
      reader.complain(frame.member, content.error().message);
      continue;
    }
    if (frame.between) {
      // A step that leads nowhere may leave the state half changed: the next key frame sets it right.
      if (auto applied = apply_frame(*state, *content); !applied) {
        reader.complain(frame.member, applied.error().message);
        state.reset();
        continue;
      }
    } else {
      state = std::move(*content);
      // Columns may change: the count of sectors is often not known at first.
      const JsonTree* own = state->find("manifest");
      if (auto changed = own == nullptr ? std::nullopt : read_manifest(*own)) {
        changed->uuid = first.uuid;
        manifest = std::move(changed);
      }
    }
    visit(*manifest, *state, frame.second);
  }
  return first;
}

Result<ArchiveSession> read_replay(std::string_view bytes, const std::string& file) {
  ArchiveSession session;
  session.id = std::filesystem::path(file).stem().string();
  session.file = file;
  StateEvents states("timing71");
  std::vector<timing::Event> events;
  std::optional<timing::Instant> last;
  const auto visited = visit_states(
      bytes,
      [&](const Manifest& manifest, const JsonTree& state, std::int64_t second) {
        states.take_manifest(manifest);
        last = timing::instant_from_ms(second * 1000);
        states.take_state(read_state(state, manifest), *last, events);
      },
      session.complaints);
  if (!visited) return std::unexpected(visited.error());
  if (!last) return no_replay("it has no key frame");
  states.finish(*last, events);
  session.complaint_count = session.complaints.size();
  session.events = canonical_events(std::move(events));
  return session;
}

}  // namespace stint::source::timing71
