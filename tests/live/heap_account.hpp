// Whose memory it is: everything that is allocated by `new` is counted for who had the word when it was.
//
// So the mock, the recording that it plays and what a test compares with can be told apart from what following costs, in one
// process. Counted are the bytes asked for; what the allocator keeps besides is not.
#pragma once

#include <cstdint>
#include <optional>

namespace stint::testing {

enum class Holder : std::uint8_t { follower, mock };

// What this thread allocates is `holder`'s while this lives, and then the one's before again.
class HeldBy {
 public:
  explicit HeldBy(Holder holder);
  ~HeldBy();
  HeldBy(const HeldBy&) = delete;
  HeldBy& operator=(const HeldBy&) = delete;

 private:
  Holder before_;
};

// Bytes that are allocated now; nullopt where a sanitizer has the allocator.
[[nodiscard]] std::optional<std::int64_t> held_bytes(Holder holder);

}  // namespace stint::testing
