// Steps that antind has done, decided again with the bundle that it has in force.
#include "client/cli/decision.hpp"
#include "tests/unit/client/governed/governed.hpp"

namespace antin::cli {
namespace {

class GovernedSteps : public Governed {
 protected:
  // What is broken or open of a step, as `rule: text` lines.
  std::string found(const protocol::StepResult& done, const std::optional<protocol::StepResult>& behind) {
    const auto facts = entry_facts(done.entry).value();
    DecisionEvidence evidence;
    for (const auto& person : facts.people) {
      const auto stored = *bench.life->ledger.approval(base::parse_sha256(person.statement).value());
      evidence.approvals.push_back({stored->statement, stored->cms, {}});
    }
    if (!done.seal.empty()) evidence.seal = done.seal;
    evidence.token = done.token;
    const auto root = crypto::certificate_from_pem(bench.folder.read("ca/root.crt")).value();
    const evidence::Trust trust({root}, {}, {}, evidence::Revocation::if_present);
    AuditorsMeans means{"seal.dev.example/2026", trust, bench.life->identity.person_key, {}, {}, now()};
    if (behind) means.before = EntryBefore{tlog::leaf_hash(behind->entry), entry_facts(behind->entry).value()};
    means.bundle = &bench.life->in_force->bundle();
    std::string out;
    for (const auto& [rule, text, holds] : findings_about(facts, evidence, means))
      if (holds != Holds::yes) out += rule + ": " + text + "\n";
    return out;
  }
};

TEST_F(GovernedSteps, hold_behind_the_one_before_and_none_else) {
  const auto teacher = bench.done(bench.wish(), "p-000001");
  const auto principal = bench.done(bench.principal_wish(tlog::leaf_hash(teacher.entry)), "p-000002");
  const auto wish = bench.department_wish(tlog::leaf_hash(principal.entry));
  const auto department = keeper::test::step_result(bench.submit(wish, "p-000003", "department-79"));
  const auto is_open =
      testing::MatchesRegex("person: hmac:[0-9a-f]+; --people looks it up\nbeyond the entry: [^\n]+\n");
  EXPECT_THAT(found(teacher, {}), is_open);
  EXPECT_THAT(found(principal, teacher), is_open);
  EXPECT_THAT(found(department, principal), is_open);
  EXPECT_THAT(found(department, teacher), HasSubstr("rule: refused: OUT_OF_ORDER\n"));
}

}  // namespace
}  // namespace antin::cli
