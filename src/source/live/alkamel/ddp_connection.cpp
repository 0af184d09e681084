#include "source/live/alkamel/ddp_connection.hpp"

#include <utility>

#include "source/live/alkamel/sockjs.hpp"

namespace stint::live::alkamel {
namespace {

// http://host -> ws://host
std::string socket_url(std::string_view base_url) {
  return base_url.starts_with("http") ? "ws" + std::string(base_url.substr(4)) : std::string(base_url);
}

// Scheme and host of the page that a browser would have open.
std::string origin_of(std::string_view base_url) {
  const auto scheme = base_url.find("://");
  if (scheme == std::string_view::npos) return std::string(base_url);
  std::string origin(base_url.substr(0, base_url.find('/', scheme + 3)));
  return origin.starts_with("ws") ? "http" + origin.substr(2) : origin;
}

}  // namespace

DdpConnection::DdpConnection(std::string base_url, std::uint64_t seed) : base_url_(std::move(base_url)), seed_(seed) {}

void DdpConnection::open(timing::Instant now, Reaction& reaction) {
  open_ = false;
  asked_.reset();
  last_frame_ = now;
  subscriptions_.clear();
  const std::string path = is_bare() ? "" : "/sockjs" + sockjs_path(seed_, ++connections_) + "/websocket";
  reaction.asks.emplace_back(
      net::OpenSocket{.stream = std::string(kDdpStream), .url = socket_url(base_url_) + path, .origin = origin_of(base_url_)});
}

void DdpConnection::alive(timing::Instant now) {
  last_frame_ = now;
  asked_.reset();
}

std::vector<std::string> DdpConnection::on_frame(const net::Frame& frame, Reaction& reaction) {
  switch (frame.kind) {
    case net::FrameKind::opened:
      open_ = true;
      if (is_bare()) connect(reaction);
      return {};
    case net::FrameKind::closed:
    case net::FrameKind::failed:
      open_ = false;
      reaction.rebuild = "the connection was lost: " + frame.bytes;
      return {};
    case net::FrameKind::response:
      return {};
    case net::FrameKind::text:
      break;
  }
  if (is_bare()) return {frame.bytes};
  SockJsFrame read = read_sockjs(frame.bytes);
  if (read.kind == SockJsFrame::Kind::open) connect(reaction);
  if (read.kind == SockJsFrame::Kind::close) reaction.rebuild = "the server closed the connection: " + read.reason;
  if (read.kind == SockJsFrame::Kind::broken) reaction.problems.push_back({std::string(kDdpStream), read.reason});
  return std::move(read.messages);
}

void DdpConnection::on_time(timing::Instant now, Reaction& reaction) {
  if (!open_) return;
  if (asked_ && now - *asked_ >= kSilence) {
    open_ = false;
    reaction.rebuild = "no frame for " +
                       std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now - last_frame_).count()) +
                       " s, and no answer to a ping";
  } else if (!asked_ && now - last_frame_ >= kSilence) {
    asked_ = now;
    send(ping_text(next_id("")), reaction);
  }
}

void DdpConnection::send(std::string_view message, Reaction& reaction) const {
  reaction.asks.emplace_back(
      net::SendText{.stream = std::string(kDdpStream), .text = is_bare() ? std::string(message) : sockjs_text(message)});
}

std::string DdpConnection::next_id(std::string_view publication) {
  std::string id = "s" + std::to_string(++last_id_);
  if (!publication.empty()) subscriptions_.emplace(id, publication);
  return id;
}

void DdpConnection::connect(Reaction& reaction) { send(connect_text(), reaction); }
void DdpConnection::pong(std::string_view id, Reaction& reaction) { send(pong_text(id), reaction); }

std::string DdpConnection::subscribe_named(std::string_view publication, std::string_view name, Reaction& reaction) {
  std::string id = next_id(publication);
  send(sub_text(id, publication, name), reaction);
  return id;
}

std::string DdpConnection::subscribe(std::string_view publication, const ObjectId& document, Reaction& reaction) {
  std::string id = next_id(publication);
  send(sub_document_text(id, publication, document), reaction);
  return id;
}

std::string DdpConnection::subscribe(std::string_view publication, const std::vector<ObjectId>& documents, Reaction& reaction) {
  std::string id = next_id(publication);
  send(sub_documents_text(id, publication, documents), reaction);
  return id;
}

void DdpConnection::unsubscribe(const std::string& id, Reaction& reaction) {
  if (subscriptions_.erase(id) > 0) send(unsub_text(id), reaction);
}

std::string DdpConnection::publication(std::string_view id) const {
  const auto found = subscriptions_.find(id);
  return found == subscriptions_.end() ? std::string() : found->second;
}

}  // namespace stint::live::alkamel
