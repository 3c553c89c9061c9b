#include "core/base/file.hpp"
#include "core/statement/clear.hpp"
#include "core/statement/lost.hpp"
#include "core/statement/stop.hpp"
#include "policy/bundle/signatures.hpp"
#include "tests/support/log_key.hpp"
#include "tests/unit/policy/cli/antin_policy.hpp"

namespace antin::test {
namespace {

TEST_F(AntinPolicy, explains_each_command) {
  EXPECT_THAT(run({"help"}).out, HasSubstr("usage: antin-policy <command>"));
  for (const auto* command : policy::cli::program().commands) {
    const auto ran = run({std::string(command->name), "--help"});
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out, HasSubstr("usage: antin-policy " + std::string(command->name)));
  }
  EXPECT_EQ(run({"sing"}).status, 2);
  EXPECT_EQ(run({"check"}).status, 2);
  EXPECT_EQ(run({"check", "a", "b"}).status, 2);
}

TEST_F(AntinPolicy, says_in_words_what_a_bundle_changes) {
  directory.must_run("cp -r policy old");
  EXPECT_EQ(run({"diff", path("old"), path("policy")}).status, 0);
  EXPECT_EQ(run({"diff", path("old"), path("policy")}).out, "");
  put("bundle.toml", "origin = \"seal.example/2026\"\nversion = 2\n");
  change("workflow.toml", "[\"principal\"]", "[\"principal\", \"acting-principal\"]");
  change("workflow.toml", "formats = [\"cades\"]",
         "formats = [\"cades\"]\nquota = { per = \"unit-year\", count = 900 }");
  change("units.toml", "Ví Dụ", "Hoa Sen");
  change("systems.toml", "grants = [\"submit\"]", "grants = [\"submit\", \"timestamp\"]");
  change("log.toml", "lag = \"10m\"", "lag = \"1d\"");
  directory.must_run("cp so-1.crt policy/people/more.crt");
  const auto ran = run({"diff", path("old"), path("policy")});
  EXPECT_EQ(ran.status, 1);
  for (const auto* line :
       {"bundle: version 1 → 2\n", "step principal of hoc-ba: role +acting-principal\n",
        "step principal of hoc-ba: quota none → 900 a unit and year\n",
        "unit 79760001: name Trường Tiểu học Ví Dụ → Trường Tiểu học Hoa Sen\n",
        "system school-79760001: grants +timestamp\n", "log: lag 10m → 1d\n", "file people/more.crt: added: sha256 "})
    EXPECT_THAT(ran.out, HasSubstr(line));
  EXPECT_THAT(run({"diff", path("policy"), path("old")}).out, HasSubstr("role −acting-principal\n"));
  EXPECT_THAT(run({"diff", path("policy"), path("old")}).out, HasSubstr("file people/more.crt: removed\n"));
  EXPECT_THAT(run({"diff", path("old"), path("policy"), "--json"}).out, HasSubstr("\"log: lag 10m → 1d\""));
}

TEST_F(AntinPolicy, says_which_unit_closes_and_what_becomes_of_its_records) {
  directory.must_run("cp -r policy old");
  change("units.toml", "kind = \"school\"", "kind = \"school\"\nclosed = 2026-07-01");
  EXPECT_THAT(run({"diff", path("old"), path("policy")}).out,
              HasSubstr("unit 79760001 closes on 2026-07-01; nobody succeeds it\n"));
  EXPECT_THAT(run({"check", path("policy")}).out, HasSubstr("unit 79760001 closes on 2026-07-01; nobody"));
  EXPECT_THAT(run({"check", path("policy"), "--json"}).out, HasSubstr("\"unit 79760001 closes on 2026-07-01; nobody"));
  directory.must_run("cp -r policy later");
  change("units.toml", "closed = 2026-07-01", "closed = 2026-08-01\nsuccessor = \"79760002\"");
  change("units.toml", "[[unit]]",
         "[[unit]]\ncode = \"79760002\"\nparent = \"79\"\nkind = \"school\"\nname = \"B\"\n[[unit]]");
  EXPECT_THAT(run({"diff", path("old"), path("policy")}).out,
              HasSubstr("unit 79760001 closes on 2026-08-01; its records go to 79760002\n"));
  EXPECT_THAT(run({"diff", path("later"), path("policy")}).out,
              HasSubstr("unit 79760001: closed on 2026-07-01; nobody succeeds it → on 2026-08-01; its records go to"));
}

TEST_F(AntinPolicy, says_what_comes_and_goes) {
  directory.must_run("cp -r policy old");
  put("workflow.toml", std::string(workflow_text) +
                           "[[workflow.step]]\nname = \"department\"\nrole = [\"leader\"]\nunit = \"parent\"\n"
                           "max_age = \"30d\"\n");
  const auto ran = run({"diff", path("old"), path("policy")}).out;
  EXPECT_THAT(ran, HasSubstr("step department of hoc-ba: added: approvers 1; max_age 30d; proof certificate; role "
                             "leader; unit parent\n"));
  EXPECT_THAT(ran, HasSubstr("workflow hoc-ba: steps principal → principal, department\n"));
  directory.must_run("rm -r old && cp -r policy old");
  change("workflow.toml", "\"30d\"", "\"45d\"");
  EXPECT_THAT(run({"diff", path("old"), path("policy")}).out,
              HasSubstr("step department of hoc-ba: max_age 30d → 45d\n"));
}

TEST_F(AntinPolicy, signs_a_bundle_that_then_verifies) {
  const auto first = sign_as("so-1", {"--previous", "none"});
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("antin/bundle/v1"));
  EXPECT_THAT(first.out, HasSubstr("policy/signatures/so-1.p7s"));
  EXPECT_THAT(verify().err, HasSubstr("1 of 2 security officers have signed"));
  EXPECT_EQ(verify().status, 1);
  const auto second = sign_as("so-2", {});
  ASSERT_EQ(second.status, 0) << second.err;
  const auto verified = verify();
  EXPECT_EQ(verified.status, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("so-1 (so-1), so-2 (so-2)"));
  EXPECT_THAT(run({"verify", path("policy"), "--officers", path("officers"), "--json"}).out, HasSubstr("\"so-2\""));
  directory.must_run(
      "cat root.crt people.crt > ca.pem && openssl cms -verify -cades -binary -inform DER -in "
      "policy/signatures/so-1.p7s -content policy/signatures/statement.txt -CAfile ca.pem -purpose any -out /dev/null");
}

