// Whoever has the backups' files and comes to the HSM without a PIN. A wrapping key that is trusted and stored on the
// token would open them for anybody: that is tried, and that a ceremony leaves none, wherever it is killed.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "core/hsm/module.hpp"
#include "daemon/ceremony/shares/shares.hpp"
#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

constexpr int paused = 3;
constexpr int killed = 137;
constexpr CK_MECHANISM_TYPE unwrapping[] = {0x2109, 0x210A, 0x210B};  // AES key wrap, by all of its names

hsm::Module softhsm(const Office& office) {
  ::setenv("SOFTHSM2_CONF", (office.folder / "softhsm2.conf").c_str(), 1);
  return std::move(hsm::Module::load("/usr/lib/softhsm/libsofthsm2.so")).value();
}

// Another process would do: this one has no other business with the module.
class Stranger {
 public:
  explicit Stranger(const Office& office) {
    m_module.emplace(softhsm(office));
    m_slot = m_module->token("seals").value().value().slot;
    m_session.emplace(std::move(hsm::Session::open(m_module->cryptoki(), m_slot, hsm::SessionKind::read_only)).value());
  }
  [[nodiscard]] const hsm::Module& module() const { return *m_module; }
  [[nodiscard]] CK_SLOT_ID slot() const { return m_slot; }

  // Objects that can unwrap, of those that this session sees.
  [[nodiscard]] std::vector<CK_OBJECT_HANDLE> unwrapping_keys() const {
    hsm::Attributes match;
    match.flag(CKA_UNWRAP, true);
    return m_session->find(std::move(match)).value();
  }
  // Whether anything on the token makes a readable key of the backup.
  [[nodiscard]] bool opens(base::Bytes backup) const {
    const auto all = m_session->find({});
    for (const auto object : all.value())
      for (const auto mechanism : unwrapping)
        if (unwraps(object, mechanism, backup)) return true;
    return false;
  }

 private:
  [[nodiscard]] bool unwraps(CK_OBJECT_HANDLE with, CK_MECHANISM_TYPE type, base::Bytes& backup) const {
    hsm::Attributes readable;
    readable.number(CKA_CLASS, CKO_PRIVATE_KEY).number(CKA_KEY_TYPE, CKK_EC).flag(CKA_TOKEN, false);
    readable.flag(CKA_PRIVATE, false).flag(CKA_SENSITIVE, false).flag(CKA_EXTRACTABLE, true);
    CK_MECHANISM mechanism{type, nullptr, 0};
    CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
    const auto value = m_session->functions().C_UnwrapKey(m_session->handle(), &mechanism, with, backup.data(),
                                                          backup.size(), readable.data(), readable.size(), &made);
    if (value != CKR_OK) return false;
    const auto read = m_session->attribute(made, CKA_VALUE);
    return read && read->size() == 32;
  }

  std::optional<hsm::Module> m_module;
  CK_SLOT_ID m_slot = 0;
  std::optional<hsm::Session> m_session;
};

class AStranger : public ::testing::Test {
 protected:
  AStranger() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key("seal/79/department/2026.1", "seals", "ecdsa-p256", "wrapped");
    m_office.make_plan();
    m_office.folder.must_run("cp -r D before");
    if (m_office.run_with_answers() != paused) throw std::runtime_error(m_office.said());
  }
  [[nodiscard]] base::Bytes backup() const { return m_office.folder.bytes(backup_file); }
  // What both holders have on paper makes it.
  [[nodiscard]] base::Secret secret(const std::string& name, const std::vector<std::string>& holders) const {
    std::vector<Share> shares;
    for (const auto& holder : holders) {
      const auto text = m_office.folder.bytes("shares/" + name + ".seals.round.1." + holder);
      shares.push_back(std::move(parse_share(base::Secret(text), {"test-2026.1", "seals", name, 1})).value());
    }
    return std::move(combine(shares)).value();
  }
  // The journal as far as the last approval of the step; the line's number.
  [[nodiscard]] unsigned last_approval_of(const std::string& step) const {
    unsigned number = 0, last = 0;
    for (const auto& line : m_office.lines()) {
      ++number;
      if (line.find(step + "\",\"type\":\"approval\"") != std::string::npos) last = number;
    }
    return last;
  }
  // A ceremony that was killed when its backup had been approved, kept to go back to.
  void begin_at_the_backup() const {
    const auto line = last_approval_of("-backup-seals");
    m_office.folder.must_run("rm -rf D tokens/* shares && cp -r before D");
    const auto kill = "LD_PRELOAD=" ANTIN_BINARY_DIR "/tests/libkill_at_write.so KILL_AFTER=" + std::to_string(line);
    ASSERT_EQ(m_office.run_with_answers("", kill), killed) << m_office.said();
    m_office.folder.must_run("mkdir kept && cp -r D tokens shares kept && touch calls");
  }
  void go_back_to_the_backup() const {
    m_office.folder.must_run("rm -rf D tokens shares && cp -r kept/* . && : >calls");
  }
  [[nodiscard]] int go_on(const std::string& way, std::size_t call) const {
    return m_office.run_with_answers("--resume", "ANTIN_PKCS11_CALLS=calls ANTIN_PKCS11_FAIL=" + way +
                                                     " ANTIN_PKCS11_FAIL_AT=" + std::to_string(call));
  }
  [[nodiscard]] std::vector<std::string> calls_until_closed() const {
    std::vector<std::string> names;
    std::istringstream text(m_office.folder.text("calls"));
    for (std::string name; std::getline(text, name);) names.push_back(name);
    const auto last = std::find(names.rbegin(), names.rend(), "C_SetAttributeValue");
    names.erase(last.base(), names.end());
    return names;
  }
  static bool leaves_another_state(const std::string& call) {
    static const std::set<std::string> those = {
        "C_InitToken", "C_InitPIN",   "C_CreateObject", "C_DestroyObject", "C_SetAttributeValue",
        "C_WrapKey",   "C_UnwrapKey", "C_Logout",       "C_Login"};
    return those.contains(call);
  }

  static inline const std::string backup_file = "D/wrapped/seal.79.department.2026.1.kwp";
  Office m_office{{2, 2, 2, ANTIN_BINARY_DIR "/tests/failing_pkcs11.so"}};
};

