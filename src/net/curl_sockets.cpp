#include "net/curl_sockets.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <utility>

namespace stint::net {

namespace asio = boost::asio;
using boost::system::error_code;

// A socket of libcurl's, which is lent to Asio and never closed by it.
struct CurlSockets::Watch {
  Watch(asio::io_context& loop, curl_socket_t number) : socket(number), descriptor(loop, number) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() {
    if (descriptor.is_open()) descriptor.release();
  }
  curl_socket_t socket;
  asio::posix::stream_descriptor descriptor;
  int interest = 0;  // CURL_POLL_*
  bool awaits_read = false;
  bool awaits_write = false;
};

CurlSockets::CurlSockets(asio::io_context& loop, std::function<void(CURL*, CURLcode)> on_done)
    : loop_(loop), on_done_(std::move(on_done)), timer_(loop), multi_(curl_multi_init()) {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlSockets::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlSockets::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
}

CurlSockets::~CurlSockets() { curl_multi_cleanup(multi_); }

void CurlSockets::add(CURL* transfer) { curl_multi_add_handle(multi_, transfer); }

void CurlSockets::remove(CURL* transfer) { curl_multi_remove_handle(multi_, transfer); }

int CurlSockets::on_socket(CURL* /*transfer*/, curl_socket_t socket, int what, void* self, void* /*unused*/) {
  static_cast<CurlSockets*>(self)->watch(socket, what);
  return 0;
}

int CurlSockets::on_timer(CURLM* /*multi*/, long wait_ms, void* self) {
  auto& sockets = *static_cast<CurlSockets*>(self);
  if (wait_ms < 0) {
    sockets.timer_.cancel();
    return 0;
  }
  sockets.timer_.expires_after(std::chrono::milliseconds{wait_ms});
  sockets.timer_.async_wait([&sockets](error_code error) {
    if (!error) sockets.act(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
}

void CurlSockets::watch(curl_socket_t socket, int what) {
  if (what == CURL_POLL_REMOVE) {
    watches_.erase(socket);  // its destructor gives the socket back and ends the waits
    return;
  }
  std::shared_ptr<Watch>& watch = watches_[socket];
  if (!watch) watch = std::make_shared<Watch>(loop_, socket);
  watch->interest = what;
  await(watch);
}

void CurlSockets::await(const std::shared_ptr<Watch>& watch) {
  const auto ready = [this, weak = std::weak_ptr(watch)](bool Watch::* awaits, int event) {
    return [this, weak, awaits, event](error_code error) {
      const auto held = weak.lock();
      if (!held) return;
      (*held).*awaits = false;
      const int wanted = event == CURL_CSELECT_IN ? CURL_POLL_IN : CURL_POLL_OUT;
      if (error || (held->interest & wanted) == 0) return;
      const curl_socket_t socket = held->socket;
      act(socket, event);
      const auto still = watches_.find(socket);
      if (still != watches_.end() && still->second == held) await(held);
    };
  };
  if ((watch->interest & CURL_POLL_IN) != 0 && !std::exchange(watch->awaits_read, true)) {
    watch->descriptor.async_wait(asio::posix::descriptor_base::wait_read, ready(&Watch::awaits_read, CURL_CSELECT_IN));
  }
  if ((watch->interest & CURL_POLL_OUT) != 0 && !std::exchange(watch->awaits_write, true)) {
    watch->descriptor.async_wait(asio::posix::descriptor_base::wait_write, ready(&Watch::awaits_write, CURL_CSELECT_OUT));
  }
}

void CurlSockets::act(curl_socket_t socket, int ready) {
  int running = 0;
  curl_multi_socket_action(multi_, socket, ready, &running);
  report_done();
}

void CurlSockets::report_done() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* transfer = message->easy_handle;
    const CURLcode code = message->data.result;
    remove(transfer);
    on_done_(transfer, code);
  }
}

}  // namespace stint::net