TEST_F(AntinPolicy, verifies_against_revocation_lists_when_it_is_given_some) {
  ASSERT_EQ(sign_as("so-1", {"--previous", "none"}).status, 0);
  ASSERT_EQ(sign_as("so-2", {}).status, 0);
  pki.list("people", "01", pki.revoked("so-2", ",keyCompromise"));
  directory.must_run("mkdir lists && cp people.crl lists");
  const auto ran = run({"verify", path("policy"), "--officers", path("officers"), "--revocation", path("lists")});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("so-2.p7s: the officer's certificate: "));
}

TEST_F(AntinPolicy, signs_what_follows_the_bundle_in_force) {
  directory.must_run("cp -r policy old");
  const auto in_force = policy::bundle::digest_of(policy::bundle::read_bundle_files(path("old")).value());
  put("bundle.toml", "origin = \"seal.example/2026\"\nversion = 2\n");
  const auto by_folder = sign_as("so-1", {"--previous", path("old")});
  ASSERT_EQ(by_folder.status, 0) << by_folder.err;
  EXPECT_THAT(by_folder.err, HasSubstr("previous: " + base::print(in_force)));
  EXPECT_EQ(sign_as("so-2", {"--previous", base::print(in_force)}).status, 0);
  EXPECT_EQ(verify().status, 0);
  EXPECT_EQ(sign_as("so-3", {"--previous", "sha256:12"}).status, 2);
}

TEST_F(AntinPolicy, signs_nothing_that_does_not_hold_and_nothing_beside_what_others_have_signed) {
  EXPECT_EQ(sign_as("so-1", {}).status, 2);
  ASSERT_EQ(sign_as("so-1", {"--previous", "none"}).status, 0);
  change("units.toml", "Ví Dụ", "Hoa Sen");
  const auto other = sign_as("so-2", {});
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.err, HasSubstr("others have signed something else"));
  EXPECT_EQ(verify().status, 1);
  put("units.toml", "[[unit]]\n");
  EXPECT_EQ(sign_as("so-2", {}).status, 1);
  EXPECT_FALSE(std::filesystem::exists(path("policy/signatures/so-2.p7s")));
}

