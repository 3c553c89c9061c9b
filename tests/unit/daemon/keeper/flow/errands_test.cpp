// What is asked for at the machine itself, turn by turn, beside a flow that goes on.
#include <gmock/gmock.h>

#include "core/base/file.hpp"
#include "tests/unit/daemon/keeper/flow/errand_bench.hpp"

namespace antin::keeper::test {
namespace {

namespace fs = std::filesystem;
using local::ControlRefusal;
using testing::HasSubstr;

class Errands : public ErrandBench {};

TEST_F(Errands, status_is_answered_at_once) {
  const auto status = std::get<local::Status>(*administration->ask(local::AskStatus{}, {3, true}));
  EXPECT_EQ(status.origin, "seal.dev.example/2026");
  EXPECT_EQ(status.start, 7U);
  EXPECT_EQ(status.signers, 3U);
  EXPECT_TRUE(status.courier);
  EXPECT_EQ(status.published, status.size);
}

TEST_F(Errands, are_one_at_a_time) {
  EXPECT_FALSE(administration->ask(local::MakeBackup{"one"}, {}));
  EXPECT_TRUE(administration->is_working());
  EXPECT_THAT(text(*administration->ask(local::MakeBackup{"two"}, {}), ControlRefusal::not_now),
              HasSubstr("something else is under way"));
  EXPECT_TRUE(administration->ask(local::AskStatus{}, {}));
  EXPECT_TRUE(std::holds_alternative<local::Finished>(go_on()));
  EXPECT_FALSE(administration->ask(local::MakeBackup{"two"}, {}));
}

TEST_F(Errands, a_backup_has_its_name_only_when_its_entry_is_durable) {
  EXPECT_FALSE(administration->ask(local::MakeBackup{"night"}, {}));
  while (bench.life->entries().back().find("\"type\":\"backup\"") == std::string::npos) {
    EXPECT_FALSE(fs::exists(state() / "backups/night"));
    static_cast<void>(administration->turn(now));
  }
  EXPECT_FALSE(fs::exists(state() / "backups/night")) << "the entry is not committed";
  bench.life->settle();
  EXPECT_TRUE(std::holds_alternative<local::Finished>(go_on()));
  EXPECT_TRUE(fs::exists(state() / "backups/night"));
}

TEST_F(Errands, a_backup_for_which_nobody_waits_is_given_up) {
  EXPECT_FALSE(administration->ask(local::MakeBackup{"night"}, {}));
  static_cast<void>(administration->turn(now));
  EXPECT_TRUE(fs::exists(state() / "backups/night+begun"));
  administration->nobody_waits();
  EXPECT_FALSE(administration->is_busy());
  EXPECT_TRUE(fs::is_empty(state() / "backups"));
}

TEST_F(Errands, names_that_lead_elsewhere_or_are_taken_are_refused) {
  for (const auto* name : {"", ".", "..", ".hidden", "a/b", "a+begun"}) {
    EXPECT_THAT(text(finish(local::MakeBackup{name}), ControlRefusal::request), HasSubstr("name is 1 to 128"));
    EXPECT_THAT(text(finish(local::MakeArchive{256, name}), ControlRefusal::request), HasSubstr("name is 1 to 128"));
  }
  fs::create_directories(state() / "backups");
  fs::create_symlink("nowhere", state() / "backups/taken");
  EXPECT_THAT(text(finish(local::MakeBackup{"taken"}), ControlRefusal::request), HasSubstr("is there already"));
}

TEST_F(Errands, an_archive_holds_only_what_is_cosigned_where_witnesses_are_asked) {
  watch();
  grow(300);
  EXPECT_THAT(text(finish(local::MakeArchive{256, "early"}), ControlRefusal::request),
              HasSubstr("cosigned checkpoint"));
  carry();
  EXPECT_TRUE(std::holds_alternative<local::Finished>(finish(local::MakeArchive{256, "first"})));
  const auto note = base::read_file(state() / "archives/first/checkpoint", 1 << 16).value();
  EXPECT_TRUE(tlog::cosigned_at(tlog::parse_note(base::text(note)).value(), witness.vkey()));
}

TEST_F(Errands, an_archive_for_which_nobody_waits_is_given_up_until_it_is_committed) {
  grow(600);
  EXPECT_FALSE(administration->ask(local::MakeArchive{512, "first"}, {}));
  static_cast<void>(administration->turn(now));
  administration->nobody_waits();
  EXPECT_FALSE(administration->is_busy());
  EXPECT_TRUE(fs::is_empty(state() / "archives"));
  EXPECT_FALSE(administration->ask(local::MakeArchive{512, "first"}, {}));
  while (bench.life->entries().back().find("\"type\":\"archive\"") == std::string::npos)
    static_cast<void>(administration->turn(now));
  administration->nobody_waits();
  EXPECT_TRUE(administration->is_busy());
  bench.life->settle();
  EXPECT_TRUE(std::holds_alternative<local::Finished>(go_on()));
}

TEST_F(Errands, closing_waits_for_work_and_for_the_checkpoint_and_its_witness) {
  watch();
  carry();
  bench.keys.hold = true;
  const auto request = bench.request(bench.wish(), {"p-000001"});
  EXPECT_FALSE(bench.life->send(request));
  const auto waiting = finish(local::CloseLog{"seal.dev.example/2027"});
  EXPECT_EQ(std::get<local::Progress>(waiting).doing, "steps are finished first");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish({}), "p-000002")), "OUT_OF_ORDER");
  bench.keys.hold = false;
  bench.life->flow->signer_arrived();
  now += std::chrono::seconds(31);
  EXPECT_THAT(text(go_on(), ControlRefusal::not_now), HasSubstr("the log goes on"));

  restart();
  bench.life->settle();
  EXPECT_EQ(bench.life->flow->under_way(), 0U) << "its intent was taken up again";
  const auto closed = finish(local::CloseLog{"seal.dev.example/2027"});
  EXPECT_THAT(std::get<local::Progress>(closed).doing, HasSubstr("witnesses are cosigning"));
  carry();
  EXPECT_THAT(std::get<local::Finished>(go_on()).text, HasSubstr("the log is closed with "));
  EXPECT_THAT(text(finish(local::CloseLog{"another"}), ControlRefusal::request), HasSubstr("closed already"));
  EXPECT_THAT(text(finish(local::MakeArchive{256, "late"}), ControlRefusal::request), HasSubstr("the log is closed"));
  EXPECT_TRUE(std::holds_alternative<local::Finished>(finish(local::MakeBackup{"final"})));
}

