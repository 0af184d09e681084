#include "net/browser/browser_transport.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "net/browser/web_driver.hpp"
#include "net/waiting_frames.hpp"

namespace stint::net {
namespace {

using SteadyClock = std::chrono::steady_clock;

class BrowserTransport final : public Transport {
 public:
  BrowserTransport(TransportOptions options, BrowserOptions browser, std::function<void()> on_arrival)
      : options_(std::move(options)),
        browser_(std::move(browser)),
        frames_(options_.max_waiting_bytes, std::move(on_arrival)),
        thread_([this] { run(); }) {}

  ~BrowserTransport() override {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    bell_.notify_one();
    thread_.join();
  }

  void ask(const Ask& ask) override {
    if (const auto* fetch = std::get_if<Fetch>(&ask)) {
      begin(*fetch);
    } else if (const auto* socket = std::get_if<OpenSocket>(&ask)) {
      open_[socket->stream] = ++last_id_;
      add(last_id_, FrameKind::failed, socket->stream, 0, "A browser opens pages, no sockets");
    } else if (const auto* close = std::get_if<CloseStream>(&ask)) {
      open_.erase(close->stream);
    }
  }

  std::vector<Frame> take() override {
    std::vector<Frame> frames;
    for (WaitingFrame& waiting : frames_.take()) {
      const auto found = open_.find(waiting.frame.stream);
      if (found == open_.end() || found->second != waiting.conversation) continue;
      open_.erase(found);
      frames.push_back(std::move(waiting.frame));
    }
    return frames;
  }

 private:
  struct Asked {
    ConversationId id = 0;
    Fetch fetch;
  };

  // One fetch a stream waits: a newer one takes its place.
  void begin(const Fetch& fetch) {
    open_[fetch.stream] = ++last_id_;
    {
      const std::lock_guard lock(mutex_);
      std::erase_if(asked_, [&](const Asked& asked) { return asked.fetch.stream == fetch.stream; });
      asked_.push_back({last_id_, fetch});
    }
    bell_.notify_one();
  }

  void run() {
    while (true) {
      Asked next;
      {
        std::unique_lock lock(mutex_);
        bell_.wait(lock, [this] { return stop_ || !asked_.empty(); });
        if (stop_) break;
        next = std::move(asked_.front());
        asked_.pop_front();
      }
      answer(next);
    }
    driver_.reset();
  }

  void answer(const Asked& asked) {
    const Fetch& fetch = asked.fetch;
    if (fetch.method != "GET") return add(asked.id, FrameKind::failed, fetch.stream, 0, "A browser only opens pages");
    auto page = look_at(fetch.url);
    if (!page) {
      driver_.reset();  // whatever is wrong with it, the next fetch begins with another
      return add(asked.id, FrameKind::failed, fetch.stream, 0, page.error().message);
    }
    if (page->html.size() > options_.max_frame_bytes) {
      const std::string limit = std::to_string(options_.max_frame_bytes);
      return add(asked.id, FrameKind::failed, fetch.stream, page->status, "The page is larger than " + limit + " bytes");
    }
    const bool changed = page->html != shown_;
    if (changed) changed_at_ = SteadyClock::now();
    const std::int32_t status = page->status == 0 ? 200 : page->status;
    if (fetch.if_changed && !changed) return add(asked.id, FrameKind::response, fetch.stream, 304, {});
    shown_ = page->html;
    add(asked.id, FrameKind::response, fetch.stream, status, std::move(page->html));
  }

  Result<ShownPage> look_at(const std::string& url) {
    if (!driver_) {
      auto started = WebDriver::start(browser_, options_, stop_);
      if (!started) return std::unexpected(started.error());
      driver_ = std::move(*started);
      url_.clear();
      shown_.clear();
    }
    if (url_ != url || SteadyClock::now() - changed_at_ > browser_.reload_after) {
      await_turn();
      url_.clear();
      if (auto opened = driver_->open(url); !opened) return std::unexpected(opened.error());
      url_ = url;
      changed_at_ = SteadyClock::now();
    }
    return driver_->shown();
  }

  // Pages are loaded no more often than the host is to be asked.
  void await_turn() {
    std::unique_lock lock(mutex_);
    bell_.wait_until(lock, loaded_at_ + options_.least_interval, [this] { return stop_.load(); });
    loaded_at_ = SteadyClock::now();
  }

  void add(ConversationId id, FrameKind kind, const StreamName& stream, std::int32_t status, std::string bytes) {
    if (frames_.add({id, {wall_clock(), kind, stream, status, std::move(bytes)}})) return;
    (void)frames_.add(
        {id, {wall_clock(), FrameKind::failed, stream, 0, "Too many frames wait to be read: this one is dropped"}});
  }

  const TransportOptions options_;
  const BrowserOptions browser_;
  WaitingFrames frames_;
  std::map<StreamName, ConversationId> open_;  // the owner's thread only
  ConversationId last_id_ = 0;

  std::mutex mutex_;
  std::condition_variable bell_;
  std::deque<Asked> asked_;
  std::atomic<bool> stop_ = false;

  // The browser's thread only.
  std::unique_ptr<WebDriver> driver_;
  std::string url_;    // that is open
  std::string shown_;  // by the last answer
  SteadyClock::time_point changed_at_{}, loaded_at_{};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<Transport> open_browser_transport(TransportOptions options, BrowserOptions browser,
                                                  std::function<void()> on_arrival) {
  return std::make_unique<BrowserTransport>(std::move(options), std::move(browser), std::move(on_arrival));
}

}  // namespace stint::net
