// A race as an HTML timing page, as many circuits and clubs have one. docs/sources/page.md has the description that reads it.
//
//   /live.html    the table in the page's own HTML
//   /script.html  the same table, built by a script from data in the page
#pragma once

#include <string>

#include "mock/catalogue.hpp"
#include "mock/feed.hpp"

namespace stint::mock {

extern const MockProtocol kPageMock;

class PageFeed final : public Feed {
 public:
  using Feed::Feed;

 private:
  net::LoopbackReply reply(const net::LoopbackRequest& request) override;

  std::string kept_;         // the body that a stall or stale data show again
  std::uint64_t asked_ = 0;  // requests so far: some faults strike every second one
};

}  // namespace stint::mock
