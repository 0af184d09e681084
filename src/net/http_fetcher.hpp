// Fetches over HTTP: politely, conditionally where asked, each answered by one frame.
//
// Thread rule: everything happens on the network's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "net/curl_sockets.hpp"
#include "net/exchange.hpp"
#include "net/polite_gate.hpp"
#include "net/transport.hpp"
#include "net/waiting_frames.hpp"

namespace stint::net {

// Hands a frame over. False: nobody takes frames any more fast enough, and the conversation has to end.
using Deliver = std::function<bool(ConversationId, Frame)>;

class HttpFetcher {
 public:
  HttpFetcher(boost::asio::io_context& loop, const TransportOptions& options, Deliver deliver);
  HttpFetcher(const HttpFetcher&) = delete;
  HttpFetcher& operator=(const HttpFetcher&) = delete;
  ~HttpFetcher();

  void fetch(ConversationId id, Fetch fetch);
  // Nothing if it is over already.
  void give_up(ConversationId id);

 private:
  struct Transfer;
  // What a server said of its last answer on a stream.
  struct Validator {
    std::string url, tag, modified;
  };
  void begin_due();
  void begin(Transfer& transfer);
  void done(CURL* handle, CURLcode code);
  void finish(ConversationId id, Frame frame);

  const TransportOptions& options_;
  Deliver deliver_;
  PoliteGate gate_;
  boost::asio::steady_timer turn_;
  std::map<StreamName, Validator> validators_;
  std::map<ConversationId, std::unique_ptr<Transfer>> transfers_;
  CurlSockets sockets_;
};

}  // namespace stint::net