TEST_F(Errands, closing_is_refused_while_a_step_is_parked_and_work_is_taken_again) {
  const auto leaf = bench.teacher_done();
  bench.keys.seal_failure = SigningFailure::hsm;
  const auto wish = bench.principal_wish(leaf);
  EXPECT_EQ(code_of(bench.submit(wish, "p-000002")), "HSM_UNAVAILABLE");
  EXPECT_THAT(text(finish(local::CloseLog{"seal.dev.example/2027"}), ControlRefusal::not_now),
              HasSubstr("79760001/hoc-ba/" + wish.record + "/1/principal"));
  auto other = bench.wish();
  other.record = "1.other";
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "done");
}

TEST_F(Errands, closing_needs_another_log_with_a_name) {
  for (const std::string name : {"", "a b", "a+b", "seal.dev.example/2026"})
    static_cast<void>(text(finish(local::CloseLog{name}), ControlRefusal::request));
  EXPECT_FALSE(must(bench.life->ledger.closing()));
}

TEST_F(Errands, a_bundle_is_said_to_be_in_force_once_its_entry_is_durable) {
  bench.folder.tools().must_run("sed -i 's/Hoa Sen/Hoa Mai/' dev/policy/units.toml");
  bench.sign_next_policy();
  EXPECT_FALSE(administration->ask(local::TakeBundle{}, {}));
  EXPECT_FALSE(administration->turn(now));
  const auto held = must(bench.life->ledger.size());
  bench.life->settle();
  EXPECT_EQ(must(bench.life->ledger.size()), held);
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("type":"policy")"));
  EXPECT_THAT(std::get<local::Finished>(*administration->turn(now)).text, HasSubstr("version 2 is in force"));
}

TEST_F(Errands, a_bundle_and_officers_that_nobody_signed_are_refused_with_what_is_wrong) {
  const auto before = bench.life->entries().size();
  EXPECT_EQ(text(finish(local::TakeBundle{}), ControlRefusal::request), "this bundle is in force already");
  EXPECT_THAT(text(finish(local::TakeOfficers{}), ControlRefusal::request), HasSubstr("officers/signatures"));
  EXPECT_EQ(bench.life->entries().size(), before);
  EXPECT_FALSE(administration->is_busy());
}

}  // namespace
}  // namespace antin::keeper::test
