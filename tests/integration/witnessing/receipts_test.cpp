// What witnesses are for a client: a receipt that is provisional becomes final, and sealing waits for them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/integration/witnessing/watched.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;

class Receipts : public Watched {
 protected:
  [[nodiscard]] Outcome antin(const std::string& arguments) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin " + arguments);
  }
  void must_do(const std::string& arguments) const {
    const auto said = antin(arguments);
    if (said.status != 0) throw std::runtime_error(arguments + "\n" + said.output);
  }
};

TEST_F(Receipts, are_provisional_until_both_have_cosigned_and_a_lookup_upgrades_them) {
  appliance.signal(witness(2), SIGSTOP);
  const auto done = must(submit("1.report"));
  EXPECT_LT(cosigned(done.proof, done.entry), 2U);
  await("the cosignature of the first", [&] { return size_shown_by(1) > done.index; });
  EXPECT_FALSE(witnessed(look_up("1.report"))) << "one of two is not enough";
  appliance.signal(witness(2), SIGCONT);
  await("both cosignatures", [&] { return witnessed(look_up("1.report")); });
}

TEST_F(Receipts, that_are_final_verify_with_the_command_and_without_it) {
  must(submit("1.command"));
  tools().must_run("printf 1.command >report.pdf && mkdir approvals results");
  const std::string believed = " --log-key dev/client/log.vkey --witness-key dev/client/witnesses.vkey";
  const std::string connected = " --config dev/client/school-79760001.conf --server " + appliance.endpoint();
  const std::string what = " --unit 79760001 --kind hoc-ba --record 1.command --step principal";
  must_do("approve" + connected + what +
          " --document report.pdf --yes --out approvals/principal --role principal --signing-key "
          "dev/people/p-000002.key --certificate dev/people/p-000002.crt --chain dev/ca/people-ca.crt");
  must_do("submit" + connected + what + believed +
          " --document report.pdf --approval approvals/principal --out results");

  std::string results;
  await("a receipt that is final", [&, looks = 0]() mutable {
    results = "final-" + std::to_string(++looks) + "/";
    tools().must_run("mkdir " + results);
    must_do("lookup" + connected + what + believed + " --name report.pdf --out " + results);
    const auto receipt = tools().read(results + "report.pdf.principal.receipt.json");
    return base::text(receipt).find("\"provisional\": false") != std::string::npos;
  });
  const auto kept = results + "report.pdf.principal.";
  EXPECT_EQ(tools().run("grep -c '^— witness-[12].dev.example ' " + kept + "tlog-proof").output, "2\n");
  const auto ours =
      antin("verify report.pdf " + kept + "p7s --root dev/ca/root.crt --receipt " + kept + "receipt.json" + believed);
  EXPECT_EQ(ours.status, 0) << ours.output;
  EXPECT_THAT(ours.output, HasSubstr("2 of 2 witnesses have cosigned it"));
  const auto outsider = tools().run(ANTIN_SOURCE_DIR "/examples/check-proof " + kept + "entry " + kept +
                                    "tlog-proof dev/client/log.vkey");
  EXPECT_EQ(outsider.status, 0) << outsider.output;
}

TEST_F(Receipts, wait_when_witnesses_are_away_for_longer_than_the_policy_lets_them) {
  appliance.stop();
  tools().must_run("sed -i 's/^lag = .*/lag = \"2s\"/' dev/policy/log.toml");
  start_with_another_policy();
  await_both(must(submit("1.before")).index + 1);
  appliance.signal(witness(1), SIGSTOP);
  auto options = appliance.options("school-79760001");
  options.deadline = std::chrono::seconds(1);
  auto impatient = must(client::Connection::open(std::move(options)));
  int number = 0;
  await("the refusal", [&] {
    const auto submission = office.submission(report("1.late-" + std::to_string(number++)), "teacher", std::nullopt);
    const auto answer = client::submit(impatient, submission);
    return !answer && answer.error().code == "WITNESS_LAG";
  });
  appliance.signal(witness(1), SIGCONT);
  EXPECT_TRUE(submit("1.after")) << "sealing goes on when they are back";
}

}  // namespace
}  // namespace antin::test
