// A class approved and submitted with a list.
#include "client/lib/bulk.hpp"

#include "tests/unit/client/cli/steps_fixture.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;
using testing::Not;

constexpr int pupils = 5;

class Bulk : public Steps {
 protected:
  void SetUp() override {
    Steps::SetUp();
    std::string list = "record,document,name\r\n";
    for (int i = 0; i < pupils; ++i) {
      const auto number = std::to_string(i);
      m_scratch.write("report" + number + ".pdf", "Học bạ số " + number);
      list += "1.r" + number + ",report" + number + ".pdf,\"Học sinh, " + number + "\"\r\n";
    }
    m_scratch.write("class.csv", list);
  }
  Words step(const std::string& name) const {
    return {"--config", path("conf"), "--unit", "u", "--kind", "hoc-ba", "--step", name};
  }
  Ran approve_class(const Words& more, const std::string& typed = {}, bool person = false,
                    const std::string& name = "principal") const {
    return run_antin(
        Words{"approve", "--list", path("class.csv"), "--out", path("approved")} + step(name) + pem_key() + more, typed,
        person);
  }
  Ran approve_principals() const { return approve_class({"--role", "principal", "--yes"}); }
  Ran submit_class(const Words& more = {}) const {
    return run_antin(Words{"submit", "--list", path("class.csv"), "--approval", path("approved")} + step("principal") +
                     more);
  }
  std::string text(const std::string& name) const { return m_scratch.text(name); }
  // Seals over each report would need openssl for each: submissions come to what the appliance of a test says.
  std::vector<protocol::Submit> submitted() {
    std::vector<protocol::Submit> all;
    for (const auto& seen : m_appliance.seen()) {
      const auto request = protocol::parse_request(seen).value();
      if (const auto* submit = std::get_if<protocol::Submit>(&request.body)) all.push_back(*submit);
    }
    return all;
  }
  std::vector<protocol::RequestId> submitted_ids() {
    std::vector<protocol::RequestId> all;
    for (const auto& seen : m_appliance.seen()) {
      const auto request = protocol::parse_request(seen).value();
      if (std::holds_alternative<protocol::Submit>(request.body)) all.push_back(request.id);
    }
    return all;
  }
};

TEST_F(Bulk, a_person_sees_count_first_last_digests_and_totals_and_then_one_signature_is_made) {
  const auto ran = approve_class({"--role", "principal"}, "yes\n", true);
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  for (const auto* shown : {"items:    5 (", "octets in all)", "first:    1.r0  Học sinh, 0  report0.pdf",
                            "last:     1.r4  Học sinh, 4", "items: 5", "root: sha256:", "person Ấn tín"})
    EXPECT_THAT(ran.err, HasSubstr(shown));
  for (int i = 0; i < pupils; ++i)
    EXPECT_THAT(ran.err, HasSubstr(hash_text(base::view("Học bạ số " + std::to_string(i)))));
  EXPECT_TRUE(
      m_scratch.run("openssl cms -verify -cades -binary -inform DER -in approved/bulk.p7s -content approved/bulk.txt "
                    "-CAfile root.crt "
                    "-purpose any -out /dev/null"))
      << text("said");
  const auto bulk = statement::parse_approve_bulk(text("approved/bulk.txt")).value();
  EXPECT_EQ(bulk.items, 5U);
  EXPECT_EQ(bulk.log, "seal.dev.example/2026");
  for (int i = 0; i < pupils; ++i) {
    const auto item = client::parse_bulk_item(text("approved/1.r" + std::to_string(i) + ".1.item")).value();
    const auto said = client::approved_by({m_scratch.bytes("approved/bulk.txt"), {1}, item});
    ASSERT_TRUE(said) << said.error().text;
    EXPECT_EQ(said->record, "1.r" + std::to_string(i));
    ASSERT_TRUE(said->previous);
    EXPECT_EQ((*said->previous)[0], 9) << "looked up";
  }
}

TEST_F(Bulk, nothing_is_signed_without_a_yes) {
  EXPECT_EQ(approve_class({"--role", "principal"}).status, Exit::usage) << "nobody to ask";
  for (const auto* typed : {"no\n", "y\n", "YES\n", ""})
    EXPECT_EQ(approve_class({"--role", "principal"}, typed, true).status, Exit::refused);
  EXPECT_FALSE(fs::exists(path("approved")));
}

TEST_F(Bulk, nothing_is_asked_of_the_appliance_when_all_is_given) {
  const Words all{"--log",  "l",       "--policy", "sha256:" + hex_of_ones, "--previous", "none",
                  "--role", "teacher", "--yes"};
  EXPECT_EQ(approve_class(all, {}, false, "teacher").status, Exit::ok);
  EXPECT_TRUE(m_appliance.seen().empty());
}

TEST_F(Bulk, a_line_that_cannot_be_approved_is_named) {
  m_known = false;
  const auto early = approve_principals();
  EXPECT_EQ(early.status, Exit::refused);
  EXPECT_THAT(early.err, HasSubstr("OUT_OF_ORDER"));
  EXPECT_THAT(early.err, HasSubstr("class.csv: line "));
  m_scratch.write("class.csv", "record,document\n1.r0,report0.pdf\n1.r1,missing.pdf\n");
  EXPECT_THAT(approve_principals().err, HasSubstr("class.csv: line 3: "));
  m_scratch.write("class.csv", "record,document\n1.r0,report0.pdf\n1.r1,report0.pdf\n");
  EXPECT_THAT(approve_principals().err, HasSubstr("line 3: the same document as line 2"));
  m_scratch.write("class.csv", "record,document\n1.r0,report0.pdf\n1.r0,report1.pdf\n");
  EXPECT_THAT(approve_principals().err, HasSubstr("line 3: this record is in line 2 already"));
  EXPECT_FALSE(fs::exists(path("approved")));
}

