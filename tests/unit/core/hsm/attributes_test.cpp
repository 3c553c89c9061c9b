#include <gtest/gtest.h>

#include <type_traits>

#include "core/hsm/session.hpp"

namespace antin::hsm {
namespace {

static_assert(!std::is_copy_constructible_v<Attributes> && !std::is_copy_assignable_v<Attributes>,
              "a copy points into what it was copied from");
static_assert(std::is_nothrow_move_constructible_v<Attributes> && std::is_nothrow_move_assignable_v<Attributes>);

base::ByteView value_of(const CK_ATTRIBUTE& attribute) {
  return {static_cast<const std::uint8_t*>(attribute.pValue), attribute.ulValueLen};
}

TEST(Attributes, keep_their_values_when_they_grow_and_when_they_move) {
  Attributes first;
  for (int i = 0; i < 100; ++i) first.bytes(CKA_ID, base::view("value " + std::to_string(i)));
  auto second = std::move(first);
  Attributes third;
  third.flag(CKA_TOKEN, true);
  third = std::move(second);
  ASSERT_EQ(third.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(base::text(value_of(third.data()[i])), "value " + std::to_string(i));
}

}  // namespace
}  // namespace antin::hsm