TEST_F(AntinPolicy, signs_nothing_when_nobody_confirms) {
  auto words = std::vector<std::string>{"sign", path("policy"),  "--officer",      "so-1",          "--previous",
                                        "none", "--signing-key", path("so-1.key"), "--certificate", path("so-1.crt")};
  EXPECT_EQ(run(words).status, 2);
  EXPECT_FALSE(std::filesystem::exists(path("policy/signatures")));
}

TEST_F(AntinPolicy, signs_and_reads_officers_by_the_entry_of_the_log) {
  const auto now = officers().statement;
  auto entry = std::string(R"({"number":1,"officers":[)");
  for (const auto& [id, hash] : now.officers)
    entry +=
        std::string(id == "so-1" ? "" : ",") + R"({"certificate":")" + base::print(hash) + R"(","id":")" + id + "\"}";
  entry += R"(],"statement":")" + base::print(policy::bundle::hash_of(now)) + R"(","threshold":2,"type":"officers"})";
  directory.write("entry.json", entry);
  ASSERT_EQ(sign_as("so-1", {"--previous", "none"}).status, 0);
  ASSERT_EQ(sign_as("so-3", {}).status, 0);
  const std::vector<std::string> by_entry{"verify",           path("policy"),   "--officers-from",
                                          path("entry.json"), "--certificates", path("officers")};
  EXPECT_EQ(run(by_entry).status, 0) << run(by_entry).err;

  directory.must_run("cp -r officers next");
  directory.write("next/officers.toml",
                  std::string_view("threshold = 2\n[[officer]]\nid = \"so-2\"\ncertificate = \"so-2.crt\"\n"
                                   "[[officer]]\nid = \"so-3\"\ncertificate = \"so-3.crt\"\n"));
  const auto ran = sign_as("so-1", {"--officers-from", path("entry.json"), "--log", "seal.example/2026"}, "next");
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(std::string(base::text(directory.read("next/signatures/statement.txt"))),
              HasSubstr("number: 2\nthreshold: 2\nofficer: so-2 "));
  EXPECT_THAT(ran.err, HasSubstr("previous: " + base::print(policy::bundle::hash_of(now))));

  directory.write("entry.json", entry.replace(entry.find(R"("threshold":2)"), 13, R"("threshold":3)"));
  EXPECT_EQ(run(by_entry).status, 2);
  EXPECT_THAT(run(by_entry).err, HasSubstr("not an `officers` entry"));
}

