// antin give-back: what it reads of the folders that --out wrote to, and what it tells of the answers.
#include <gmock/gmock.h>

#include "client/cli/kept_receipts.hpp"
#include "core/tlog/proof.hpp"
#include "tests/support/client_pki.hpp"
#include "tests/support/fake_appliance.hpp"
#include "tests/support/log_key.hpp"
#include "tests/unit/client/cli/run_antin.hpp"

namespace antin::cli {
namespace {

using client::FakeAppliance;
using client::Scratch;
using protocol::Request;
using protocol::Response;
using testing::HasSubstr;

constexpr std::string_view done_entry = R"({"type":"done"})";
constexpr std::string_view returned_entry = R"({"type":"returned"})";

class GiveBackCommand : public testing::Test {
 protected:
  GiveBackCommand()
      : m_appliance([this](const Request& request, std::size_t) { return Responses{reply_to(request)}; }) {}
  using Responses = std::vector<Response>;

  void SetUp() override {
    m_scratch.must_run("mkdir -p kept/later");
    const auto options = m_appliance.options();
    const auto secret = client::print_secret_key(options.link.keys);
    m_scratch.write("system.key", secret.expose_secret());
    m_scratch.must_run("chmod 600 *.key");
    m_scratch.write("conf", "server = " + options.link.endpoint +
                                "\nserver-key = " + client::print(options.link.server_key) + "\nkey = system.key\n");
  }
  // Each answer is as the test wants it for the seal that the receipt has.
  Response reply_to(const Request& request) {
    const auto& receipt = std::get<protocol::GiveBack>(request.body).receipts.at(0);
    m_given.push_back(receipt);
    const auto result = protocol::parse_result(receipt.result).value();
    const auto* step = std::get_if<protocol::StepResult>(&result);
    const auto which = step == nullptr ? "taken" : std::string(base::text(step->seal));
    if (which == "refused")
      return client::answer(request, protocol::GiveBackResult{{protocol::wire_error(protocol::Code::receipt_invalid)}});
    if (which == "later") return client::answer(request, protocol::Code::ledger_unavailable);
    const auto outcome = which == "conflict" ? protocol::Taking::conflict
                         : which == "known"  ? protocol::Taking::known
                                             : protocol::Taking::taken;
    return client::answer(request, protocol::GiveBackResult{{protocol::ReceiptTaken{outcome, 9, {4}}}});
  }
  void keep(const std::string& name, std::string_view entry, const std::string& seal = {}) {
    const auto leaf = tlog::leaf_hash(base::view(entry));
    m_scratch.write(name + ".entry", entry);
    m_scratch.write(name + ".tlog-proof", tlog::print(tlog::Proof{3, {{1}, {2}}, m_key.signed_note({"old", 4, leaf})}));
    m_scratch.write(name + ".tst", std::string_view("token"));
    if (!seal.empty()) m_scratch.write(name + ".p7s", std::string_view(seal));
  }
  [[nodiscard]] Ran give(const std::vector<std::string>& words = {}) const {
    return run_antin(std::vector<std::string>{"give-back", path("kept"), "--config", path("conf")} + words);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (m_scratch / name).string(); }

  Scratch m_scratch;
  antin::test::LogKey m_key{"old"};
  std::vector<protocol::GivenReceipt> m_given;
  FakeAppliance m_appliance;
};

TEST_F(GiveBackCommand, makes_the_stored_octets_of_a_step_again_with_its_approvals) {
  keep("kept/r.principal", done_entry, "seal");
  m_scratch.write("kept/r.principal.approval-1.txt", std::string_view("said"));
  m_scratch.write("kept/r.principal.approval-1.p7s", std::string_view("signed"));
  const auto ran = give();
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  ASSERT_EQ(m_given.size(), 1U);
  EXPECT_EQ(m_given[0].result,
            protocol::encode(protocol::StepResult{3, base::copy(base::view(done_entry)), base::copy(base::view("seal")),
                                                  base::copy(base::view("token"))}));
  EXPECT_EQ(m_given[0].proof, m_scratch.text("kept/r.principal.tlog-proof"));
  ASSERT_EQ(m_given[0].approvals.size(), 1U);
  EXPECT_EQ(base::text(m_given[0].approvals[0].cms), "signed");
}

TEST_F(GiveBackCommand, gives_endings_with_what_was_signed_for_them) {
  keep("kept/back", returned_entry);
  m_scratch.write("kept/back.txt", std::string_view("said"));
  m_scratch.write("kept/back.p7s", std::string_view("signed"));
  ASSERT_EQ(give().status, Exit::ok);
  ASSERT_EQ(m_given.size(), 1U);
  EXPECT_EQ(m_given[0].result, protocol::encode(protocol::EndResult{3, base::copy(base::view(returned_entry))}));
  EXPECT_EQ(m_given[0].approvals.size(), 1U);
}

TEST_F(GiveBackCommand, tells_each_outcome_and_ends_with_the_worst) {
  keep("kept/a.principal", done_entry, "seal");
  keep("kept/later/b.principal", done_entry, "known");
  auto ran = give();
  EXPECT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("taken"));
  EXPECT_THAT(ran.out, HasSubstr("known"));
  keep("kept/c.principal", done_entry, "later");
  EXPECT_EQ(give().status, Exit::temporary);
  keep("kept/d.principal", done_entry, "conflict");
  ran = give({"--json"});
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.err, HasSubstr("d.principal: another is in its place; it is kept as evidence"));
  EXPECT_THAT(ran.out, HasSubstr("\"conflict\": 1"));
  EXPECT_THAT(ran.out, HasSubstr("\"later\": 1"));
  m_scratch.must_run("rm kept/d.principal.*");
  keep("kept/e.principal", done_entry, "refused");
  ran = give();
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.err, HasSubstr("e.principal: RECEIPT_INVALID: "));
}

TEST_F(GiveBackCommand, gives_the_others_when_one_cannot_be_read) {
  keep("kept/a.principal", done_entry, "seal");
  keep("kept/b.principal", done_entry, "seal");
  m_scratch.must_run("rm kept/b.principal.tlog-proof");
  keep("kept/c.principal", done_entry, "seal");
  m_scratch.must_run("rm kept/c.principal.tst");
  keep("kept/d.principal", "no entry", "seal");
  const auto ran = give();
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_EQ(m_given.size(), 1U);
  for (const auto* name : {"b.principal", "c.principal", "d.principal"}) EXPECT_THAT(ran.err, HasSubstr(name));
}

TEST_F(GiveBackCommand, needs_folders_with_receipts) {
  EXPECT_EQ(give().status, Exit::usage);
  EXPECT_THAT(give().err, HasSubstr("there is no receipt"));
  EXPECT_EQ(run_antin({"give-back", path("nowhere"), "--config", path("conf")}).status, Exit::usage);
}

}  // namespace
}  // namespace antin::cli
