#include "daemon/ceremony/record/log_key.hpp"

#include <gtest/gtest.h>

namespace antin::ceremony {
namespace {

KeyPlan key_that_is(Fate fate) {
  KeyPlan key;
  key.fate = fate;
  return key;
}

TEST(TheKeysOfALog, are_those_for_a_log_that_a_ceremony_made_or_kept) {
  Plan plan;
  plan.keys = {{"log/79/hcm/2026.1", key_that_is(Fate::destroy)},
               {"log/79/hcm/2026.2", key_that_is(Fate::keep)},
               {"log/79/hcm/2026.3", key_that_is(Fate::make)},
               {"seal/79/department/2026.1", key_that_is(Fate::keep)},
               {"seal/79/department/2026.2", key_that_is(Fate::restore)},
               {"time/antin/tsa/2026.1", key_that_is(Fate::keep)}};
  EXPECT_EQ(log_keys(plan), (std::vector<std::string>{"log/79/hcm/2026.2", "log/79/hcm/2026.3"}));
}

}  // namespace
}  // namespace antin::ceremony
