#include "source/live/page/page.hpp"

#include "net/url.hpp"
#include "source/live/page/page_adapter.hpp"

namespace stint::live {
namespace {

constexpr std::chrono::milliseconds kLeastInterval{2'000};
constexpr timing::Millis kUsualInterval{5'000};

Result<std::unique_ptr<Adapter>> make_page(const AdapterOptions& options) {
  if (options.page_description.empty()) {
    return fail(ErrorCode::bad_configuration, "the source 'page' needs a description of the page: --page FILE.toml");
  }
  auto description = page::parse_description(options.page_description);
  if (!description) return std::unexpected(description.error());
  const std::string base = options.base_url.empty() ? description->url : options.base_url;
  const std::string address = base + description->path;
  const auto url = net::parse_url(address);
  if (!url || (url->scheme != "http" && url->scheme != "https")) {
    return fail(ErrorCode::bad_configuration, base.empty() ? "the page's description has no url, so --url is needed"
                                                           : "\"" + address + "\" is no address of a page");
  }
  const timing::Millis wished = options.poll_interval.count() > 0 ? options.poll_interval : kUsualInterval;
  timing::Millis interval = description->poll_interval.value_or(wished);
  if (!net::is_loopback(url->authority())) interval = std::max<timing::Millis>(interval, kLeastInterval);
  return std::make_unique<page::PageAdapter>(std::move(*description), address, interval, options.series);
}

}  // namespace

constinit const LiveSource kPageSource{
    .name = "page",
    .title = "Any HTML timing page, by a description of it",
    .owner = "the owner of the page",
    .public_url = "",
    .series = {},
    .least_interval = kLeastInterval,
    .patience = std::chrono::seconds{300},
    .make = make_page,
};

namespace page {

Result<bool> needs_browser(std::string_view description) {
  auto read = parse_description(description);
  if (!read) return std::unexpected(read.error());
  return read->javascript;
}

Result<std::string> described_url(std::string_view description) {
  auto read = parse_description(description);
  if (!read) return std::unexpected(read.error());
  return std::move(read->url);
}

}  // namespace page
}  // namespace stint::live
