// A whole ceremony, and what is refused on the way, by the real program on throw-away SoftHSM tokens.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

TEST(ACeremony, of_three_of_five_officers_makes_the_keys_of_a_department_and_two_schools) {
  Office office({5, 3, 3});
  office.add_token("seals", "file");
  office.add_token("time", "file");
  office.add_token("log", "file");
  office.add_key("seal/79/department/2026.1", "seals");
  office.add_key("seal/79760001/school/2026.1", "seals");
  office.add_key("seal/79760002/school/2026.1", "seals", "rsa-pss-3072");
  office.add_key("time/antin/tsa/2026.1", "time");
  office.add_key("log/79/hcm/2026.1", "log", "ed25519");
  office.make_plan();
  ASSERT_EQ(office.run_with_answers(), paused) << office.said();
  EXPECT_THAT(office.said(), HasSubstr("put the CA's certificate at"));
  office.certify();
  ASSERT_EQ(office.run_with_answers("--resume"), done) << office.said();
  ASSERT_EQ(office.run("verify D"), done) << office.said();
  EXPECT_THAT(office.said(), HasSubstr("Everything holds together."));

  // Others say the same: openssl of a certificate and a request, pkcs11-tool of a key.
  office.folder.must_run(
      "openssl verify -CAfile ca.crt D/cert/*.crt && for f in D/csr/*.csr; do openssl req -in $f -verify -noout; done");
  office.folder.must_run(
      "openssl x509 -in D/cert/seal.79760002.school.2026.1.crt -noout -pubkey | cmp - "
      "D/pub/seal.79760002.school.2026.1.pem");
  office.folder.must_run(
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
      "seals "
      "--login --pin $(cat D/secrets/pin-seals) -O --type privkey");
  EXPECT_THAT(office.folder.text("said"), HasSubstr("never extractable"));
  // openssl verifies a participant's line of the note: key id, then a DER signature over the text's SHA-256.
  office.folder.must_run(
      "python3 - <<'PY'\nimport base64\nnote=open('D/transcript.note','rb').read()\n"
      "text,signatures=note.rsplit(b'\\n\\n',1)\nopen('text','wb').write(text+b'\\n')\n"
      "line=[l for l in signatures.decode().splitlines() if l.startswith('\u2014 test-2026.1/so-3 ')][0]\n"
      "open('signature','wb').write(base64.b64decode(line.split(' ')[2])[4:])\nPY\n"
      "openssl x509 -in so-3.crt -noout -pubkey > so-3.pub && "
      "openssl dgst -sha256 -verify so-3.pub -signature signature text");
  // The officers for a new log: those of the plan, with the transcript that says so.
  office.folder.must_run("cmp D/transcript.note D/officers/transcript.note && cmp so-5.crt D/officers/so-5.crt");
  EXPECT_THAT(office.folder.text("D/officers/officers.toml"), HasSubstr("threshold = 3\n"));
  EXPECT_FALSE(fs::exists(office.folder / "D/officers/a-1.crt"));
  // Every approval is a CMS that openssl verifies over the statement that it is said to be over.
  EXPECT_EQ(std::distance(fs::directory_iterator(office.folder / "D/approvals"), fs::directory_iterator{}),
            3 * (1 + 3 + 3 + 5 + 4 + 1));
}

class ASmallCeremony : public ::testing::Test {
 protected:
  ASmallCeremony() {
    m_office.add_token("seals", "file");
    m_office.add_key("seal/79/department/2026.1", "seals");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
  }
  void begin() {
    ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
    m_office.certify();
  }
  void edit(const std::string& name, const std::string& from, const std::string& to) {
    auto text = m_office.folder.text(name);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << name << " has no " << from;
    m_office.folder.write(name, text.replace(at, from.size(), to));
  }
  Office m_office{{2, 2, 2}};
};

TEST_F(ASmallCeremony, leaves_no_pin_and_no_share_anywhere_but_where_it_must) {
  begin();
  m_office.complete();
  const auto& folder = m_office.folder;
  folder.must_run(
      "pin=$(cat D/secrets/pin-seals); test ${#pin} = 32; ! grep -rl \"$pin\" D --exclude-dir=secrets; "
      "for f in shares/*; do ! grep -rl \"$(cat $f)\" D said || exit 1; done");
  EXPECT_EQ(fs::status(folder / "D/secrets/pin-seals").permissions(), fs::perms::owner_read);
}

