// A prepared statement that takes the vocabulary's values; unknown becomes NULL.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "timing/event_names.hpp"
#include "timing/inline_text.hpp"
#include "timing/instant.hpp"

namespace stint::store {

// A text that is NULL when empty, as texts of the vocabulary are unknown when empty.
struct Known {
  const std::string& text;
};

// Throws SQLite::Exception.
class Statement {
 public:
  Statement(SQLite::Database& database, const char* sql) : statement_(database, sql) {}

  // Binds all parameters in order and runs it. REQUIRES: it gives no rows; texts live until it returns.
  template <class... Values>
  void run(const Values&... values) {
    bind(values...);
    statement_.exec();
    statement_.reset();
  }

  // The rows of a query. While one lives it keeps what it reads from being cleaned up, so it is not kept for long.
  class Rows {
   public:
    explicit Rows(SQLite::Statement& statement) : statement_(statement) {}
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows() { static_cast<void>(statement_.tryReset()); }
    [[nodiscard]] bool step() { return statement_.executeStep(); }
    [[nodiscard]] SQLite::Column column(int index) const { return statement_.getColumn(index); }

   private:
    SQLite::Statement& statement_;
  };

  // Binds all parameters in order. REQUIRES: texts live as long as the rows; one Rows of a statement at a time.
  template <class... Values>
  [[nodiscard]] Rows rows(const Values&... values) {
    bind(values...);
    return Rows(statement_);
  }

 private:
  template <class... Values>
  void bind(const Values&... values) {
    static_cast<void>(statement_.tryReset());  // a failure of the last run was reported then
    [[maybe_unused]] int place = 0;
    (put(++place, values), ...);
  }

  template <class Int>
    requires std::integral<Int>
  void put(int place, Int value) {
    statement_.bind(place, static_cast<std::int64_t>(value));
  }
  void put(int place, double value) { statement_.bind(place, value); }
  void put(int place, const std::string& value) { statement_.bindNoCopy(place, value); }
  void put(int place, const Known& value) {
    if (value.text.empty())
      statement_.bind(place);
    else
      statement_.bindNoCopy(place, value.text);
  }
  void put(int place, std::nullptr_t) { statement_.bind(place); }
  void put(int place, timing::Millis value) { put(place, timing::count_ms(value)); }
  void put(int place, timing::Instant value) { put(place, timing::count_ms(value)); }
  template <class Tag>
  void put(int place, const timing::InlineText<Tag>& value) {
    if (value.empty())
      statement_.bind(place);
    else
      statement_.bind(place, value.str());
  }
  template <timing::NamedEnum E>
  void put(int place, E value) {
    statement_.bind(place, std::string(timing::stable_name(value)));
  }
  template <class T>
  void put(int place, const std::optional<T>& value) {
    if (value)
      put(place, *value);
    else
      statement_.bind(place);
  }

  SQLite::Statement statement_;
};

}  // namespace stint::store
