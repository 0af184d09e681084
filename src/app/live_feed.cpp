#include "app/live_feed.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <random>
#include <utility>

#include "app/text_file.hpp"
#include "net/browser/browser_transport.hpp"
#include "net/url.hpp"
#include "source/live/page/page.hpp"

namespace stint::app {
namespace {

constexpr std::string_view kRecordingsFolder = "data/recordings";
constexpr std::string_view kRecordingSuffix = ".stintrec";

constexpr std::string_view kDescribedPage = "page:";

// "club-day" of "pages/Club day.toml".
std::string stem_of(const std::string& file) {
  std::string stem;
  for (const char c : std::filesystem::path(file).stem().string()) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (plain || (!stem.empty() && stem.back() != '-')) {
      stem += plain ? static_cast<char>(std::tolower(static_cast<unsigned char>(c))) : '-';
    }
  }
  return stem;
}

// A page that is named with its description is that page: its sessions are told from those of other pages by the file's name.
FeedChoice with_description(FeedChoice choice) {
  if (!choice.name.starts_with(kDescribedPage)) return choice;
  choice.page_file = choice.name.substr(kDescribedPage.size());
  choice.name = live::kPageSource.name;
  choice.series = stem_of(choice.page_file);
  return choice;
}

std::string known_names() {
  std::string names;
  for (const live::LiveSource& source : live::live_sources()) {
    names += (names.empty() ? "" : ", ") + std::string(source.name);
    for (const std::string_view series : source.series) names += ", " + std::string(series);
  }
  return names.empty() ? "none" : names;
}

// Two feeds have an address of their own in the configuration.
std::string address_of(const live::LiveSource& source, const Configuration& configuration) {
  if (source.name == "griiip") return configuration.text(SettingKey::wec_timing_url);
  if (source.name == "imsa") return configuration.text(SettingKey::imsa_timing_url);
  return std::string(source.public_url);
}

timing::Millis poll_interval(const Configuration& configuration) {
  const double seconds = std::strtod(configuration.text(SettingKey::scrape_interval).c_str(), nullptr);
  return std::chrono::round<timing::Millis>(std::chrono::duration<double>(seconds));
}

std::uint64_t random_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

// A page that a script makes is shown by a browser.
std::unique_ptr<net::Transport> open_network(const PreparedFeed& feed, std::function<void()> on_arrival) {
  const bool rendered =
      feed.source->name == live::kPageSource.name && live::page::needs_browser(feed.options.page_description).value_or(false);
  return rendered ? net::open_browser_transport(feed.transport, {}, std::move(on_arrival))
                  : net::open_transport(feed.transport, std::move(on_arrival));
}

}  // namespace

std::string feed_label(const std::string& name) {
  if (!name.starts_with(kDescribedPage)) return name;
  return std::string(live::kPageSource.name) + "-" + stem_of(name.substr(kDescribedPage.size()));
}

Result<PreparedFeed> prepare_feed(const FeedChoice& given, const Configuration& configuration) {
  const FeedChoice choice = with_description(given);
  PreparedFeed feed;
  feed.name = feed_label(given.name);
  feed.source = live::find_live_source(choice.name);
  if (feed.source == nullptr) {
    return fail(ErrorCode::bad_argument, "There is no live source '" + choice.name + "'. There are: " + known_names() + ".");
  }
  const live::LiveSource& source = *feed.source;
  live::AdapterOptions& options = feed.options;
  options.base_url = choice.url.empty() ? address_of(source, configuration) : choice.url;
  while (options.base_url.ends_with('/')) options.base_url.pop_back();
  if (!choice.page_file.empty()) {
    auto page = read_text_file(choice.page_file);
    if (!page) return std::unexpected(page.error());
    options.page_description = std::move(*page);
    if (options.base_url.empty()) {
      auto described = live::page::described_url(options.page_description);
      if (!described) return std::unexpected(described.error());
      options.base_url = std::move(*described);
    }
  }
  if (options.base_url.empty()) {
    return fail(ErrorCode::bad_argument,
                "The source '" + choice.name + "' has no address of its own: give one with --url" +
                    (source.name == "page" ? ", or as url in the page's description (--page FILE.toml)." : "."));
  }
  const auto url = net::parse_url(options.base_url);
  if (!url) return fail(ErrorCode::bad_configuration, url.error().message);
  feed.is_public = !net::is_loopback(url->authority());
  feed.host = url->authority();
  const bool is_series = choice.name != source.name;
  options.series = !choice.series.empty() ? choice.series : is_series ? choice.name : "";
  options.poll_interval = poll_interval(configuration);
  if (feed.is_public) options.poll_interval = std::max<timing::Millis>(options.poll_interval, source.least_interval);
  options.seed = random_seed();
  feed.transport.user_agent = configuration.text(SettingKey::user_agent);
  feed.transport.least_interval = source.least_interval;
  return feed;
}

std::filesystem::path recording_path(const PreparedFeed& feed, const std::string& given, timing::Instant now) {
  const std::filesystem::path path = given.empty() ? std::filesystem::path(kRecordingsFolder) : std::filesystem::path(given);
  const bool is_folder = given.empty() || given.ends_with('/') || std::filesystem::is_directory(path);
  if (!is_folder) return path;
  const std::string day = fmt::format("{:%Y-%m-%d}", std::chrono::floor<std::chrono::seconds>(now));
  return path / (feed.name + "-" + day + std::string(kRecordingSuffix));
}

Result<std::unique_ptr<live::Supervisor>> open_feed(const PreparedFeed& feed, timing::Instant now,
                                                    const std::filesystem::path& recording, std::function<void()> on_arrival) {
  auto adapter = feed.source->make(feed.options);
  if (!adapter) return std::unexpected(adapter.error());
  std::optional<live::FrameWriter> writer;
  if (!recording.empty()) {
    auto opened = live::FrameWriter::open(recording, {std::string(feed.source->name), feed.options, now});
    if (!opened) return std::unexpected(opened.error());
    writer = std::move(*opened);
  }
  return std::make_unique<live::Supervisor>(
      live::SupervisorPlan{std::string(feed.source->name), feed.source->patience, feed.options.seed}, std::move(*adapter),
      open_network(feed, std::move(on_arrival)), std::move(writer));
}

}  // namespace stint::app
