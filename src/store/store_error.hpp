// SQLite's failures in words for the user: the path, the cause, and what to do.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

#include "timing/error.hpp"

namespace stint::store {

// `system_error` is errno of the failed system call, 0 if unknown.
[[nodiscard]] Error explain(const std::filesystem::path& database, int extended_code, int system_error, std::string_view said);

[[nodiscard]] Error explain(const std::filesystem::path& database, const SQLite::Exception& thrown,
                            const SQLite::Database* connection);

// SQLiteCpp reports by exception; none leaves this room. `work` returns a Result.
template <class Work>
[[nodiscard]] auto guarded(const std::filesystem::path& database, const SQLite::Database* connection, Work&& work)
    -> std::invoke_result_t<Work> {
  try {
    return std::invoke(std::forward<Work>(work));
  } catch (const SQLite::Exception& thrown) {
    return std::unexpected(explain(database, thrown, connection));
  }
}

}  // namespace stint::store
