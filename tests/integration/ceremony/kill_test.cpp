// The program is killed before and after every line that it writes to its journal, and goes on each time.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

TEST(AKilledCeremony, at_every_line_of_its_journal_goes_on_to_the_same_end) {
  Office office({2, 2, 2});
  office.add_token("seals", "file");
  office.add_key("seal/79/department/2026.1", "seals");
  office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
  office.make_plan();
  const auto kills = office.complete_through_kills();
  EXPECT_EQ(kills, 2 * office.lasting_lines());
  for (const auto& [mark, count] : office.marks()) EXPECT_EQ(count, 1) << mark;
  EXPECT_EQ(office.marks().size(), 2u * 11u);
  // Nothing but the two keys is in the token: the step that takes stock has looked, and so does another tool.
  ASSERT_EQ(office.run("verify D"), 0) << office.said();
  office.folder.must_run(
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
      "seals "
      "--login --pin $(cat D/secrets/pin-seals) -O | grep -c 'Object;'");
  EXPECT_THAT(office.folder.text("said"), HasSubstr("4\n"));
}

}  // namespace
}  // namespace antin::ceremony
