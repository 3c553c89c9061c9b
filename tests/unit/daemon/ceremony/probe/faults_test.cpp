#include "tests/unit/daemon/ceremony/probe/throw_away_token.hpp"

namespace antin::ceremony::probe {
namespace {

using ::testing::HasSubstr;

struct Fault {
  const char* name;
  const char* group;
  const char* row;
  Verdict verdict;
  const char* detail;
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class AFault : public ThrowAwayToken, public ::testing::WithParamInterface<Fault> {};

TEST_P(AFault, of_a_module_is_seen_in_its_row) {
  const auto& fault = GetParam();
  use_fault(fault.name);
  const auto findings = ask({fault.group});
  const auto& seen = answer(findings, fault.row);
  EXPECT_EQ(seen.verdict, fault.verdict) << described(findings);
  EXPECT_THAT(seen.detail, HasSubstr(fault.detail));
  // And it is the fault that is seen: without it the row is `yes`.
  ::unsetenv("ANTIN_PKCS11_FAULT");
  EXPECT_EQ(answer(ask({fault.group}), fault.row).verdict, Verdict::yes);
}

constexpr Fault faults[] = {
    {"no-second-initialize", "module", "module.again", Verdict::no, "C_Initialize: CKR_GENERAL_ERROR"},
    {"no-serial", "token", "token.serial", Verdict::no, "serial none"},
    {"final-try", "token", "token.pin-tries", Verdict::no, "CKF_USER_PIN_FINAL_TRY"},
    {"no-login-state", "login", "login.state", Verdict::no, "state is 2"},
    {"no-copyable", "key", "key.p256", Verdict::differs, "CKR_ATTRIBUTE_TYPE_INVALID"},
    {"no-copyable", "key", "key.attributes", Verdict::differs, "refused: CKA_COPYABLE"},
    {"no-rsa", "key", "key.rsa-3072", Verdict::no, "C_GenerateKeyPair: CKR_MECHANISM_INVALID"},
    {"die-in-generation", "key", "key.p256", Verdict::died, "signal 11"},
    {"keys-do-not-last", "key", "key.stays", Verdict::no, "gone after C_Finalize"},
    {"wrong-signature", "sign", "sign.p256", Verdict::no, "OpenSSL does not verify"},
    {"wrong-signature", "sign", "sign.pss", Verdict::no, "OpenSSL does not verify"},
    {"wrong-signature", "sign", "sign.ed25519", Verdict::no, "OpenSSL does not verify"},
    {"one-nonce", "sign", "sign.p256-nonces", Verdict::no, "one nonce"},
    {"die-in-sign", "sign", "sign.p256", Verdict::died, "signal 11"},
    {"exit-in-sign", "sign", "sign.p256", Verdict::died, "status 0"},
    {"stuck-random", "sign", "random", Verdict::no, "the same octets twice"},
    {"value-readable", "attribute", "attribute.value-hidden", Verdict::no, "CKA_VALUE was read"},
    {"not-sensitive", "attribute", "attribute.sensitive", Verdict::no, "reads as false"},
    {"sensitive-falls", "attribute", "attribute.sensitive-stays", Verdict::no, "it was changed"},
    {"extractable-rises", "attribute", "attribute.extractable-stays", Verdict::no, "it was changed"},
    {"extractable-rises", "attribute", "attribute.extractable-one-way", Verdict::no, "it was changed"},
    {"sets-nothing", "attribute", "attribute.extractable-lowers", Verdict::no, "reads as true"},
    {"sets-nothing", "attribute", "attribute.label-changes", Verdict::no, "reads back something else"},
    {"never-extractable-lies", "attribute", "attribute.was-extractable", Verdict::no, "claims that it never was"},
    {"sign-always", "usage", "usage.enforced", Verdict::no, "came on by itself"},
    {"usage-not-kept", "usage", "usage.enforced", Verdict::no, "it signs"},
    {"allowed-mechanisms-lost", "usage", "usage.mechanisms-kept", Verdict::no, ""},
    {"allowed-mechanisms-lost", "usage", "usage.mechanisms-enforced", Verdict::no, "signs by CKM_ECDSA"},
    {"allowed-mechanisms-lost", "usage", "usage.pss-only", Verdict::no, "PKCS#1 v1.5"},
    {"anybody-trusts", "usage", "usage.trusted-refused", Verdict::no, "the user marked a wrapping key as trusted"},
    {"copies-open", "copy", "copy.not-extractable", Verdict::no, "a copy was made"},
    {"wraps-otherwise", "wrap", "wrap.2109", Verdict::differs, "no RFC's"},
    {"wraps-otherwise", "wrap", "wrap.p256", Verdict::no, "no mechanism makes"},
    {"wraps-what-is-closed", "wrap", "wrap.not-extractable", Verdict::no, "it was wrapped"},
    {"wrap-with-trusted-lost", "wrap", "wrap.with-trusted", Verdict::no, "not kept"},
    {"unwraps-anything", "wrap", "restore.altered", Verdict::no, "it was unwrapped"},
    {"unwraps-anything", "wrap", "restore.other-key", Verdict::no, "it was unwrapped"},
    {"any-key", "error", "error.key-handle", Verdict::no, "says CKR_OK"},
    {"any-session", "error", "error.session-handle", Verdict::no, "says CKR_OK"},
    {"active-for-ever", "error", "error.new-session", Verdict::no, "CKR_OPERATION_ACTIVE"},
    {"active-for-ever", "error", "error.same-session", Verdict::differs, "CKR_OPERATION_ACTIVE"},
    {"wrong-signature", "signer", "signer.p256", Verdict::no, "does not fit its public key"},
    {"not-sensitive", "signer", "signer.p256", Verdict::no, "it is left out: it is not CKA_SENSITIVE"},
    {"die-in-sign", "pool", "process.pool", Verdict::no, "signal 11"},
    {"destroys-nothing", "sign", "left", Verdict::no, "objects whose labels begin with antin-probe/ are left"},
};

std::string name_of_case(const ::testing::TestParamInfo<Fault>& info) {
  std::string name = std::string(info.param.name) + "_in_" + info.param.row;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, AFault, ::testing::ValuesIn(faults), name_of_case);

using AModule = ThrowAwayToken;

TEST_F(AModule, that_hangs_costs_its_deadline_and_not_the_rest) {
  use_fault("hang-in-sign");
  aim().deadline = std::chrono::seconds(5);
  const auto findings = ask({"sign"});
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::hung) << described(findings);
  EXPECT_EQ(answer(findings, "sign.p256-sha384").verdict, Verdict::hung) << "a new process went on with the next";
  EXPECT_EQ(answer(findings, "digest.sha-256").verdict, Verdict::yes);
  EXPECT_EQ(answer(findings, "left").verdict, Verdict::yes);
  EXPECT_THAT(answer(findings, "left").detail, HasSubstr("left by questions that did not end, and are removed"));
  EXPECT_FALSE(fit_for_antin(findings));
}

TEST_F(AModule, that_crashes_is_gone_on_with_in_a_new_process) {
  use_fault("die-in-sign");
  const auto findings = ask({"sign"});
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::died);
  EXPECT_EQ(answer(findings, "random").verdict, Verdict::yes) << described(findings);
}

TEST_F(AModule, that_hangs_in_finalize_keeps_the_answers_that_it_gave) {
  use_fault("hang-in-finalize");
  aim().deadline = std::chrono::seconds(5);
  EXPECT_EQ(answer(ask({"token"}), "token.serial").verdict, Verdict::yes);
}

std::size_t refused_logins(const std::filesystem::path& tally) {
  std::ifstream file(tally);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) ++count;
  return count;
}

