// Another key of the log comes into force: what the older one signed stays good, for everybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/witnessing/watched.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;

class Rotation : public Watched {
 protected:
  void rotate() {
    appliance.stop();
    tools().must_run("sed -i 's#^key = .*#key = \"log/79/hcm/2026.2\"#' dev/policy/log.toml");
  }
  // By which of the two keys of the log.
  [[nodiscard]] bool signed_by(std::size_t generation, const std::string& proof, const base::Bytes& entry) const {
    return tlog::verify(must(tlog::parse_proof(proof)), tlog::leaf_hash(entry), trust().keys.at(generation - 1)).ok();
  }
  [[nodiscard]] Outcome check_proof(const std::string& name, const std::string& proof, const base::Bytes& entry) const {
    tools().write(name + ".entry", entry);
    tools().write(name + ".tlog-proof", proof);
    return tools().run(ANTIN_SOURCE_DIR "/examples/check-proof " + name + ".entry " + name +
                       ".tlog-proof dev/client/log.vkey");
  }
};

TEST_F(Rotation, keeps_older_receipts_good_and_gives_new_ones_by_the_new_key_with_the_same_witnesses) {
  const auto older = must(submit("1.older"));
  EXPECT_TRUE(signed_by(1, older.proof, older.entry));
  await_both(older.index + 1);
  rotate();
  start_with_another_policy();
  const auto newer = must(submit("1.newer"));
  EXPECT_TRUE(signed_by(2, newer.proof, newer.entry));
  await("the witnesses' word on the new key's checkpoint", [&] { return witnessed(look_up("1.newer")); });
  EXPECT_TRUE(witnessed(look_up("1.older")));
  EXPECT_EQ(check_proof("older", older.proof, older.entry).status, 0);
  EXPECT_EQ(check_proof("newer", newer.proof, newer.entry).status, 0);
  const auto files =
      tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin audit verify dev/log --log-key dev/client/log.vkey");
  EXPECT_EQ(files.status, 0) << files.output;
}

TEST_F(Rotation, is_refused_when_the_policy_forgets_the_older_key) {
  const auto first = tlog::print(trust().keys.front());
  rotate();
  tools().must_run(
      "awk -v RS= -v ORS='\\n\\n' '!/hcm.2026.1/' dev/policy/keys.toml >kept && cp kept dev/policy/keys.toml");
  sign_next_policy(appliance.folder());
  const auto said = appliance.start_in_vain();
  EXPECT_THAT(said, HasSubstr("the key " + first + " has signed checkpoints of this log and is not in keys.toml"));
}

}  // namespace
}  // namespace antin::test
