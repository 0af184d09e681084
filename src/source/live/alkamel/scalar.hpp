// One value that is no list and no object: out of a parsed message, or out of its bytes.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace stint::live::alkamel {

class Scalar {
 public:
  Scalar() = default;  // null, or absent
  explicit Scalar(simdjson::dom::element element);
  // Out of a number, true, false or null; nullopt if it is none of them.
  [[nodiscard]] static std::optional<Scalar> of_bare(std::string_view bytes);
  // Out of the bytes between the quotes of a text that was escaped `times` times; points into `bytes` if there is no escape in
  // it, else into `space`. Absent if it is no text.
  [[nodiscard]] static Scalar of_text(std::string_view bytes, int times, std::string& space);

  // Empty if it is no text.
  [[nodiscard]] std::string_view text() const;
  // A finite number, also out of a text; a whole one, also out of a number with decimals.
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<std::int64_t> whole() const;
  [[nodiscard]] std::optional<bool> truth() const;

 private:
  std::variant<std::monostate, std::string_view, std::int64_t, double, bool> value_;
};

}  // namespace stint::live::alkamel
