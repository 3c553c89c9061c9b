#include "daemon/launcher/program.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/daemon/launcher/folder.hpp"

namespace antin::launcher {
namespace {

TEST(Programs, antind_starts_first_then_the_signers_then_witnesses_then_the_courier_then_the_gate) {
  const Folder folder;
  for (const char* name :
       {"antin-gate", "antin-courier", "antin-witness-1", "antin-signer-time-1", "antind", "antin-signer-seals-1"})
    folder.configure(name);
  const auto programs = programs_of(folder.path(), "/bin");
  ASSERT_TRUE(programs.ok()) << programs.error().text;
  std::vector<std::string> names;
  for (const Program& program : *programs) names.push_back(program.name);
  EXPECT_EQ(names, (std::vector<std::string>{"antind", "antin-signer-seals-1", "antin-signer-time-1", "antin-witness-1",
                                             "antin-courier", "antin-gate"}));
}

TEST(Programs, each_has_a_user_of_its_own_and_only_signers_have_the_token) {
  const Folder folder;
  for (const char* name : {"antin-gate", "antind", "antin-signer-seals-1", "antin-courier", "antin-witness-1"})
    folder.configure(name);
  const auto programs = programs_of(folder.path(), "/bin");
  ASSERT_TRUE(programs.ok());
  const Program &keeper = (*programs)[0], &signer = (*programs)[1], &witness = (*programs)[2],
                &courier = (*programs)[3], &gate = (*programs)[4];
  EXPECT_EQ(keeper.user, 64102U);
  EXPECT_EQ(signer.user, 64103U);
  EXPECT_EQ(gate.user, 64101U);
  EXPECT_EQ(courier.user, 64104U);
  EXPECT_EQ(witness.user, 64105U);
  EXPECT_EQ(signer.token_folder, folder.path() / "tokens");
  EXPECT_EQ(signer.module_configuration, folder.path() / "softhsm2.conf");
  EXPECT_FALSE(keeper.token_folder || keeper.module_configuration);
  EXPECT_FALSE(courier.token_folder || courier.module_configuration);
  EXPECT_FALSE(witness.token_folder || witness.module_configuration);
  EXPECT_FALSE(gate.token_folder || gate.module_configuration);
}

TEST(Programs, a_configuration_that_belongs_to_no_program_is_refused) {
  const Folder folder;
  folder.configure("antin-gates");
  EXPECT_FALSE(programs_of(folder.path(), "/bin").ok());
}

TEST(Programs, a_folder_without_configuration_is_refused) {
  const Folder folder;
  EXPECT_FALSE(programs_of(folder.path(), "/bin").ok());
  EXPECT_FALSE(programs_of(folder.path() / "missing", "/bin").ok());
}

}  // namespace
}  // namespace antin::launcher
