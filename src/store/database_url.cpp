#include "store/database_url.hpp"

#include <string>

namespace stint::store {
namespace {

constexpr std::string_view kSchemeEnd = "://";
constexpr std::string_view kSqlite = "sqlite";
constexpr std::string_view kUsage = "use sqlite:///./data/racing.db, sqlite:////absolute/path.db or a path";

std::unexpected<Error> refuse(std::string_view why) {
  return fail(ErrorCode::bad_configuration, std::string(why) + "; " + std::string(kUsage));
}

}  // namespace

Result<std::filesystem::path> database_path(std::string_view url) {
  if (url.empty()) return refuse("the database URL is empty");
  const std::size_t end = url.find(kSchemeEnd);
  if (end == std::string_view::npos) return std::filesystem::path(url);
  const std::string_view scheme = url.substr(0, end);
  if (scheme.starts_with("postgres")) {
    // The rest of the URL may hold a password and stays out of the message.
    return refuse("the database URL is PostgreSQL's, but this build stores in SQLite");
  }
  if (scheme != kSqlite) return refuse("the database URL's scheme \"" + std::string(scheme) + "\" is not known");
  const std::string_view rest = url.substr(end + kSchemeEnd.size());
  if (!rest.starts_with('/')) return refuse("the database URL names a host, but SQLite has none");
  const std::string_view path = rest.substr(1);
  if (path.empty()) return refuse("the database URL has no path");
  return std::filesystem::path(path);
}

}  // namespace stint::store
