// A message of race control as words: upper case, letters and digits apart, so that "5SEC", "5 SEC" and "T1AT" read alike.
//
// Searches tolerate one wrong, missing or extra letter in words of seven and more: the messages are typed by hand in a hurry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timing/instant.hpp"

namespace stint::race::race_control {

enum class WordType : std::uint8_t {
  word,
  number,
  clock,   // 15:04, 15:04:20
  dash,    // a hyphen with a space beside it: parts of the message
  hyphen,  // one inside: T3-4
  mark,    // any other single character
};

struct Word {
  std::string_view text;  // upper case
  WordType type = WordType::word;
  std::size_t from = 0, to = 0;  // where it is in the message
  bool glued = false;            // no space before it
};

// Words from..to (to is not part of it).
struct Span {
  std::size_t from = 0, to = 0;
};

class Words {
 public:
  explicit Words(std::string_view message);
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] const Word& operator[](std::size_t i) const { return words_[i]; }
  // Where what is read begins: behind "CORRECTION:".
  [[nodiscard]] std::size_t begin() const { return begin_; }
  void begin_at(std::size_t word) { begin_ = word; }

  // The first place of the phrase ("UNDER INVESTIGATION") from word `from` on. Marks in between are not skipped.
  [[nodiscard]] std::optional<Span> find(std::string_view phrase, std::size_t from = 0) const;
  [[nodiscard]] std::optional<Span> find_any(std::initializer_list<std::string_view> phrases, std::size_t from = 0) const;
  [[nodiscard]] bool has(std::string_view phrase) const { return find(phrase, begin_).has_value(); }
  [[nodiscard]] bool has_any(std::initializer_list<std::string_view> phrases) const {
    return find_any(phrases, begin_).has_value();
  }
  // At the beginning.
  [[nodiscard]] bool begins(std::string_view phrase) const { return matches(phrase, begin_).has_value(); }
  // The end of the phrase if it stands at word `at`.
  [[nodiscard]] std::optional<std::size_t> matches(std::string_view phrase, std::size_t at) const;
  [[nodiscard]] bool is(std::size_t i, std::string_view text) const { return i < words_.size() && words_[i].text == text; }
  [[nodiscard]] bool is_type(std::size_t i, WordType type) const { return i < words_.size() && words_[i].type == type; }

  // The message's own text of these words, without marks and spaces around it.
  [[nodiscard]] std::string text(Span span) const;

  // The first time of day from word `from` on: "15:04:20", "AT 1504", "152928".
  [[nodiscard]] std::optional<timing::Millis> time_of_day(std::size_t from) const;
  [[nodiscard]] std::optional<std::int32_t> number(std::size_t i) const;

 private:
  std::string_view message_;
  std::string upper_;
  std::vector<Word> words_;
  std::size_t begin_ = 0;
};

}  // namespace stint::race::race_control