TEST(ATokensPin, is_sealed_for_the_machine_as_a_signers_unit_opens_it) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root has systemd-creds seal for the machine";
  Office office({2, 2, 2});
  office.add_token("log", "systemd-credential");
  office.add_key("log/79/hcm/2026.1", "log", "ed25519");
  office.make_plan();
  ASSERT_EQ(office.run_with_answers(), done) << office.said();
  office.folder.must_run(
      "systemd-creds decrypt --name=pin D/credentials/antin-signer-log.pin pin && "
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf && pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
      "log "
      "--login --pin $(cat pin) -O --type privkey | grep -q log/79/hcm/2026.1 && ! grep -rq $(cat pin) D");
}

TEST_F(ASmallCeremony, is_not_begun_twice) {
  begin();
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("go on with --resume"));
}

TEST_F(ASmallCeremony, does_not_go_on_with_another_plan) {
  begin();
  edit("D/plan.lock", "Người so-1", "Người so-9");
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("plan.lock is not the plan that this ceremony began with"));
}

TEST_F(ASmallCeremony, does_not_go_on_without_enough_officers) {
  edit("answers.toml", "as = \"so-2\"", "as = \"so-9\"");
  EXPECT_EQ(m_office.run_with_answers(), paused);
  EXPECT_THAT(m_office.said(), HasSubstr("nobody more who signs"));
  EXPECT_THAT(m_office.lines().back(), HasSubstr("\"officer\":\"so-1\""));
}

TEST_F(ASmallCeremony, takes_no_approval_by_another_key_than_the_plans) {
  edit("answers.toml", "\"so-2.key\", \"--certificate\", \"so-2.crt\"",
       "\"so-1.key\", \"--certificate\", \"so-1.crt\"");
  EXPECT_EQ(m_office.run_with_answers(), paused);
  EXPECT_THAT(m_office.said(), HasSubstr("this is not the key that the plan names for so-2"));
}

TEST_F(ASmallCeremony, takes_no_certificate_of_another_key) {
  ASSERT_EQ(m_office.run_with_answers(), paused);
  m_office.folder.must_run("cp so-1.crt D/cert/seal.79.department.2026.1.crt");
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("it is the certificate of another key"));
}

TEST_F(ASmallCeremony, takes_no_certificate_for_another_use_or_from_another_ca) {
  ASSERT_EQ(m_office.run_with_answers(), paused);
  const std::string made = "openssl x509 -req -in D/csr/seal.79.department.2026.1.csr -days 20 -extfile profiles ";
  const std::string to = " -out D/cert/seal.79.department.2026.1.crt";
  m_office.folder.must_run(made + "-CA ca.crt -CAkey ca.key -CAcreateserial -extensions time" + to);
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  m_office.folder.must_run(made + "-CA so-1.crt -CAkey so-1.key -CAcreateserial -extensions seal" + to);
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  m_office.folder.must_run("rm " + to.substr(6));
  m_office.complete();
}

TEST_F(ASmallCeremony, takes_no_certificate_of_another_subject) {
  ASSERT_EQ(m_office.run_with_answers(), paused);
  const std::string name = "seal/79/department/2026.1";
  const std::string organisation = "Trường Hoa Sen";
  const auto certified = [&](const std::string& subject) {
    // In a name of openssl's command line a slash begins the next part.
    std::string words;
    for (const char c : subject) words += c == '|' ? "/" : c == '/' ? "\\/" : std::string(1, c);
    m_office.folder.must_run(
        "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key -utf8 -subj '" + words +
        "' -out other.csr && openssl x509 -req -in other.csr -force_pubkey D/pub/seal.79.department.2026.1.pem -days "
        "20 -extfile profiles -CA ca.crt -CAkey ca.key -CAcreateserial -extensions seal -out "
        "D/cert/seal.79.department.2026.1.crt");
    return m_office.run_with_answers("--resume");
  };
  for (const auto& [subject, part] :
       {std::pair("|C=VN|O=Another|CN=" + name, "organisation"), std::pair("|C=VN|O=" + organisation + "|CN=x", "name"),
        std::pair("|C=LA|O=" + organisation + "|CN=" + name, "country"),
        std::pair("|O=" + organisation + "|CN=" + name, "country"),
        std::pair("|C=VN|O=" + organisation + "|CN=" + name + "|CN=" + name, "name")}) {
    EXPECT_EQ(certified(subject), refused) << subject;
    EXPECT_THAT(m_office.said(), HasSubstr("its subject is not the one that the plan asks for: " + std::string(part)))
        << subject;
  }
  EXPECT_EQ(certified("|C=VN|O=" + organisation + "|OU=Phòng|CN=" + name), done) << m_office.said();
}

