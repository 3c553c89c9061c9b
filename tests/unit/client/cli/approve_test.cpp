#include "tests/unit/client/cli/steps_fixture.hpp"

namespace antin::cli {
namespace {

TEST_F(Steps, approve_asks_the_appliance_for_what_is_left_out_and_openssl_verifies_the_approval) {
  const auto ran = approve("principal", Words{"--role", "principal", "--yes"} + pem_key());
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  const auto statement = approved();
  EXPECT_EQ(statement.log, "seal.dev.example/2026");
  EXPECT_EQ(statement.role, "principal");
  EXPECT_EQ(base::print(statement.policy), "sha256:" + hex_of_ones);
  ASSERT_TRUE(statement.previous.has_value());
  EXPECT_EQ((*statement.previous)[0], 9);
  EXPECT_EQ(base::print(statement.digest), hash_text(base::view(content)));
  EXPECT_TRUE(m_scratch.run(
      "openssl cms -verify -cades -binary -inform DER -in approval.p7s -content approval.txt -CAfile root.crt -purpose "
      "any -out /dev/null"))
      << m_scratch.text("said");
  EXPECT_EQ(ran.out, path("approval.txt") + "\n" + path("approval.p7s") + "\n");
  for (const auto* shown : {"report.pdf", "person Ấn tín", "antin/approve/v1", "record: 1.r", "nonce: "}) {
    EXPECT_THAT(ran.err, HasSubstr(shown));
  }
}

TEST_F(Steps, approve_takes_the_only_role_of_a_step_and_no_previous_for_the_first) {
  m_known = false;
  ASSERT_EQ(approve("teacher", Words{"--scope", "2026-2027.1A", "--yes"} + pem_key()).status, Exit::ok);
  EXPECT_EQ(approved().role, "teacher");
  EXPECT_EQ(approved().scope, "2026-2027.1A");
  EXPECT_FALSE(approved().previous.has_value());
}

TEST_F(Steps, approve_refuses_what_the_appliance_would_refuse) {
  EXPECT_THAT(approve("principal", Words{"--yes"} + pem_key()).err, HasSubstr("give --role"));
  EXPECT_THAT(approve("nobody", Words{"--yes"} + pem_key()).err, HasSubstr("antin: UNKNOWN_STEP:"));
  m_known = false;
  const auto early = approve("principal", Words{"--role", "principal", "--yes"} + pem_key());
  EXPECT_THAT(early.err, HasSubstr("antin: OUT_OF_ORDER:"));
  EXPECT_EQ(early.status, Exit::refused);
  m_error = protocol::Code::no_grant;
  EXPECT_THAT(approve("teacher", Words{"--yes"} + pem_key()).err, HasSubstr("antin: NO_GRANT:"));
}

const Words all_given{"--log",  "l",       "--policy",  "sha256:" + hex_of_ones, "--previous", "none",
                      "--role", "teacher", "--expires", "2099-01-01T00:00:00Z"};

TEST_F(Steps, approve_needs_no_appliance_when_all_is_given_and_signs_nothing_without_a_yes) {
  EXPECT_EQ(approve("teacher", all_given + pem_key()).status, Exit::usage) << "nobody to ask";
  EXPECT_EQ(approve("teacher", all_given + pem_key(), "no\n", true).status, Exit::refused);
  EXPECT_FALSE(std::filesystem::exists(path("approval.p7s")));
  EXPECT_EQ(approve("teacher", all_given + pem_key(), "yes\n", true).status, Exit::ok);
  EXPECT_TRUE(std::filesystem::exists(path("approval.p7s")));
  EXPECT_TRUE(m_appliance.seen().empty());
}

TEST_F(Steps, approve_vouches_for_a_person_in_the_name_of_the_system_that_asks) {
  const Words vouch{"--vouch-for", "p-000001", "--yes"};
  m_known = false;
  const auto ran = approve("teacher", vouch + pem_key());
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(m_scratch.text("approval.txt"), testing::StartsWith("antin/vouch/v1\n"));
  EXPECT_EQ(approved().vouched, (statement::Vouching{"school-1", "p-000001"}));
  EXPECT_THAT(ran.err, HasSubstr("person: p-000001"));
  const auto asked = m_appliance.seen().size();
  ASSERT_EQ(approve("teacher", all_given + vouch + Words{"--system", "other"} + pem_key()).status, Exit::ok);
  EXPECT_EQ(approved().vouched, (statement::Vouching{"other", "p-000001"}));
  EXPECT_EQ(m_appliance.seen().size(), asked) << "nothing was left to ask for";
  EXPECT_EQ(approve("teacher", Words{"--system", "other", "--yes"} + pem_key()).status, Exit::usage);
  EXPECT_EQ(approve("teacher", Words{"--vouch-for", "p 1", "--yes"} + pem_key()).status, Exit::usage);
  EXPECT_EQ(run_antin({"approve", "--list", path("class.csv"), "--vouch-for", "p-000001"}).status, Exit::usage);
}

TEST_F(Steps, approve_refuses_options_that_make_no_statement) {
  const auto with = [&](const Words& more) { return approve("teacher", Words{"--yes"} + pem_key() + more).status; };
  const Words base{"--log", "l", "--policy", "sha256:" + hex_of_ones, "--previous", "none", "--role", "teacher"};
  EXPECT_EQ(with(base), Exit::ok);
  EXPECT_EQ(with(base + Words{"--valid", "30d"}), Exit::ok);
  for (const auto* valid : {"0h", "24", "h", "367d", "1w", "-1h", "24h "}) {
    EXPECT_EQ(with(base + Words{"--valid", valid}), Exit::usage) << valid;
  }
  for (const auto* expires : {"2001-01-01T00:00:00Z", "2099-01-01T00:00:00.500Z", "tomorrow"}) {
    EXPECT_EQ(with(base + Words{"--expires", expires}), Exit::usage) << expires;
  }
  EXPECT_EQ(with(base + Words{"--scope", "a b"}), Exit::usage);
  EXPECT_EQ(with(base + Words{"--revision", "0"}), Exit::usage);
  EXPECT_EQ(with(base + Words{"--digest", "sha256:" + hex_of_ones}), Exit::usage) << "and a document";
}

TEST_F(Steps, approve_signs_with_a_pkcs12_file_and_with_an_encrypted_pem_key) {
  m_scratch.write("pass", "mật khẩu\n");
  m_scratch.must_run(
      "openssl pkcs12 -export -inkey person.key -in person.crt -certfile ca.crt -passout file:pass -out person.p12 && "
      "openssl ec -in person.key -aes256 -passout file:pass -out locked.key && chmod 600 pass locked.key person.p12");
  const Words pass{"--passphrase-file", path("pass"), "--yes"};
  const auto by_p12 = approve("teacher", all_given + pass + Words{"--p12", path("person.p12")});
  EXPECT_EQ(by_p12.status, Exit::ok) << by_p12.err;
  const auto by_pem = approve(
      "teacher", all_given + pass + Words{"--signing-key", path("locked.key"), "--certificate", path("person.crt")});
  EXPECT_EQ(by_pem.status, Exit::ok) << by_pem.err;
  m_scratch.write("pass", "wrong\n");
  m_scratch.must_run("chmod 600 pass");
  EXPECT_EQ(approve("teacher", all_given + pass + Words{"--p12", path("person.p12")}).status, Exit::usage);
  EXPECT_EQ(approve("teacher", all_given + Words{"--yes", "--p12", path("person.p12")}).status, Exit::usage)
      << "no terminal to ask for the passphrase";
  EXPECT_EQ(approve("teacher",
                    all_given + Words{"--yes", "--signing-key", path("person.key"), "--certificate", path("other.crt")})
                .status,
            Exit::usage);
  EXPECT_EQ(approve("teacher", all_given + Words{"--yes"}).status, Exit::usage) << "no key at all";
}

class OnAToken : public Steps {
 protected:
  void SetUp() override {
    Steps::SetUp();
    m_scratch.write("softhsm2.conf", "directories.tokendir = " + path("tokens") + "\nobjectstore.backend = file\n");
    ::setenv("SOFTHSM2_CONF", path("softhsm2.conf").c_str(), 1);
    m_scratch.write("pin", "1234\n");
    m_scratch.must_run(
        "mkdir tokens && chmod 600 pin && softhsm2-util --init-token --free --label card --pin 1234 --so-pin 4321 && "
        "openssl pkcs8 -topk8 -nocrypt -in person.key -out person.pk8 && softhsm2-util --import person.pk8 --token "
        "card "
        "--label person --id 01 --pin 1234");
  }
  Words token_key(const std::string& label, const std::string& certificate) const {
    return {"--yes",         "--pkcs11",       "/usr/lib/softhsm/libsofthsm2.so",
            "--token",       "card",           "--label",
            label,           "--pin-file",     path("pin"),
            "--certificate", path(certificate)};
  }
};

TEST_F(OnAToken, a_key_signs_and_openssl_verifies_the_approval) {
  const auto ran = approve("teacher", all_given + token_key("person", "person.crt") + Words{"--chain", path("ca.crt")});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_TRUE(m_scratch.run(
      "openssl cms -verify -cades -binary -inform DER -in approval.p7s -content approval.txt -CAfile root.crt -purpose "
      "any -out /dev/null"))
      << m_scratch.text("said");
}

TEST_F(OnAToken, a_key_that_is_not_there_or_not_of_the_certificate_signs_nothing) {
  EXPECT_EQ(approve("teacher", all_given + token_key("nobody", "person.crt")).status, Exit::usage);
  EXPECT_EQ(approve("teacher", all_given + token_key("person", "other.crt")).status, Exit::usage);
  m_scratch.write("pin", "0000\n");
  m_scratch.must_run("chmod 600 pin");
  const auto wrong_pin = approve("teacher", all_given + token_key("person", "person.crt"));
  EXPECT_EQ(wrong_pin.status, Exit::usage);
  EXPECT_EQ(wrong_pin.err.find("0000"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path("approval.p7s")));
}

}  // namespace
}  // namespace antin::cli
