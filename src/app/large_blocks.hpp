// Memory of large frames goes back to the system as soon as it is free.
//
// A live feed's answers of a megabyte come and go between small things that stay. By itself glibc learns from the first such
// block that is freed to keep the next ones in its heap, where the small ones that follow pin what is free: the program would
// grow for hours. mallopt(3), M_MMAP_THRESHOLD.
#pragma once

#include <malloc.h>

namespace stint::app {

// A block of this size or more is mapped on its own.
inline constexpr int kLargeBlock = 256 * 1024;

// Call once, before threads are started.
inline void keep_large_blocks_apart() {
  mallopt(M_MMAP_THRESHOLD, kLargeBlock);
  mallopt(M_TRIM_THRESHOLD, 2 * kLargeBlock);
}

}  // namespace stint::app
