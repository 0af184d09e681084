#include "live/heap_account.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

namespace stint::testing {
namespace {

thread_local Holder current_holder = Holder::follower;
std::array<std::atomic<std::int64_t>, 2> held_by{};

}  // namespace

HeldBy::HeldBy(Holder holder) : before_(std::exchange(current_holder, holder)) {}
HeldBy::~HeldBy() { current_holder = before_; }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

std::optional<std::int64_t> held_bytes(Holder /*holder*/) { return std::nullopt; }

#else

std::optional<std::int64_t> held_bytes(Holder holder) { return held_by[static_cast<std::size_t>(holder)].load(); }

namespace {

// Lies before what is given away.
struct Label {
  std::int64_t size = 0;
  Holder holder = Holder::follower;
};
constexpr std::size_t kLabelSpace = 16;  // as much as malloc() aligns to
static_assert(sizeof(Label) <= kLabelSpace);

std::size_t space_before(std::size_t alignment) { return std::max(kLabelSpace, alignment); }

void* allocate(std::size_t size, std::size_t alignment) {
  const std::size_t before = space_before(alignment);
  const std::size_t whole = (before + size + before - 1) / before * before;
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(before, whole));
  if (memory == nullptr) throw std::bad_alloc();
  std::byte* given = memory + before;
  new (given - sizeof(Label)) Label{static_cast<std::int64_t>(size), current_holder};
  held_by[static_cast<std::size_t>(current_holder)] += static_cast<std::int64_t>(size);
  return given;
}

void give_back(void* given, std::size_t alignment) {
  if (given == nullptr) return;
  auto* bytes = static_cast<std::byte*>(given);
  const Label label = *reinterpret_cast<const Label*>(bytes - sizeof(Label));
  held_by[static_cast<std::size_t>(label.holder)] -= label.size;
  std::free(bytes - space_before(alignment));
}

}  // namespace

#endif

}  // namespace stint::testing

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// The library's other forms end in these.
void* operator new(std::size_t size) { return stint::testing::allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return stint::testing::allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* given) noexcept { stint::testing::give_back(given, 1); }
void operator delete(void* given, std::size_t /*size*/) noexcept { stint::testing::give_back(given, 1); }
void operator delete(void* given, std::align_val_t alignment) noexcept {
  stint::testing::give_back(given, static_cast<std::size_t>(alignment));
}
void operator delete(void* given, std::size_t /*size*/, std::align_val_t alignment) noexcept {
  stint::testing::give_back(given, static_cast<std::size_t>(alignment));
}

#endif
