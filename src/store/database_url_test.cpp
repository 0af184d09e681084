#include "store/database_url.hpp"

#include <gtest/gtest.h>

namespace stint::store {
namespace {

std::string path_of(std::string_view url) {
  const auto path = database_path(url);
  return path ? path->string() : path.error().message;
}

TEST(DatabaseUrl, NamesAFile) {
  EXPECT_EQ(path_of("sqlite:///./data/racing.db"), "./data/racing.db");
  EXPECT_EQ(path_of("sqlite:///data/racing.db"), "data/racing.db");
  EXPECT_EQ(path_of("sqlite:////srv/racing.db"), "/srv/racing.db");
  EXPECT_EQ(path_of("/srv/racing.db"), "/srv/racing.db");
  EXPECT_EQ(path_of("racing.db"), "racing.db");
}

TEST(DatabaseUrl, RefusesWhatItCannotStoreIn) {
  for (const char* url : {"", "sqlite://", "sqlite:///", "sqlite://host/racing.db", "mysql://host/racing"}) {
    const auto path = database_path(url);
    ASSERT_FALSE(path.has_value()) << url;
    EXPECT_EQ(path.error().code, ErrorCode::bad_configuration);
  }
}

TEST(DatabaseUrl, SaysThatThisBuildHasNoPostgresAndKeepsThePasswordOut) {
  const std::string message = path_of("postgresql://user:secret@host/racing");
  EXPECT_NE(message.find("stores in SQLite"), std::string::npos) << message;
  EXPECT_EQ(message.find("secret"), std::string::npos) << message;
}

}  // namespace
}  // namespace stint::store
