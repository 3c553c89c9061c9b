// Which word of the security officers lets a log go on from a backup after the loss of its disk, and which does not.
#include "tests/unit/daemon/keeper/flow/lost_bench.hpp"

namespace antin::keeper::test {
namespace {

class Losing : public LostFlow {
 protected:
  Losing() {
    lose();
    name_the_next_log();
  }
  // And then there is no ledger.
  std::string refusal() { return refusal(options()); }
  std::string refusal(const KeeperOptions& with) {
    const auto begun = begin(with);
    EXPECT_EQ(std::filesystem::exists(with.ledger), begun.ok());
    return begun ? "" : begun.error().text;
  }
  std::string refusal_of(const statement::Lost& statement,
                         const std::vector<std::string>& officers = {"so-1", "so-2"}) {
    sign(statement, officers);
    return refusal();
  }
};

TEST_F(Losing, a_log_goes_on_by_the_word_of_a_quorum_and_is_stopped) {
  EXPECT_EQ(refusal_of(said()), "");
  auto begun = antin::test::must(begin(options()));
  EXPECT_EQ(must(begun.opened.ledger->stops()).at(0).target.what, base::Stoppable::appliance);
  const auto first = must(begun.opened.ledger->entry(0)).value();
  EXPECT_THAT(std::string(base::text(first)), HasSubstr(R"("witnesses":["w1.example"])"));
  EXPECT_EQ(must(begun.opened.ledger->size()), 2U) << "and the options that were left make no second one";
}

TEST_F(Losing, without_a_quorum_or_with_a_signature_that_does_not_hold_nothing_begins) {
  EXPECT_THAT(refusal_of(said(), {"so-1"}), HasSubstr("1"));
  EXPECT_NE(refusal_of(said(), {"so-1", "p-000001"}), "");
  sign(said());
  bench.folder.tools().must_run("sed -i 's/disk-failed/disk-burned/' dev/lost/signatures/statement.txt");
  EXPECT_NE(refusal(), "");
  bench.folder.tools().must_run("rm -r dev/lost");
  EXPECT_NE(refusal(), "");
}

TEST_F(Losing, without_the_officers_word_a_log_that_was_not_closed_has_no_successor) {
  auto without = options();
  without.lost.clear();
  EXPECT_THAT(refusal(without), HasSubstr("its log was not closed"));
  without = options();
  without.succeeds.clear();
  sign(said());
  EXPECT_THAT(refusal(without), HasSubstr("name it with --succeeds BACKUP"));
}

TEST_F(Losing, a_statement_about_something_else_is_refused) {
  auto other = said();
  other.log = "another.example";
  EXPECT_THAT(refusal_of(other), HasSubstr("it is about the log another.example"));
  other = said();
  other.successor = "another.example";
  EXPECT_THAT(refusal_of(other), HasSubstr("names another.example as the one that goes on"));
  other = said();
  other.expires = std::chrono::floor<std::chrono::seconds>(real_now()) - std::chrono::hours(1);
  EXPECT_THAT(refusal_of(other), HasSubstr("has expired"));
  other = said();
  other.backup -= 1;
  EXPECT_THAT(refusal_of(other), HasSubstr("have the officers sign about this backup"));
}

TEST_F(Losing, another_checkpoint_than_the_officers_named_is_refused) {
  auto other = said();
  other.size -= 1;
  EXPECT_THAT(refusal_of(other), HasSubstr("another checkpoint than the security officers have named"));
  other = said();
  other.root[0] ^= 1;
  EXPECT_THAT(refusal_of(other), HasSubstr("another checkpoint than the security officers have named"));
  const auto wanted = said();
  auto& of_root = checkpoint.note.at(checkpoint.note.find("\n\n") - 2);
  of_root = of_root == 'A' ? 'E' : 'A';
  witnessed = seen_by(witness, checkpoint.note);
  EXPECT_THAT(refusal_of(wanted), HasSubstr("no key of the lost log has signed it"));
}

TEST_F(Losing, a_checkpoint_that_too_few_witnesses_cosigned_is_refused) {
  witnessed = checkpoint.note;
  EXPECT_THAT(refusal_of(said()), HasSubstr("0 of the log's witnesses have cosigned it, and it takes 1"));
  witnessed = seen_by(FakeWitness("w1.example"), checkpoint.note);
  EXPECT_THAT(refusal_of(said()), HasSubstr("0 of the log's witnesses")) << "another key of that name";
}

TEST_F(Losing, a_clock_that_is_behind_what_a_witness_says_begins_no_log) {
  witnessed = checkpoint.note +
              witness.line_over(tlog::parse_note(checkpoint.note).value().text, real_now() + std::chrono::hours(2));
  EXPECT_THAT(refusal_of(said()), HasSubstr("set the clock"));
}

}  // namespace
}  // namespace antin::keeper::test
