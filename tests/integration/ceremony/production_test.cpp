// A real plan, held by people at a terminal: what its custodians have on paper is nowhere else.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "daemon/ceremony/shares/shares.hpp"
#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;

constexpr int done = 0;
constexpr int paused = 3;

// Files below a folder that hold these octets.
std::vector<std::string> files_with(const fs::path& folder, const std::string& octets) {
  std::vector<std::string> found;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(stream), {});
    if (content.find(octets) != std::string::npos) found.push_back(file.path().string());
  }
  return found;
}

class AProductionCeremony : public ::testing::Test {
 protected:
  // Of the wrapping key two of three holders have shares; they are the last that were handed out.
  [[nodiscard]] base::Secret wrapping_key() const {
    const auto& typed = m_people.shares();
    std::vector<Share> shares;
    for (auto at = typed.size() - 2; at < typed.size(); ++at)
      shares.push_back(
          std::move(parse_share(base::Secret(base::view(typed[at])), {"test-2026.1", "seals", "backup-key", 1}))
              .value());
    return std::move(combine(shares)).value();
  }

  Office m_office{{2, 2, 2}};
  TerminalPeople m_people{m_office};
};

TEST_F(AProductionCeremony, writes_its_wrapping_key_nowhere) {
  if (::geteuid() != 0) GTEST_SKIP() << "memory is locked by root alone";
  m_office.add_backed_up_token("seals", "none");
  m_office.add_key("seal/79760001/school/2026.1", "seals", "ecdsa-p256", "wrapped");
  m_office.make_plan("production");
  ASSERT_EQ(m_people.run({"run", "D", "--language", "en"}), paused) << m_people.screens().back();
  m_office.certify();
  const auto key = wrapping_key();
  const std::string octets(base::text(key.expose_secret()));
  m_office.folder.write("kek", key.expose_secret());
  m_office.folder.must_run(
      "openssl enc -d -id-aes256-wrap-pad -K $(od -An -v -tx1 kek | tr -d ' \\n') -iv a65959a6 "
      "-in D/wrapped/seal.79760001.school.2026.1.kwp -out opened && rm kek && openssl pkey -inform DER -in opened "
      "-pubout | cmp - D/pub/seal.79760001.school.2026.1.pem");
  ASSERT_EQ(m_people.run({"run", "D", "--language", "en", "--resume"}), done) << m_people.screens().back();
  const auto folder = m_office.folder / ".";
  EXPECT_THAT(files_with(folder, octets), ::testing::IsEmpty());
  EXPECT_THAT(files_with(folder, base::to_hex(key.expose_secret())), ::testing::IsEmpty());
  for (const auto& share : m_people.shares()) EXPECT_THAT(files_with(folder / "D", share), ::testing::IsEmpty());
}

}  // namespace
}  // namespace antin::ceremony
