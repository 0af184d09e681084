#include "net/transport.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <map>
#include <thread>
#include <utility>

#include "net/http_fetcher.hpp"
#include "net/waiting_frames.hpp"
#include "net/web_sockets.hpp"

namespace stint::net {
namespace {

namespace asio = boost::asio;

// The owner's side gives every conversation a number and drops frames of those that it has ended, so that no frame of a closed
// stream is ever taken, whatever the network's thread is doing.
class NetworkTransport final : public Transport {
 public:
  NetworkTransport(TransportOptions options, std::function<void()> on_arrival)
      : options_(std::move(options)),
        frames_(options_.max_waiting_bytes, std::move(on_arrival)),
        fetcher_(loop_, options_, [this](ConversationId id, Frame frame) { return frames_.add({id, std::move(frame)}); }),
        sockets_(loop_, options_, [this](ConversationId id, Frame frame) { return frames_.add({id, std::move(frame)}); }),
        thread_([this] { loop_.run(); }) {}

  ~NetworkTransport() override {
    loop_.stop();
    thread_.join();
  }

  void ask(const Ask& ask) override {
    std::visit([this](const auto& what) { begin(what); }, ask);
  }

  std::vector<Frame> take() override {
    std::vector<Frame> frames;
    for (WaitingFrame& waiting : frames_.take()) {
      const auto found = open_.find(waiting.frame.stream);
      if (found == open_.end() || found->second.id != waiting.conversation) continue;
      if (waiting.frame.kind != FrameKind::opened && waiting.frame.kind != FrameKind::text) open_.erase(found);
      frames.push_back(std::move(waiting.frame));
    }
    return frames;
  }

 private:
  struct Conversation {
    ConversationId id = 0;
    bool socket = false;
  };

  void begin(const Fetch& fetch) {
    const ConversationId id = rename(fetch.stream, false);
    asio::post(loop_, [this, id, fetch] { fetcher_.fetch(id, fetch); });
  }

  void begin(const OpenSocket& socket) {
    const ConversationId id = rename(socket.stream, true);
    asio::post(loop_, [this, id, socket] { sockets_.open(id, socket); });
  }

  void begin(const SendText& send) {
    const auto found = open_.find(send.stream);
    if (found == open_.end() || !found->second.socket) return;
    asio::post(loop_, [this, id = found->second.id, text = send.text] { sockets_.send(id, text); });
  }

  void begin(const CloseStream& close) { end(close.stream); }

  // The stream's next conversation; the one before it ends.
  ConversationId rename(const StreamName& stream, bool socket) {
    end(stream);
    open_[stream] = {++last_id_, socket};
    return last_id_;
  }

  void end(const StreamName& stream) {
    const auto found = open_.find(stream);
    if (found == open_.end()) return;
    const Conversation ended = found->second;
    open_.erase(found);
    asio::post(loop_, [this, ended] { ended.socket ? sockets_.close(ended.id) : fetcher_.give_up(ended.id); });
  }

  const TransportOptions options_;
  WaitingFrames frames_;
  std::map<StreamName, Conversation> open_;  // the owner's thread only
  ConversationId last_id_ = 0;

  asio::io_context loop_{1};
  asio::executor_work_guard<asio::io_context::executor_type> keeps_running_{loop_.get_executor()};
  HttpFetcher fetcher_;
  WebSockets sockets_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<Transport> open_transport(TransportOptions options, std::function<void()> on_arrival) {
  return std::make_unique<NetworkTransport>(std::move(options), std::move(on_arrival));
}

}  // namespace stint::net
