#include "mock/memory_transport.hpp"

#include <algorithm>
#include <string_view>

namespace stint::mock {
namespace {

struct Address {
  std::string host, target;
};

// The parts of SCHEME://HOST/PATH?QUERY that a request carries.
Address address_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const auto path = url.find_first_of("/?");
  if (path == std::string_view::npos) return {std::string(url), "/"};
  std::string target(url.substr(path));
  if (target.front() == '?') target.insert(0, "/");
  return {std::string(url.substr(0, path)), std::move(target)};
}

net::LoopbackRequest request_of(const std::string& method, const std::string& url) {
  Address address = address_of(url);
  return {method, std::move(address.target), {{"Host", std::move(address.host)}}, ""};
}

std::string header_of(const net::LoopbackReply& reply, std::string_view name) {
  for (const net::HeaderField& field : reply.headers) {
    if (field.name == name) return field.value;
  }
  return "";
}

}  // namespace

MemoryTransport::MemoryTransport(net::LoopbackService& service) : service_(service) {}

void MemoryTransport::ask(const net::Ask& ask) {
  std::visit([this](const auto& each) { carry_out(each); }, ask);
  send_due();
}

std::vector<net::Frame> MemoryTransport::take() { return std::exchange(waiting_, {}); }

void MemoryTransport::advance(timing::Instant now) {
  now_ = now;
  send_due();
}

void MemoryTransport::cut() {
  for (const auto& [stream, socket] : std::exchange(sockets_, {})) {
    arrived(net::FrameKind::closed, stream, net::kNoCloseCode, "connection reset");
    service_.on_closed(socket, now_);
  }
  send_due();
}

void MemoryTransport::set_reachable(bool reachable) { reachable_ = reachable; }

void MemoryTransport::carry_out(const net::Fetch& fetch) {
  if (!reachable_) return arrived(net::FrameKind::failed, fetch.stream, 0, "host unreachable");
  net::LoopbackRequest request = request_of(fetch.method, fetch.url);
  request.headers.insert(request.headers.end(), fetch.headers.begin(), fetch.headers.end());
  request.body = fetch.body;
  if (const auto tag = tags_.find(fetch.stream); fetch.if_changed && tag != tags_.end()) {
    request.headers.push_back({"If-None-Match", tag->second});
  }
  net::LoopbackReply reply = service_.answer(request, now_);
  if (reply.cut_after) return arrived(net::FrameKind::failed, fetch.stream, 0, "connection reset");
  if (std::string tag = header_of(reply, "ETag"); !tag.empty()) tags_[fetch.stream] = std::move(tag);
  arrived(net::FrameKind::response, fetch.stream, reply.status, std::move(reply.body));
}

void MemoryTransport::carry_out(const net::OpenSocket& open) {
  carry_out(net::CloseStream{open.stream});
  if (!reachable_) return arrived(net::FrameKind::failed, open.stream, 0, "host unreachable");
  net::LoopbackRequest request = request_of("GET", open.url);
  if (!open.origin.empty()) request.headers.push_back({"Origin", open.origin});
  const net::SocketId socket = next_socket_++;
  if (!service_.accept(socket, request, now_)) return arrived(net::FrameKind::failed, open.stream, 0, "upgrade refused");
  sockets_[open.stream] = socket;
  arrived(net::FrameKind::opened, open.stream, 0, "");
}

void MemoryTransport::carry_out(const net::SendText& send) {
  const auto socket = sockets_.find(send.stream);
  if (socket != sockets_.end()) service_.on_text(socket->second, send.text, now_);
}

void MemoryTransport::carry_out(const net::CloseStream& close) {
  std::erase_if(waiting_, [&](const net::Frame& frame) { return frame.stream == close.stream; });
  const auto socket = sockets_.find(close.stream);
  if (socket == sockets_.end()) return;
  const net::SocketId id = socket->second;
  sockets_.erase(socket);
  service_.on_closed(id, now_);
}

void MemoryTransport::send_due() {
  for (net::SocketAction& action : service_.advance(now_)) {
    const auto socket = std::ranges::find_if(sockets_, [&](const auto& each) { return each.second == action.socket; });
    if (socket == sockets_.end()) continue;
    if (action.kind == net::SocketAction::Kind::text) {
      arrived(net::FrameKind::text, socket->first, 0, std::move(action.text));
      continue;
    }
    const bool polite = action.kind == net::SocketAction::Kind::close;
    arrived(net::FrameKind::closed, socket->first, polite ? action.code : net::kNoCloseCode,
            polite ? std::move(action.text) : "connection reset");
    sockets_.erase(socket);
    service_.on_closed(action.socket, now_);
  }
}

void MemoryTransport::arrived(net::FrameKind kind, const net::StreamName& stream, std::int32_t status, std::string bytes) {
  waiting_.push_back({now_, kind, stream, status, std::move(bytes)});
}

}  // namespace stint::mock
