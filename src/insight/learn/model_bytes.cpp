#include "insight/learn/model_bytes.hpp"

#include <xxhash.h>

namespace stint::learn {
namespace {

constexpr std::string_view kMagic = "STINTMDL";

std::uint64_t checksum_of(std::string_view kind, std::string_view body) {
  return XXH3_64bits_withSeed(body.data(), body.size(), XXH3_64bits(kind.data(), kind.size()));
}

}  // namespace

void ByteWriter::put_text(std::string_view text) {
  put(static_cast<std::uint32_t>(text.size()));
  bytes_ += text;
}

std::string_view ByteReader::take_bytes(std::size_t count) {
  if (count > rest_.size()) {
    refuse();
    return {};
  }
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::string ByteReader::take_text() { return std::string(take_bytes(take_count(1))); }

std::size_t ByteReader::take_count(std::size_t least_size) {
  const std::size_t count = take<std::uint32_t>();
  if (count <= rest_.size() / least_size) return count;
  refuse();
  return 0;
}

void ByteReader::refuse() {
  complete_ = false;
  rest_ = {};
}

std::string seal(std::string_view kind, std::string_view body) {
  ByteWriter head;
  for (const char letter : kMagic) head.put(letter);
  head.put(kModelVersion);
  head.put(static_cast<std::uint8_t>(kind.size()));
  for (const char letter : kind) head.put(letter);
  head.put(static_cast<std::uint64_t>(body.size()));
  head.put(checksum_of(kind, body));
  return head.bytes() + std::string(body);
}

Result<SealedModel> open_sealed(std::string_view bytes, std::string_view name) {
  ByteReader reader(bytes);
  if (reader.take_bytes(kMagic.size()) != kMagic) {
    return fail(ErrorCode::not_a_model, std::string(name) + " is no model of Stint: it doesn't begin as one");
  }
  const auto version = reader.take<std::uint16_t>();
  if (version > kModelVersion) {
    return fail(ErrorCode::model_too_new, std::string(name) + " has version " + std::to_string(version) +
                                              " of the model format, and this Stint reads up to " +
                                              std::to_string(kModelVersion) + "; use a newer Stint or train the model anew");
  }
  SealedModel sealed;
  sealed.kind = reader.take_bytes(reader.take<std::uint8_t>());
  const auto length = reader.take<std::uint64_t>();
  const auto checksum = reader.take<std::uint64_t>();
  sealed.body = reader.take_bytes(length);
  if (!reader.complete()) return damaged(name, "it ends early");
  if (!reader.finished()) return damaged(name, "it has more bytes than it says");
  if (version == 0 || checksum != checksum_of(sealed.kind, sealed.body)) return damaged(name, "its checksum doesn't match");
  return sealed;
}

std::unexpected<Error> damaged(std::string_view name, std::string_view what) {
  return fail(ErrorCode::model_damaged, std::string(name) + " is damaged: " + std::string(what));
}

}  // namespace stint::learn
