// libcurl's transfers on an Asio loop: Asio watches the sockets and the time, libcurl does the rest.
//
// Thread rule: all calls, and the destruction, happen where the loop runs (or after it has ended).
#pragma once

#include <curl/curl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>

namespace stint::net {

class CurlSockets {
 public:
  // `on_done` may add and remove transfers; the one that is done has been removed already.
  CurlSockets(boost::asio::io_context& loop, std::function<void(CURL*, CURLcode)> on_done);
  CurlSockets(const CurlSockets&) = delete;
  CurlSockets& operator=(const CurlSockets&) = delete;
  // REQUIRES: no transfer is left.
  ~CurlSockets();

  void add(CURL* transfer);
  void remove(CURL* transfer);

 private:
  struct Watch;
  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*);
  static int on_timer(CURLM*, long wait_ms, void* self);
  void watch(curl_socket_t socket, int what);
  void await(const std::shared_ptr<Watch>& watch);
  void act(curl_socket_t socket, int ready);
  void report_done();

  boost::asio::io_context& loop_;
  std::function<void(CURL*, CURLcode)> on_done_;
  boost::asio::steady_timer timer_;
  std::map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  CURLM* multi_;
};

}  // namespace stint::net
