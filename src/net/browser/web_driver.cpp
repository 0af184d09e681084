#include "net/browser/web_driver.hpp"

#include <simdjson.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "timing/json_writer.hpp"

namespace stint::net {
namespace {

// A command may take as long as the page's loading, and a little more.
constexpr std::chrono::milliseconds kCommandSlack{15'000};
constexpr long kGoodbyeMs = 2'000;

constexpr std::string_view kShownScript =
    "const entry = performance.getEntriesByType('navigation')[0];"
    "return [entry && entry.responseStatus || 0, document.documentElement.outerHTML];";

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

int on_progress(void* wants_to_stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(wants_to_stop)->load() ? 1 : 0;
}

std::string session_request(const BrowserOptions& browser, const TransportOptions& options) {
  std::string body;
  timing::JsonWriter json(body);
  json.begin_object().key("capabilities").begin_object().key("alwaysMatch").begin_object();
  json.field("browserName", "chrome").field("pageLoadStrategy", "normal");
  json.key("timeouts").begin_object().field("pageLoad", browser.load_timeout.count()).field("script", 10'000).end_object();
  json.key("goog:chromeOptions").begin_object().key("args").begin_array();
  // The pipe ends the browser when its driver ends, however that happens.
  for (const char* argument :
       {"--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe", "--mute-audio",
        "--disable-background-networking", "--disable-component-update", "--no-first-run"}) {
    json.value(argument);
  }
  if (!options.user_agent.empty()) json.value("--user-agent=" + options.user_agent);
  if (geteuid() == 0) json.value("--no-sandbox");  // Chromium refuses its sandbox to root
  json.end_array().end_object().end_object().end_object().end_object();
  return body;
}

// What the driver reports in place of a value.
std::string problem_in(const simdjson::dom::element& answer) {
  std::string_view message;
  if (answer["value"]["message"].get(message) != simdjson::SUCCESS)
    return "the browser's driver answers something that is no answer";
  return std::string(message.substr(0, message.find('\n')));
}

}  // namespace

WebDriver::WebDriver(std::unique_ptr<DriverProcess> process, const BrowserOptions& browser, const std::atomic<bool>& stop)
    : process_(std::move(process)), browser_(browser), stop_(stop), handle_(new_curl_handle()) {}

Result<std::unique_ptr<WebDriver>> WebDriver::start(const BrowserOptions& browser, const TransportOptions& options,
                                                    const std::atomic<bool>& stop) {
  auto process = DriverProcess::start(browser.driver, stop);
  if (!process) return std::unexpected(process.error());
  std::unique_ptr<WebDriver> driver(new WebDriver(std::move(*process), browser, stop));
  if (auto begun = driver->begin_session(options); !begun) return std::unexpected(begun.error());
  return driver;
}

WebDriver::~WebDriver() {
  ending_ = true;
  if (!session_.empty()) (void)command("DELETE", "", "");
}

Result<void> WebDriver::begin_session(const TransportOptions& options) {
  auto answer = command("POST", "", session_request(browser_, options));
  if (!answer) return std::unexpected(answer.error());
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  std::string_view id;
  if (parser.parse(*answer).get(json) != simdjson::SUCCESS || json["value"]["sessionId"].get(id) != simdjson::SUCCESS) {
    return fail(ErrorCode::bad_configuration, "the browser's driver gives no session");
  }
  session_ = "/" + std::string(id);
  return {};
}

Result<void> WebDriver::open(const std::string& url) {
  std::string body;
  timing::JsonWriter(body).begin_object().field("url", url).end_object();
  auto answer = command("POST", "/url", body);
  return answer ? Result<void>() : std::unexpected(answer.error());
}

Result<ShownPage> WebDriver::shown() {
  process_->drain();
  std::string body;
  timing::JsonWriter(body).begin_object().field("script", kShownScript).key("args").begin_array().end_array().end_object();
  auto answer = command("POST", "/execute/sync", body);
  if (!answer) return std::unexpected(answer.error());
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  std::int64_t status = 0;
  std::string_view html;
  if (parser.parse(*answer).get(json) != simdjson::SUCCESS || json["value"].at(1).get(html) != simdjson::SUCCESS) {
    return fail(ErrorCode::internal, "the browser shows nothing");
  }
  if (json["value"].at(0).get(status) != simdjson::SUCCESS) status = 0;
  return ShownPage{static_cast<std::int32_t>(status), std::string(html)};
}

Result<std::string> WebDriver::command(const std::string& method, const std::string& path, const std::string& body) {
  if (!handle_) return fail(ErrorCode::internal, "libcurl can't be started");
  const std::string address = "http://127.0.0.1:" + std::to_string(process_->port()) + "/session" + session_ + path;
  const auto url = parse_url(address);
  if (!url) return std::unexpected(url.error());
  auto headers = header_list({{"Content-Type", "application/json"}});
  if (!headers) return std::unexpected(headers.error());
  CURL* handle = handle_.get();
  std::array<char, CURL_ERROR_SIZE> error_text{};
  std::string answer;
  curl_easy_reset(handle);
  set_up(handle, *url, address, TransportOptions{}, error_text.data());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers->get());
  if (method == "POST") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
  } else {
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
  const long patience = ending_ ? kGoodbyeMs : static_cast<long>((browser_.load_timeout + kCommandSlack).count());
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, patience);
  if (!ending_) {
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop_);
  }
  if (const CURLcode code = curl_easy_perform(handle); code != CURLE_OK) {
    return fail(ErrorCode::internal, "the browser's driver is lost: " + curl_problem(code, error_text.data()));
  }
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (status == 200) return answer;
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  if (parser.parse(answer).get(json) != simdjson::SUCCESS) {
    return fail(ErrorCode::internal, "the browser's driver answers " + std::to_string(status));
  }
  return fail(ErrorCode::internal, problem_in(json));
}

}  // namespace stint::net
