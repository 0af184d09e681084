#include "mock/page/page_feed.hpp"

#include <functional>
#include <utility>

#include "mock/page/timing_table.hpp"

namespace stint::mock {
namespace {

// The first page of all carries so much more, where a huge first answer is asked for.
constexpr std::size_t kHugeBytes = 2UL * 1024 * 1024;

std::unique_ptr<net::LoopbackService> make_page_feed(RaceScript script, FaultPlan faults) {
  return std::make_unique<PageFeed>(std::move(script), std::move(faults));
}

}  // namespace

constinit const MockProtocol kPageMock{
    .name = "page", .title = "An HTML timing page", .serves = "/live.html, /script.html", .make = make_page_feed};

net::LoopbackReply PageFeed::reply(const net::LoopbackRequest& request) {
  const std::string path = request.target.substr(0, request.target.find('?'));
  if (path != "/live.html" && path != "/script.html") return {.status = 404, .body = "There is /live.html and /script.html\n"};
  ++asked_;
  const bool every_second = asked_ % 2 == 0;
  const bool old = suffers(Fault::stall) || (suffers(Fault::stale) && every_second);
  if (!old || kept_.empty()) {
    const TableStyle style{.by_script = path == "/script.html",
                           .latin1 = suffers(Fault::encoding),
                           .twice = suffers(Fault::cars),
                           .short_rows = suffers(Fault::short_rows) && every_second,
                           .yellow = suffers(Fault::flag_chatter) && every_second,
                           .next_session = rolled_over(),
                           .padding_bytes = suffers(Fault::huge_first) && asked_ == 1 ? kHugeBytes : 0};
    kept_ = timing_page(*script().snapshot(), style);
  }
  const std::string tag = "\"" + std::to_string(std::hash<std::string>{}(kept_)) + "\"";
  if (request.header("If-None-Match") == tag) return {.status = 304, .headers = {{"ETag", tag}}};
  return {.headers = {{"Content-Type", "text/html"}, {"ETag", tag}}, .body = kept_};
}

}  // namespace stint::mock