TEST_F(Bulk, options_that_contradict_the_list_are_refused) {
  EXPECT_EQ(approve_class({"--yes", "--record", "1.x"}).status, Exit::usage);
  EXPECT_EQ(approve_class({"--yes", "--document", path("report.pdf")}).status, Exit::usage);
  EXPECT_EQ(approve_class({"--yes", "--role", "principal", "--previous", "sha256:" + hex_of_ones}).status, Exit::usage);
  ASSERT_EQ(approve_principals().status, Exit::ok);
  EXPECT_EQ(submit_class({"--name", "x"}).status, Exit::usage);
}

TEST_F(Bulk, a_folder_takes_one_bulk_approval) {
  ASSERT_EQ(approve_principals().status, Exit::ok);
  const auto before = text("approved/bulk.txt");
  EXPECT_EQ(approve_principals().status, Exit::usage);
  EXPECT_EQ(text("approved/bulk.txt"), before);
}

TEST_F(Bulk, every_line_is_submitted_with_its_own_item_and_path) {
  ASSERT_EQ(approve_principals().status, Exit::ok);
  m_error = protocol::Code::window_closed;
  const auto ran = submit_class();
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.out, HasSubstr("refused"));
  EXPECT_THAT(ran.err, HasSubstr("class.csv: line 6: 1.r4: WINDOW_CLOSED"));
  const auto sent = submitted();
  ASSERT_EQ(sent.size(), 5U);
  for (const auto& submit : sent) {
    const auto said = client::approved_by(submit.approvals.at(0));
    ASSERT_TRUE(said);
    EXPECT_EQ(said->record, submit.record);
    EXPECT_EQ(said->digest, submit.digest);
  }
}

TEST_F(Bulk, another_run_sends_what_is_left_under_the_same_request_ids) {
  ASSERT_EQ(approve_principals().status, Exit::ok);
  m_error = protocol::Code::window_closed;
  (void)submit_class();
  auto first = submitted_ids();
  (void)submit_class();
  auto both = submitted_ids();
  ASSERT_EQ(both.size(), 10U);
  std::sort(first.begin(), first.end());
  EXPECT_EQ(std::unique(first.begin(), first.end()), first.end());
  std::sort(both.begin(), both.end());
  both.erase(std::unique(both.begin(), both.end()), both.end());
  EXPECT_EQ(both, first);
}

// One document whose seal the appliance of this test has: done, kept, and not sent again.
TEST_F(Bulk, what_has_its_receipt_is_not_sent_again) {
  m_entry.insert(1, "\"approved\":\"" + hash_text(base::view(content)) + "\",");
  m_scratch.write("class.csv", "record,document\n1.r,report.pdf\n");
  ASSERT_EQ(approve_principals().status, Exit::ok);
  const auto first = submit_class({"--out", path("out"), "--json"});
  ASSERT_EQ(first.status, Exit::ok) << first.err;
  EXPECT_THAT(first.out, HasSubstr("\"done\": 1"));
  for (const auto* ending :
       {".p7s", ".tst", ".sig", ".receipt.json", ".approval-1.txt", ".approval-1.p7s", ".approval-1.item"})
    EXPECT_TRUE(fs::exists(path(std::string("out/1.r.1.principal") + ending))) << ending;
  const auto second = submit_class({"--out", path("out"), "--json"});
  EXPECT_EQ(second.status, Exit::ok) << second.err;
  EXPECT_THAT(second.out, HasSubstr("\"done_before\": 1"));
  EXPECT_EQ(submitted().size(), 1U);
  m_scratch.write("report.pdf", "another document");
  const auto changed = submit_class({"--out", path("out")});
  EXPECT_EQ(submitted().size(), 2U) << "a receipt for another document counts for nothing";
  EXPECT_NE(changed.status, Exit::ok);
}

TEST_F(Bulk, an_item_can_be_submitted_alone) {
  m_scratch.write("class.csv", "record,document\n1.r,report.pdf\n1.s,report1.pdf\n");
  ASSERT_EQ(approve_principals().status, Exit::ok);
  const auto ran = run_antin(Words{"submit", "--document", path("report.pdf"), "--approval", path("approved/1.r.1")} +
                             record("principal"));
  EXPECT_EQ(ran.status, Exit::ok) << ran.err;
  ASSERT_EQ(submitted().size(), 1U);
  EXPECT_TRUE(submitted()[0].approvals.at(0).bulk);
}

TEST_F(Bulk, an_item_of_another_bulk_statement_is_refused_before_it_is_sent) {
  ASSERT_EQ(approve_principals().status, Exit::ok);
  m_scratch.must_run("mv approved before");
  ASSERT_EQ(approve_principals().status, Exit::ok);
  m_scratch.must_run("cp before/1.r3.1.item approved/1.r3.1.item");
  const auto ran = submit_class();
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("does not lead to the root"));
  EXPECT_TRUE(submitted().empty());
}

TEST_F(Bulk, a_server_that_is_away_stops_the_run_and_it_may_be_run_again) {
  ASSERT_EQ(approve_principals().status, Exit::ok);
  m_appliance.refuse_every_key();
  const auto ran = submit_class();
  EXPECT_EQ(ran.status, Exit::refused) << "the key is not registered";
  EXPECT_TRUE(submitted().empty());
}

}  // namespace
}  // namespace antin::cli