TEST_F(AntinPolicy, signs_a_stop_and_leaves_it_for_antin_control) {
  const auto ran = run({"stop", "key", "seal/79760001/school/2026.1", "--reason", "key-suspected", "--log",
                        "seal.dev.example/2026", "--into", path("order"), "--officer", "so-1", "--signing-key",
                        path("so-1.key"), "--certificate", path("so-1.crt"), "--yes"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("target: key seal/79760001/school/2026.1")) << "a person reads it first";
  EXPECT_EQ(ran.out, path("order/signatures/so-1.p7s") + "\n");
  const auto read = policy::bundle::read_signed(path("order"));
  ASSERT_TRUE(read) << read.error().text;
  const auto said = statement::parse_stop(read->text);
  ASSERT_TRUE(said) << said.error().text;
  EXPECT_EQ(said->reason, "key-suspected");
  EXPECT_EQ(read->signatures.size(), 1U);
}

TEST_F(AntinPolicy, signs_one_resume_officer_after_officer) {
  const auto previous = base::print(base::Sha256Hash{7});
  const auto sign = [&](const std::string& officer, std::vector<std::string> more) {
    std::vector<std::string> words{"resume",
                                   "--into",
                                   path("order"),
                                   "--officer",
                                   officer,
                                   "--signing-key",
                                   path(officer + ".key"),
                                   "--certificate",
                                   path(officer + ".crt"),
                                   "--yes"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  };
  EXPECT_EQ(sign("so-1", {"appliance", "--log", "seal.dev.example/2026"}).status, 2) << "which stop?";
  const auto first = sign("so-1", {"appliance", "--previous", previous, "--log", "seal.dev.example/2026"});
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(sign("so-2", {"unit", "79", "--previous", previous, "--log", "seal.dev.example/2026"}).status, 2)
      << "another lies there";
  ASSERT_EQ(sign("so-2", {}).status, 0);
  const auto read = policy::bundle::read_signed(path("order"));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_TRUE(policy::bundle::open_quorum(*read, officers()));
  EXPECT_EQ(statement::parse_resume(read->text)->previous, base::Sha256Hash{7});
}

TEST_F(AntinPolicy, signs_what_clears_a_clock) {
  const std::vector<std::string> words{"clear",         "clock",
                                       "--last",        base::print(base::Sha256Hash{7}),
                                       "--log",         "seal.dev.example/2026",
                                       "--into",        path("order"),
                                       "--officer",     "so-1",
                                       "--signing-key", path("so-1.key"),
                                       "--certificate", path("so-1.crt"),
                                       "--yes"};
  ASSERT_EQ(run(words).status, 0) << run(words).err;
  const auto read = policy::bundle::read_signed(path("order"));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(statement::parse_clear(read->text)->last, base::Sha256Hash{7});
}

TEST_F(AntinPolicy, signs_that_a_log_is_lost_about_a_checkpoint_that_then_lies_beside_it) {
  const LogKey log("seal.dev.example/2026");
  const auto note = log.signed_note({"seal.dev.example/2026", 12, base::Sha256Hash{7}});
  directory.write("witnessed", base::view(note));
  const auto sign = [&](const std::string& officer, std::vector<std::string> words) {
    words.insert(words.begin(), "lost");
    words.insert(words.end(), {"--into", path("order"), "--officer", officer, "--signing-key", path(officer + ".key"),
                               "--certificate", path(officer + ".crt"), "--yes"});
    return run(words);
  };
  const std::vector<std::string> about{"--checkpoint", path("witnessed"), "--successor", "seal.dev.example/2027",
                                       "--reason",     "disk-failed",     "--backup"};
  const auto with_backup = [&](const std::string& size) {
    auto words = about;
    words.push_back(size);
    return words;
  };
  EXPECT_THAT(sign("so-1", with_backup("13")).err, HasSubstr("more than the log's witnesses have seen"));
  EXPECT_THAT(sign("so-1", with_backup("ten")).err, HasSubstr("--backup is a number of entries"));
  EXPECT_FALSE(std::filesystem::exists(path("order")));
  ASSERT_EQ(sign("so-1", with_backup("10")).status, 0);
  EXPECT_EQ(sign("so-2", with_backup("11")).status, 2) << "another lies there";
  ASSERT_EQ(sign("so-2", {}).status, 0);
  const auto read = policy::bundle::read_signed(path("order"));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_TRUE(policy::bundle::open_quorum(*read, officers()));
  const auto said = statement::parse_lost(read->text);
  ASSERT_TRUE(said) << said.error().text;
  EXPECT_EQ(said->log, "seal.dev.example/2026");
  EXPECT_EQ(said->size, 12U);
  EXPECT_EQ(said->root, base::Sha256Hash{7});
  EXPECT_EQ(said->backup, 10U);
  EXPECT_EQ(base::text(base::read_file(path("order") + "/checkpoint", 4096).value()), note);
}

TEST_F(AntinPolicy, refuses_to_stop_what_is_none_or_without_a_reason) {
  const auto stop = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "stop");
    for (const auto* more : {"--log", "seal.dev.example/2026", "--officer", "so-1", "--yes"}) words.emplace_back(more);
    words.insert(words.end(),
                 {"--into", path("order"), "--signing-key", path("so-1.key"), "--certificate", path("so-1.crt")});
    return run(words);
  };
  EXPECT_THAT(stop({"--reason", "drill"}).err, HasSubstr("TARGET is appliance, unit CODE"));
  EXPECT_THAT(stop({"person", "p-000001", "--reason", "drill"}).err, HasSubstr("TARGET is appliance, unit CODE"));
  EXPECT_THAT(stop({"appliance"}).err, HasSubstr("--reason"));
  EXPECT_THAT(stop({"appliance", "--reason", "two words"}).err, HasSubstr("no statement can be made of this"));
  EXPECT_FALSE(std::filesystem::exists(path("order")));
}

}  // namespace
}  // namespace antin::test
