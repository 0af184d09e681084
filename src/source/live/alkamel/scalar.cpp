#include "source/live/alkamel/scalar.hpp"

#include <charconv>
#include <cmath>

#include "source/live/alkamel/sockjs.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

namespace {

// Beyond it a double does not hold every whole number.
constexpr double kLargestWhole = 9e15;

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = error == std::errc{} && end == text.data() + text.size() && !text.empty();
  return all ? std::optional(number) : std::nullopt;
}

}  // namespace

Scalar::Scalar(dom::element element) {
  std::string_view text;
  std::int64_t whole = 0;
  double number = 0;
  bool truth = false;
  if (element.get(text) == simdjson::SUCCESS) {
    value_ = text;
  } else if (element.get(whole) == simdjson::SUCCESS) {
    value_ = whole;
  } else if (element.get(number) == simdjson::SUCCESS) {
    value_ = number;
  } else if (element.get(truth) == simdjson::SUCCESS) {
    value_ = truth;
  }
}

std::optional<Scalar> Scalar::of_bare(std::string_view bytes) {
  Scalar scalar;
  if (bytes == "true" || bytes == "false") {
    scalar.value_ = bytes == "true";
  } else if (const auto whole = number_in<std::int64_t>(bytes)) {
    scalar.value_ = *whole;
  } else if (const auto number = number_in<double>(bytes); number && std::isfinite(*number)) {
    scalar.value_ = *number;
  } else if (bytes != "null") {
    return std::nullopt;
  }
  return scalar;
}

Scalar Scalar::of_text(std::string_view bytes, int times, std::string& space) {
  Scalar scalar;
  if (bytes.find('\\') != std::string_view::npos) {
    for (std::string plain; times > 0; --times, space.swap(plain), bytes = space) {
      plain.clear();
      if (!unescape(bytes, plain)) return scalar;
    }
  }
  scalar.value_ = bytes;
  return scalar;
}

std::string_view Scalar::text() const {
  const auto* text = std::get_if<std::string_view>(&value_);
  return text == nullptr ? std::string_view() : *text;
}

std::optional<double> Scalar::number() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value_)) return *number;
  const auto* text = std::get_if<std::string_view>(&value_);
  const auto number = text == nullptr ? std::nullopt : number_in<double>(*text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<std::int64_t> Scalar::whole() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return *whole;
  const auto rounded = number();
  if (!rounded || std::abs(*rounded) > kLargestWhole) return std::nullopt;
  return std::llround(*rounded);
}

std::optional<bool> Scalar::truth() const {
  const auto* truth = std::get_if<bool>(&value_);
  return truth == nullptr ? std::nullopt : std::optional(*truth);
}

}  // namespace stint::live::alkamel
