#include "net/signature.hpp"

#include <gtest/gtest.h>

namespace stint::net {
namespace {

// The second test case of RFC 4231.
TEST(Signature, IsThatOfTheStandard) {
  EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Signature, IsAnotherForAnotherKeyOrText) {
  EXPECT_NE(hmac_sha256("a", "text"), hmac_sha256("b", "text"));
  EXPECT_NE(hmac_sha256("a", "text"), hmac_sha256("a", "text2"));
}

}  // namespace
}  // namespace stint::net
