// Shares, PINs and keys during a whole ceremony: where they must not be, and how long they are in memory.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/crypto/key_wrap.hpp"
#include "daemon/ceremony/shares/shares.hpp"
#include "tests/integration/ceremony/process_memory.hpp"
#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int paused = 3;

// AddressSanitizer makes mlockall do nothing, and sets aside more memory than can be searched.
#ifdef __SANITIZE_ADDRESS__
constexpr bool has_its_own_memory = false;
#else
constexpr bool has_its_own_memory = true;
#endif

struct Needle {
  std::string what;
  base::Bytes octets;
};

bool holds(base::ByteView content, const Needle& needle) {
  return std::search(content.begin(), content.end(), needle.octets.begin(), needle.octets.end()) != content.end();
}

std::string without_hyphens(std::string text) {
  std::erase(text, '-');
  return text;
}

class TheSecretsOfACeremony : public ::testing::Test {
 protected:
  TheSecretsOfACeremony() {
    m_office.add_backed_up_token("seals", "none");
    m_office.add_key("seal/79/department/2026.1", "seals", "ecdsa-p256", "wrapped");
    m_office.make_plan();
    m_people.instead = [this](const std::string& prompt, const std::string& screen) {
      look_at_processes();
      if (prompt.starts_with("Written down?")) check_that_looking_finds(screen.substr(screen.rfind("    ") + 4, 39));
      if (prompt == "Who signs? Id: ") look_at_memory();
      return std::string();
    };
  }
  int run(bool resume) {
    std::vector<std::string> words{"run", "D", "--language", "en"};
    if (resume) words.emplace_back("--resume");
    return m_people.run(words);
  }

  // At every prompt: what anybody on the machine could see.
  void look_at_processes() {
    auto all = children_of(m_people.process());
    all.push_back(m_people.process());
    for (const auto process : all) {
      m_shown += process_file(process, "cmdline") + process_file(process, "environ");
      EXPECT_THAT(process_file(process, "limits"), ContainsRegex("Max core file size +0 +0 "));
      // Only root may lock as much as this takes; a plan for production does not go on without.
      if (has_its_own_memory && ::geteuid() == 0) {
        EXPECT_THAT(process_file(process, "status"), Not(HasSubstr("VmLck:\t       0 kB")));
      }
    }
  }
  // A share that its holder is looking at is in memory.
  void check_that_looking_finds(const std::string& share) const {
    if (!has_its_own_memory) return;
    const auto held = memory_holds(m_people.process(), base::view(share));
    EXPECT_TRUE(held.value_or(::geteuid() != 0)) << share;
  }
  // While officers are asked, nothing of what custodians have seen and typed is about.
  void look_at_memory() {
    if (!has_its_own_memory) return;
    auto gone = shares_in_words();
    if (m_people.shares().size() >= 4) gone.push_back({"the SO PIN", hex_of(secret("so-pin", 0))});
    if (m_people.shares().size() >= 7)
      gone.push_back({"the wrapping key", base::copy(secret("backup-key", 4).expose_secret())});
    for (const auto& needle : gone) {
      const auto held = memory_holds(m_people.process(), needle.octets);
      if (!held) {
        EXPECT_NE(::geteuid(), 0U) << "an undumpable process keeps its memory from everybody but root";
        return;
      }
      EXPECT_FALSE(*held) << needle.what;
      ++m_looked;
    }
  }

  [[nodiscard]] std::vector<Needle> shares_in_words() const {
    std::vector<Needle> all;
    for (const auto& share : m_people.shares()) all.push_back({"a share", base::copy(base::view(share))});
    return all;
  }
  // Two shares that were shown one after the other make it.
  [[nodiscard]] base::Secret secret(const std::string& name, std::size_t first) const {
    std::vector<Share> shares;
    for (const auto at : {first, first + 1})
      shares.push_back(
          std::move(parse_share(base::Secret(base::view(m_people.shares().at(at))), {"test-2026.1", "seals", name, 1}))
              .value());
    return std::move(combine(shares)).value();
  }
  static base::Bytes hex_of(const base::Secret& secret) {
    return base::copy(base::view(base::to_hex(secret.expose_secret())));
  }
  // As octets, as hex (which is the PIN), as base64.
  static void add(std::vector<Needle>& all, const std::string& what, base::ByteView octets) {
    all.push_back({what, base::copy(octets)});
    all.push_back({what + " in hex", base::copy(base::view(base::to_hex(octets)))});
    all.push_back({what + " in base64", base::copy(base::view(base::to_base64(octets)))});
  }
  // The scalar of the one key: an octet string of 32 octets in its PKCS #8.
  [[nodiscard]] base::Bytes private_key(const base::Secret& wrapping_key) const {
    const auto opened = crypto::unwrap_key(crypto::KeyWrap::rfc5649, wrapping_key.expose_secret(),
                                           m_office.folder.bytes("D/wrapped/seal.79.department.2026.1.kwp"));
    const auto pkcs8 = opened.value().expose_secret();
    constexpr std::uint8_t head[] = {0x04, 0x20};
    const auto at = std::search(pkcs8.begin(), pkcs8.end(), std::begin(head), std::end(head));
    return {at + 2, at + 34};
  }
  [[nodiscard]] std::vector<Needle> all_secrets() const {
    std::vector<Needle> all = shares_in_words();
    for (const auto& share : m_people.shares())
      all.push_back({"a share without hyphens", base::copy(base::view(without_hyphens(share)))});
    add(all, "the SO PIN", secret("so-pin", 0).expose_secret());
    add(all, "the user PIN", secret("user-pin", 2).expose_secret());
    const auto wrapping_key = secret("backup-key", 4);
    add(all, "the wrapping key", wrapping_key.expose_secret());
    add(all, "the private key", private_key(wrapping_key));
    return all;
  }

  Office m_office{{2, 2, 2}};
  TerminalPeople m_people{m_office};
  std::string m_shown;
  unsigned m_looked = 0;
};

TEST_F(TheSecretsOfACeremony, are_in_no_file_no_argument_no_environment_and_no_longer_in_memory_than_they_are_used) {
  ASSERT_EQ(run(false), paused) << m_people.screens().back();
  m_office.certify();
  ASSERT_EQ(run(true), done) << m_people.screens().back();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  if (has_its_own_memory && ::geteuid() == 0) {
    EXPECT_GT(m_looked, 50U);
  }

  const auto secrets = all_secrets();
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(m_office.folder / "D")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const auto content = base::read_file(entry.path(), 1 << 20).value();
    for (const auto& needle : secrets) EXPECT_FALSE(holds(content, needle)) << needle.what << " in " << entry.path();
  }
  EXPECT_GT(files, 20U);
  for (const auto& needle : secrets) EXPECT_FALSE(holds(base::view(m_shown), needle)) << needle.what;
  EXPECT_THAT(m_shown, HasSubstr("SOFTHSM2_CONF="));
  EXPECT_THAT(m_shown, HasSubstr("--signing-key"));

  // A share is seen by its holder, on a screen that is wiped; nothing else of these on any screen.
  const auto shares = 2 * m_people.shares().size();
  for (const auto& screen : m_people.screens())
    for (std::size_t i = shares; i < secrets.size(); ++i)
      EXPECT_FALSE(holds(base::view(screen), secrets[i])) << secrets[i].what << "\n" << screen;
}

}  // namespace
}  // namespace antin::ceremony