TEST_F(ASmallCeremony, stops_before_a_token_that_is_there_already_until_officers_excuse_it) {
  m_office.folder.must_run(
      "SOFTHSM2_CONF=$PWD/softhsm2.conf softhsm2-util --init-token --free --label seals --so-pin 12345678 --pin "
      "12345678");
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the HSM has a token labelled seals already"));
  // Resuming alone does not get past it, and an exception needs the officers.
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("02-inventory-before was stopped"));
  m_office.folder.must_run("rm -r tokens/*");
  ASSERT_EQ(m_office.run("exception D 'The token of a test was removed.'"), done);
  m_office.complete();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("The token of a test was removed."));
}

TEST_F(ASmallCeremony, that_was_aborted_does_not_go_on) {
  begin();
  ASSERT_EQ(m_office.run("abort D 'fire alarm' --language en --answers answers.toml"), done);
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("was aborted"));
  EXPECT_EQ(m_office.run("exception D 'later'"), refused);
  ASSERT_EQ(m_office.run("status D"), done);
  EXPECT_THAT(m_office.said(), HasSubstr("fire alarm"));
}

TEST_F(ASmallCeremony, says_when_its_record_was_altered) {
  begin();
  m_office.complete();
  const auto why = [&] {
    EXPECT_EQ(m_office.run("verify D"), refused);
    return m_office.said();
  };
  const auto altered = [&](const std::string& name, const auto& change) {
    const auto before = m_office.folder.bytes(name);
    change();
    const auto said = why();
    m_office.folder.write(name, before);
    return said;
  };
  const std::string pem = "D/pub/seal.79.department.2026.1.pem";
  EXPECT_THAT(altered(pem, [&] { m_office.folder.must_run("cp D/pub/log.79.hcm.2026.1.pem " + pem); }),
              HasSubstr("is not what the journal says"));
  const std::string approval = "D/approvals/01-prologue.so-1.p7s";
  EXPECT_THAT(altered(approval, [&] { m_office.folder.must_run("cp D/approvals/01-prologue.so-2.p7s " + approval); }),
              HasSubstr("the file was altered"));
  EXPECT_THAT(
      altered("D/journal.jsonl", [&] { edit("D/journal.jsonl", "\"officer\":\"so-1\"", "\"officer\":\"so-2\""); }),
      HasSubstr("does not follow the line before"));
  EXPECT_THAT(altered("D/transcript.note", [&] { edit("D/transcript.note", "rehearsal: no", "rehearsal: yes"); }),
              HasSubstr("says something else than the journal"));
  EXPECT_THAT(altered("D/officers/officers.toml",
                      [&] { m_office.folder.must_run("sed -i 's/so-1.crt/so-2.crt/' D/officers/officers.toml"); }),
              HasSubstr("officers.toml"));
  EXPECT_THAT(altered("D/officers/transcript.note", [&] { edit("D/officers/transcript.note", "lines: ", "lines: 9"); }),
              HasSubstr("is not signed by officer so-1"));
  EXPECT_THAT(altered("D/plan.lock", [&] { edit("D/plan.lock", "quorum: 2", "quorum: 1"); }), HasSubstr("plan.lock"));
  EXPECT_THAT(altered("D/inventory-after.json", [&] { edit("D/inventory-after.json", "private-key", "public-key"); }),
              HasSubstr("10-inventory-after"));
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

TEST(ARealPlan, takes_no_answers_from_a_file_but_can_be_rehearsed_with_them) {
  Office office({2, 2, 2});
  office.add_token("seals");
  office.add_key("seal/79/department/2026.1", "seals");
  office.make_plan("production");
  EXPECT_EQ(office.run_with_answers(), refused);
  EXPECT_THAT(office.said(), HasSubstr("a real plan takes no answers from a file"));
  EXPECT_FALSE(fs::exists(office.folder / "D/journal.jsonl"));
  ASSERT_EQ(office.run("rehearse D --out R --language vi --answers answers.toml"), done) << office.said();
  EXPECT_TRUE(fs::is_empty(office.folder / "tokens")) << "the rehearsal has tokens of its own";
  ASSERT_EQ(office.run("verify R"), done) << office.said();
  EXPECT_THAT(office.said(), HasSubstr("REHEARSAL: nothing of it counts"));
  EXPECT_THAT(office.folder.text("R/transcript.note"), HasSubstr("rehearsal: yes"));
  EXPECT_FALSE(fs::exists(office.folder / "R/officers")) << "a rehearsal leaves nothing for a log";
}

TEST(ARealPlan, has_no_officers_whom_a_log_would_not_pin) {
  Office office({2, 2, 2});
  office.folder.must_run(
      "openssl req -x509 -new -key so-2.key -out so-2.crt -days 30 -subj /CN=so-1 "
      "-addext keyUsage=critical,digitalSignature,nonRepudiation");
  office.add_token("seals");
  EXPECT_THROW(office.make_plan("production"), std::runtime_error);
  EXPECT_THAT(office.said(), HasSubstr("officer so-2 is the same person as another officer"));
  EXPECT_FALSE(fs::exists(office.folder / "D/plan.lock"));
}

TEST(ARealPlan, makes_no_more_keys_than_its_transcript_can_bring_to_a_log) {
  Office office({2, 2, 2});
  office.add_token("seals");
  for (int school = 1; school <= 300; ++school)
    office.add_key("seal/79760" + std::to_string(100 + school) + "/school/2026.1", "seals");
  EXPECT_THROW(office.make_plan("production"), std::runtime_error);
  EXPECT_THAT(office.said(), HasSubstr("the plan is too long for one ceremony"));
}

TEST(ARealPlan, is_not_run_without_people_at_a_terminal) {
  Office office({2, 2, 2});
  office.add_token("seals");
  office.make_plan("production");
  EXPECT_EQ(office.run("run D --language en"), 2);
  EXPECT_THAT(office.said(), HasSubstr("needs people at a terminal"));
}

// An approval that officers gave in a rehearsal, or for another step, is over another statement.
TEST_F(ASmallCeremony, takes_no_approval_that_was_given_elsewhere) {
  ASSERT_EQ(m_office.run("rehearse D --out R --language en --answers answers.toml"), done) << m_office.said();
  begin();
  m_office.complete();
  for (const auto* source : {"R/approvals/03-initialise-seals.so-1.p7s", "D/approvals/01-prologue.so-1.p7s"}) {
    m_office.folder.must_run(
        std::string("cp -r D C; cp ") + source + " C/approvals/03-initialise-seals.so-1.p7s; " +
        "python3 - <<'PY'\n"
        "import hashlib,json\n"
        "new='sha256:'+hashlib.sha256(open('C/approvals/03-initialise-seals.so-1.p7s','rb').read()).hexdigest()\n"
        "out=[];prev='sha256:'+'0'*64\n"
        "for line in open('C/journal.jsonl'):\n"
        "  e=json.loads(line)\n"
        "  if e.get('step')=='03-initialise-seals' and e['facts'].get('officer')=='so-1': e['facts']['cms']=new\n"
        "  e['previous']=prev\n"
        "  s=json.dumps(e,separators=(',',':'),sort_keys=True,ensure_ascii=False)\n"
        "  prev='sha256:'+hashlib.sha256(s.encode()).hexdigest();out.append(s)\n"
        "open('C/journal.jsonl','w').write('\\n'.join(out)+'\\n')\nPY\n:");
    EXPECT_EQ(m_office.run("verify C"), refused);
    EXPECT_THAT(m_office.said(), HasSubstr("not a signature over this step at this moment"));
    m_office.folder.must_run("rm -r C");
  }
}

}  // namespace
}  // namespace antin::ceremony
