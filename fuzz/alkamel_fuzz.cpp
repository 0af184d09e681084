// Any bytes as frames of Al Kamel's live timing, separated by newlines: no crash, and every event keeps to its bounds. The
// frames come at four points of a conversation: raw, as the message of a SockJS frame, as standings, and as the strings of one
// car.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "source/live/alkamel/alkamel_adapter.hpp"
#include "source/live/alkamel/sockjs.hpp"
#include "timing/event_ndjson.hpp"

namespace {

using namespace stint;
using live::alkamel::AlkamelAdapter;

constexpr auto kNow = timing::instant_from_ms(1'785'164'400'000);

class Conversation {
 public:
  Conversation() {
    adapter_.start(kNow, reaction_);
    give({.arrived_at = kNow, .kind = net::FrameKind::opened, .stream = "ddp"});
    frame("o");
    say(R"({"msg":"connected"})");
    say(R"({"msg":"added","collection":"feeds","id":"f","fields":{"sessions":["aa"]}})");
    say(R"({"msg":"added","collection":"session_info","id":"i","fields":{"session":"aa","info":{"name":"Race","type":"RACE","closed":false}}})");
    say(R"({"msg":"ready","subs":["s1","s2","s3","s4"]})");
  }
  void frame(std::string bytes) {
    give({.arrived_at = kNow, .kind = net::FrameKind::text, .stream = "ddp", .bytes = std::move(bytes)});
  }
  void say(std::string_view message) { frame("a" + live::alkamel::sockjs_text(message)); }
  void standing(std::string_view object) {
    std::string list = R"({"msg":"changed","collection":"standings","id":"s","fields":{"standings":{"standings":{"1":)";
    say(list.append(object).append("}}}}"));
  }
  void pass() {
    for (int second = 1; second <= 8; ++second) {
      adapter_.on_time(kNow + std::chrono::seconds{second}, reaction_);
      check();
    }
  }

 private:
  void give(const net::Frame& frame) {
    adapter_.on_frame(frame, reaction_);
    check();
  }
  void check() {
    for (const timing::Event& event : reaction_.events) {
      if (!timing::check_event(event)) std::abort();
    }
    reaction_ = {};
  }

  AlkamelAdapter adapter_{"http://timing.example", "imsa", 1};
  live::Reaction reaction_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  Conversation talk;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (int line = 0; !rest.empty() && line < 64; ++line) {
    const auto end = rest.find('\n');
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    talk.frame(std::string(text));
    talk.say(text);
    talk.standing(text);
    std::string row = R"({"data":")";
    talk.standing(row.append(text)
                      .append(R"(","currentSectors":")")
                      .append(text)
                      .append(R"(","currentLoopSectors":")")
                      .append(text)
                      .append("\"}"));
  }
  talk.pass();
  return 0;
}
