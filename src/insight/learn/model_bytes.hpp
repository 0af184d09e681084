// Models as bytes, to be kept in a file by whoever has files.
//
// A sealed model is, little-endian: the 8 bytes "STINTMDL", the format's version (u16), the length of the kind (u8) and the
// kind, the length of the body (u64), XXH3-64 over kind and body (u64), the body. What a body holds is its kind's own affair.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "timing/error.hpp"

namespace stint::learn {

inline constexpr std::uint16_t kModelVersion = 1;

// Puts numbers and texts at the end of a body.
class ByteWriter {
 public:
  template <class T>
    requires std::integral<T> || std::floating_point<T>
  void put(T value) {
    if constexpr (std::same_as<T, float>) {
      put(std::bit_cast<std::uint32_t>(value));
    } else if constexpr (std::same_as<T, double>) {
      put(std::bit_cast<std::uint64_t>(value));
    } else {
      const auto bits = static_cast<std::uint64_t>(value);
      for (std::size_t i = 0; i < sizeof(T); ++i) bytes_ += static_cast<char>(bits >> 8 * i & 0xFFU);
    }
  }
  // With its length (u32) before it.
  void put_text(std::string_view text);
  template <class T>
  void put_all(std::span<const T> values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const T& value : values) put(value);
  }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Takes them off the front again. Once something is missing, all that follows is 0 or empty, and complete() is false: a reader
// checks it before it believes what it has read. A count that the rest can't hold counts as missing, so no length asks for much
// memory.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
    requires std::integral<T> || std::floating_point<T>
  T take() {
    if constexpr (std::same_as<T, float>) {
      return std::bit_cast<float>(take<std::uint32_t>());
    } else if constexpr (std::same_as<T, double>) {
      return std::bit_cast<double>(take<std::uint64_t>());
    } else {
      const std::string_view bytes = take_bytes(sizeof(T));
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < bytes.size(); ++i) bits |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
      return static_cast<T>(bits);
    }
  }
  std::string_view take_bytes(std::size_t count);
  std::string take_text();
  // A count of things of at least `least_size` bytes each.
  std::size_t take_count(std::size_t least_size);
  template <class T>
  std::vector<T> take_all() {
    std::vector<T> values(take_count(sizeof(T)));
    for (T& value : values) value = take<T>();
    return values;
  }

  [[nodiscard]] bool complete() const { return complete_; }
  // All was taken, and nothing was missing.
  [[nodiscard]] bool finished() const { return complete_ && rest_.empty(); }
  // What was read makes no sense: treat it like something missing.
  void refuse();

 private:
  std::string_view rest_;
  bool complete_ = true;
};

// `kind`: what the body is, at most 255 bytes.
[[nodiscard]] std::string seal(std::string_view kind, std::string_view body);

struct SealedModel {
  std::string kind;
  std::string_view body;  // within the bytes that were opened
};

// Errors: not_a_model, model_damaged, model_too_new. `name` is what messages call it, such as the file's path.
[[nodiscard]] Result<SealedModel> open_sealed(std::string_view bytes, std::string_view name);

// For a body that passed its checksum and makes no sense all the same.
[[nodiscard]] std::unexpected<Error> damaged(std::string_view name, std::string_view what);

}  // namespace stint::learn
