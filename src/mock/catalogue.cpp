#include "mock/catalogue.hpp"

#include <algorithm>
#include <vector>

#include "mock/alkamel/alkamel_mock.hpp"
#include "mock/griiip/griiip_mock.hpp"
#include "mock/imsa/imsa_mock.hpp"
#include "mock/page/page_feed.hpp"
#include "mock/swiss/swiss_mock.hpp"
#include "mock/wige/wige_mock.hpp"

namespace stint::mock {

std::span<const MockProtocol> mock_protocols() {
  static const std::vector<MockProtocol> kProtocols{
      alkamel::kAlkamelMock, griiip::kGriiipMock, imsa::kImsaMock, kPageMock, swiss::kSwissMock, wige::kWigeMock,
  };
  return kProtocols;
}

const MockProtocol* find_mock(std::string_view name) {
  const auto found = std::ranges::find(mock_protocols(), name, &MockProtocol::name);
  return found == mock_protocols().end() ? nullptr : &*found;
}

}  // namespace stint::mock