TEST_F(AStranger, opens_a_backup_only_if_its_wrapping_key_were_stored_on_the_token_which_it_is_not) {
  {
    const Stranger stranger(m_office);
    EXPECT_THAT(stranger.unwrapping_keys(), IsEmpty());
    EXPECT_FALSE(stranger.opens(backup()));
  }
  // The trap itself: the same key, trusted, but as an object of the token.
  const auto so_pin = base::to_hex(secret("so-pin", {"a-1", "a-2"}).expose_secret());
  const auto value = secret("backup-key", {"a-1", "b-1"});
  {
    const auto module = softhsm(m_office);
    const auto slot = module.token("seals").value().value().slot;
    const auto session = module.log_in(slot, hsm::User::security_officer, base::Secret(base::view(so_pin)));
    ASSERT_TRUE(session) << session.error().text;
    hsm::Attributes key;
    key.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).bytes(CKA_VALUE, value.expose_secret());
    key.flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, false)
        .flag(CKA_TRUSTED, true)
        .flag(CKA_WRAP, true)
        .flag(CKA_UNWRAP, true);
    CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
    ASSERT_EQ(session->functions().C_CreateObject(session->handle(), key.data(), key.size(), &made), CKR_OK);
  }
  const Stranger stranger(m_office);
  EXPECT_THAT(stranger.unwrapping_keys(), ::testing::SizeIs(1));
  EXPECT_TRUE(stranger.opens(backup())) << "nothing was tried above, if this is not so";
}

// From the last approval of the backup until its keys are closed. Only calls that change something leave another state
// on the token than the call before.
TEST_F(AStranger, finds_no_wrapping_key_on_the_token_after_whichever_call_a_backup_was_killed) {
  begin_at_the_backup();
  ASSERT_EQ(go_on("none", 0), paused) << m_office.said();
  const auto calls = calls_until_closed();
  unsigned changing = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (!leaves_another_state(calls[i])) continue;
    SCOPED_TRACE(std::to_string(i + 1) + ", " + calls[i]);
    ++changing;
    go_back_to_the_backup();
    ASSERT_EQ(go_on("kill-after", i + 1), killed) << m_office.said();
    const Stranger stranger(m_office);
    ASSERT_THAT(stranger.unwrapping_keys(), IsEmpty());
    if (fs::exists(m_office.folder / backup_file)) {
      ASSERT_FALSE(stranger.opens(backup()));
    }
    // Nor can anything there unwrap for the user.
    const auto pin = m_office.folder.bytes("D/secrets/pin-seals");
    const auto user = stranger.module().log_in(stranger.slot(), hsm::User::user, base::Secret(pin));
    ASSERT_TRUE(user) << user.error().text;
    ASSERT_THAT(stranger.unwrapping_keys(), IsEmpty());
  }
  // The trusted key, the known answer's key, both wrapped; the same on the spare, which is made and wiped; the closing.
  EXPECT_GE(changing, 12U);
}

}  // namespace
}  // namespace antin::ceremony
