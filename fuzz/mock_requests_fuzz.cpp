// What a client may say to a mock: hub frames, DDP messages, SockJS frames. Nothing of it may end the mock.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mock/alkamel/ddp_frames.hpp"
#include "mock/griiip/hub_frames.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)stint::mock::griiip::read_hub_frames(text);
  (void)stint::mock::alkamel::read_ddp(text);
  (void)stint::mock::alkamel::read_sockjs(text);
  return 0;
}
