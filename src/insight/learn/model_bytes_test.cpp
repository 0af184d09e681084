#include "insight/learn/model_bytes.hpp"

#include <gtest/gtest.h>

#include "insight/learn/boosting.hpp"
#include "insight/learn/forest.hpp"
#include "insight/learn/made_up_rows.hpp"

namespace stint::learn {
namespace {

std::string some_model() {
  const MadeUpRows made = made_up_rows(300, 5, 20);
  ByteWriter body;
  Forest::fit(made.rows, made.target, {}, {.trees = 3}).write(body);
  return seal("forest", body.bytes());
}

ErrorCode code_of(const Result<SealedModel>& opened) { return opened ? ErrorCode::internal : opened.error().code; }

TEST(ModelBytes, OpenAsTheyWereSealed) {
  const std::string bytes = seal("laptime", "body");
  const Result<SealedModel> opened = open_sealed(bytes, "a.model");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->kind, "laptime");
  EXPECT_EQ(opened->body, "body");
}

TEST(ModelBytes, ForeignFilesAreNamedAsSuch) {
  for (const std::string foreign : {"", "STINT", "NUMBER;DRIVER_NUMBER;LAP_NUMBER;LAP_TIME"}) {
    const Result<SealedModel> opened = open_sealed(foreign, "a.model");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::not_a_model);
    EXPECT_EQ(opened.error().message, "a.model is no model of Stint: it doesn't begin as one");
  }
}

TEST(ModelBytes, NewerVersionsAreNamedAsSuch) {
  std::string bytes = seal("laptime", "body");
  bytes[8] = 9;
  EXPECT_EQ(code_of(open_sealed(bytes, "a.model")), ErrorCode::model_too_new);
}

TEST(ModelBytes, EveryCutAndEveryChangedByteIsNoticed) {
  const std::string bytes = some_model();
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(open_sealed(bytes.substr(0, length), "a.model")) << "cut to " << length;
  EXPECT_EQ(code_of(open_sealed(bytes + "x", "a.model")), ErrorCode::model_damaged);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    EXPECT_FALSE(open_sealed(changed, "a.model")) << "byte " << at;
  }
}

// Behind the checksum too, nothing that is read can harm.
TEST(ModelBytes, BodiesThatMakeNoSenseAreRefused) {
  const std::string bytes = some_model();
  const std::string_view body = open_sealed(bytes, "a.model")->body;
  for (std::size_t length = 0; length < body.size(); ++length) {
    ByteReader in(body.substr(0, length));
    EXPECT_EQ(Forest::read(in).trees(), 0U) << "cut to " << length;
    EXPECT_FALSE(in.finished()) << "cut to " << length;
  }
  Random random(21);
  const MadeUpRows made = made_up_rows(4, 254, 1);
  for (int i = 0; i < 3'000; ++i) {
    std::string changed(body);
    changed[random.below(static_cast<std::uint32_t>(changed.size()))] = static_cast<char>(random.below(256));
    ByteReader in(changed);
    const Forest forest = Forest::read(in);
    if (forest.trees() != 0) static_cast<void>(forest.quantile(made.rows.row(0), 0.5));
  }
}

}  // namespace
}  // namespace stint::learn
