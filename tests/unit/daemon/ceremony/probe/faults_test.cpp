#include "tests/unit/daemon/ceremony/probe/throw_away_token.hpp"

namespace antin::ceremony::probe {
namespace {

using ::testing::HasSubstr;

struct Fault {
  const char* name;
  const char* row;
  Verdict verdict;
  const char* detail;
  const char* asked = nullptr;  // when that is not the row alone
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class AFault : public ThrowAwayToken, public ::testing::WithParamInterface<Fault> {};

TEST_P(AFault, of_a_module_is_seen_in_its_row) {
  const auto& fault = GetParam();
  use_fault(fault.name);
  const auto findings = ask({fault.asked == nullptr ? fault.row : fault.asked});
  const auto& seen = answer(findings, fault.row);
  EXPECT_EQ(seen.verdict, fault.verdict) << described(findings);
  EXPECT_THAT(seen.detail, HasSubstr(fault.detail));
  // That the same row is `yes` without the fault is seen in softhsm_test.cpp.
}

constexpr Fault faults[] = {
    {"no-second-initialize", "module.again", Verdict::no, "C_Initialize: CKR_GENERAL_ERROR"},
    {"no-serial", "token.serial", Verdict::no, "serial none"},
    {"final-try", "token.pin-tries", Verdict::no, "CKF_USER_PIN_FINAL_TRY"},
    {"final-try", "login.user", Verdict::no, "one more wrong PIN locks the token"},
    {"no-login-state", "login.state", Verdict::no, "state is 2", "login"},
    {"no-copyable", "key.p256", Verdict::no, "CKR_ATTRIBUTE_TYPE_INVALID"},
    {"no-copyable", "key.attributes", Verdict::differs, "refused: CKA_COPYABLE"},
    {"no-rsa", "key.rsa-3072", Verdict::no, "C_GenerateKeyPair: CKR_MECHANISM_INVALID"},
    {"die-in-generation", "key.p256", Verdict::died, "signal 11"},
    {"keys-do-not-last", "key.stays", Verdict::no, "gone after C_Finalize"},
    {"wrong-signature", "sign.p256", Verdict::no, "OpenSSL does not verify"},
    {"wrong-signature", "sign.pss", Verdict::no, "OpenSSL does not verify"},
    {"wrong-signature", "sign.ed25519", Verdict::no, "OpenSSL does not verify"},
    {"one-nonce", "sign.p256-nonces", Verdict::no, "one nonce"},
    {"die-in-sign", "sign.p256", Verdict::died, "signal 11"},
    {"exit-in-sign", "sign.p256", Verdict::died, "status 0"},
    {"stuck-random", "random", Verdict::no, "the same octets twice"},
    {"value-readable", "attribute.value-hidden", Verdict::no, "the private value was read"},
    {"not-sensitive", "key.p256", Verdict::no, "CKA_SENSITIVE is not true"},
    {"not-sensitive", "attribute.sensitive", Verdict::no, "reads as false"},
    {"sensitive-falls", "attribute.sensitive-stays", Verdict::no, "it was changed"},
    {"extractable-rises", "attribute.extractable-stays", Verdict::no, "it was changed"},
    {"extractable-rises", "attribute.extractable-one-way", Verdict::no, "it was changed"},
    {"sets-nothing", "attribute.extractable-lowers", Verdict::no, "reads as true"},
    {"sets-nothing", "attribute.label-changes", Verdict::no, "reads back something else"},
    {"never-extractable-lies", "attribute.was-extractable", Verdict::no, "claims that it never was"},
    {"sign-always", "usage.enforced", Verdict::no, "came on by itself"},
    {"usage-not-kept", "usage.enforced", Verdict::no, "it signs"},
    {"allowed-mechanisms-lost", "usage.mechanisms-kept", Verdict::no, ""},
    {"allowed-mechanisms-lost", "usage.mechanisms-enforced", Verdict::no, "signs all the same"},
    {"allowed-mechanisms-lost", "usage.pss-only", Verdict::no, "PKCS#1 v1.5"},
    {"anybody-trusts", "usage.trusted-refused", Verdict::no, "the user marked a wrapping key as trusted"},
    {"copies-open", "copy.not-extractable", Verdict::no, "a copy was made"},
    {"wraps-otherwise", "wrap.2109", Verdict::differs, "no RFC's"},
    {"wraps-otherwise", "wrap.p256", Verdict::no, "no mechanism makes"},
    {"wraps-what-is-closed", "wrap.not-extractable", Verdict::no, "it was wrapped"},
    {"wrap-with-trusted-lost", "wrap.with-trusted", Verdict::no, "not kept"},
    {"unwraps-anything", "restore.altered", Verdict::no, "it was unwrapped"},
    {"unwraps-anything", "restore.other-key", Verdict::no, "it was unwrapped"},
    {"any-key", "error.key-handle", Verdict::no, "says CKR_OK"},
    {"any-session", "error.session-handle", Verdict::no, "says CKR_OK"},
    {"active-for-ever", "error.new-session", Verdict::no, "CKR_OPERATION_ACTIVE"},
    {"active-for-ever", "error.same-session", Verdict::differs, "CKR_OPERATION_ACTIVE"},
    {"wrong-signature", "signer.p256", Verdict::no, "does not fit its public key"},
    {"not-sensitive", "signer.p256", Verdict::no, "it is left out: it is not CKA_SENSITIVE"},
    {"die-in-sign", "process.pool", Verdict::no, "signal 11"},
    {"destroys-nothing", "left", Verdict::no, "objects whose labels begin with antin-probe/ are left", "sign.p256"},
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
  const auto findings = ask({"sign.p256", "sign.p256-sha384", "digest.sha-256"});
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::hung) << described(findings);
  EXPECT_EQ(answer(findings, "sign.p256-sha384").verdict, Verdict::hung) << "a new process went on with the next";
  EXPECT_EQ(answer(findings, "digest.sha-256").verdict, Verdict::yes);
  EXPECT_EQ(answer(findings, "left").verdict, Verdict::yes);
  EXPECT_THAT(answer(findings, "left").detail, HasSubstr("left by questions that did not end, and are removed"));
  EXPECT_FALSE(fit_for_antin(findings));
}

TEST_F(AModule, that_crashes_is_gone_on_with_in_a_new_process) {
  use_fault("die-in-sign");
  const auto findings = ask({"sign.p256", "random"});
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
  const auto findings = ask({"sign", "pool", "signer"});
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
