#include "net/curl_handle.hpp"

#include <chrono>

namespace stint::net {

CurlHandle new_curl_handle() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  return initialised == CURLE_OK ? CurlHandle(curl_easy_init()) : CurlHandle();
}

void set_up(CURL* handle, const Url& url, const std::string& address, const TransportOptions& options, char* error_text) {
  curl_easy_setopt(handle, CURLOPT_URL, address.c_str());
  curl_easy_setopt(handle, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error_text);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, url.secure() ? "https" : "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(handle, CURLOPT_MAXREDIRS, kMaxRedirects);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  }
  // A proxy of the environment is for the world, not for this machine.
  if (is_loopback(url.authority())) curl_easy_setopt(handle, CURLOPT_PROXY, "");
}

Result<HeaderList> header_list(const std::vector<HeaderField>& headers) {
  curl_slist* lines = curl_slist_append(nullptr, "Expect:");  // a body is small: it is sent at once
  for (const HeaderField& header : headers) {
    const std::string line = header.name + (header.value.empty() ? ";" : ": " + header.value);
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      curl_slist_free_all(lines);
      return fail(ErrorCode::bad_argument, "A header may hold no line break: " + header.name);
    }
    lines = curl_slist_append(lines, line.c_str());
  }
  return HeaderList(lines);
}

std::string curl_problem(CURLcode code, const char* error_text) {
  return *error_text != '\0' ? error_text : curl_easy_strerror(code);
}

timing::Instant wall_clock() { return std::chrono::floor<timing::Millis>(std::chrono::system_clock::now()); }

}  // namespace stint::net
