#include "daemon/signer/purpose.hpp"

#include <gtest/gtest.h>

namespace antin::signer {
namespace {

TEST(Purpose, the_first_part_of_a_label_is_the_purpose) {
  EXPECT_EQ(purpose_of("seal/79760001/school/2026.1"), Purpose::seal);
  EXPECT_EQ(purpose_of("time/antin/tsa/2026.1"), Purpose::time);
  EXPECT_EQ(purpose_of("log/antin/tlog/2026.12"), Purpose::log);
}

TEST(Purpose, a_label_that_is_written_otherwise_has_none) {
  for (const auto* label : {"",
                            "seal",
                            "seal/",
                            "seal/a/b",
                            "seal/a/b/2026.1/",
                            "seal/a/b/2026.1/c",
                            "/seal/a/b/2026.1",
                            "Seal/a/b/2026.1",
                            "seals/a/b/2026.1",
                            "seal//b/2026.1",
                            "seal/a//2026.1",
                            "seal/a b/c/2026.1",
                            "seal/a/b/",
                            "seal/a/b/2026",
                            "seal/a/b/2026.",
                            "seal/a/b/2026.0",
                            "seal/a/b/2026.01",
                            "seal/a/b/0026.1",
                            "seal/a/b/202a.1",
                            "seal/a/b/2026.1 ",
                            "seal/a/b/2026-1",
                            "seal/a/b/2026.12345",
                            "key/a/b/2026.1",
                            "timeseal/a/b/2026.1"}) {
    EXPECT_EQ(purpose_of(label), Purpose::unknown) << label;
  }
}

}  // namespace
}  // namespace antin::signer