TEST_F(AModule, is_given_a_pin_that_it_refused_once_and_never_again) {
  use_fault("none");
  ::setenv("ANTIN_PKCS11_TALLY", (root() / "tally").c_str(), 1);
  aim().user_pin = base::Secret(base::view("not the PIN"));
  aim().officer_pin = base::Secret(base::view("nor this one"));
  const auto findings = ask();
  EXPECT_EQ(answer(findings, "login.user").verdict, Verdict::no);
  EXPECT_EQ(answer(findings, "officer.login").verdict, Verdict::no);
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::not_tried);
  EXPECT_THAT(answer(findings, "sign.p256").detail, HasSubstr("it is not given again"));
  EXPECT_EQ(refused_logins(root() / "tally"), 2U) << "one of the user's, one of the officer's";
}

TEST_F(AModule, is_given_a_refused_pin_once_also_when_the_login_group_is_left_out) {
  use_fault("none");
  ::setenv("ANTIN_PKCS11_TALLY", (root() / "tally").c_str(), 1);
  aim().user_pin = base::Secret(base::view("not the PIN"));
  const auto findings = ask({"sign", "copy", "pool", "signer"});
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::not_tried);
  EXPECT_EQ(refused_logins(root() / "tally"), 1U);
}

TEST_F(AModule, that_hangs_in_a_login_gets_no_pin_again) {
  use_fault("hang-in-login");
  aim().deadline = std::chrono::seconds(5);
  const auto findings = ask({"login", "officer", "sign"});
  EXPECT_EQ(answer(findings, "login.user").verdict, Verdict::hung) << described(findings);
  EXPECT_EQ(answer(findings, "officer.login").verdict, Verdict::no);
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::not_tried);
}

}  // namespace
}  // namespace antin::ceremony::probe
