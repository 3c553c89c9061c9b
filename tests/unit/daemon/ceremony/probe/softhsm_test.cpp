#include "tests/unit/daemon/ceremony/probe/throw_away_token.hpp"

namespace antin::ceremony::probe {
namespace {

using ::testing::HasSubstr;
using ProbingSoftHsm = ThrowAwayToken;

// What is known of SoftHSM 2.6.1 and measured elsewhere too; all other rows are `yes`.
constexpr struct {
  const char* id;
  Verdict verdict;
  const char* detail;
} known[] = {
    {"offers.key-wrap-kwp", Verdict::no, "CKR_MECHANISM_INVALID"},
    {"login.handles", Verdict::differs, "CKR_OBJECT_HANDLE_INVALID"},
    {"wrap.210a", Verdict::differs, "RFC 5649 of a key filled up with zeros"},
    {"wrap.210b", Verdict::no, "CKR_MECHANISM_INVALID"},
    {"wrap.rfc5649", Verdict::differs, "0x210a"},
    {"wrap.ed25519", Verdict::no, "CKR_KEY_NOT_WRAPPABLE"},
    {"trusted.on-token", Verdict::no, "nobody was logged in, and the wrapped key was read"},
    {"error.other-mechanism", Verdict::no, "CKR_OK"},
    {"process.fork", Verdict::differs, "signs on its parent's session"},
};

TEST_F(ProbingSoftHsm, finds_what_is_known_of_it_and_nothing_else) {
  aim().rough = false;
  const auto findings = ask();
  for (const auto& row : findings.rows) {
    // Figures of a busy machine.
    if (row.check->id == "process.search") continue;
    if (row.group == &rough_group) {
      EXPECT_EQ(row.answer.verdict, Verdict::not_tried) << row.check->id;
      continue;
    }
    const auto* expected =
        std::find_if(std::begin(known), std::end(known), [&](const auto& one) { return row.check->id == one.id; });
    const bool is_known = expected != std::end(known);
    EXPECT_EQ(row.answer.verdict, is_known ? expected->verdict : Verdict::yes)
        << row.check->id << ": " << row.answer.detail;
    if (is_known) {
      EXPECT_THAT(row.answer.detail, HasSubstr(expected->detail)) << row.check->id;
    }
  }
  EXPECT_TRUE(fit_for_antin(findings));
}

TEST_F(ProbingSoftHsm, leaves_nothing_behind) {
  ask({"sign.p256", "copy.p256", "wrap.p256", "trusted", "pool", "signer.p256", "key.p256", "key.stays"});
  const auto again = ask({"left"});
  EXPECT_EQ(answer(again, "left").verdict, Verdict::yes);
  EXPECT_EQ(answer(again, "left").detail, "") << "no object was there to remove";
}

TEST_F(ProbingSoftHsm, gives_a_wrong_pin_only_when_it_may_be_rough) {
  aim().rough = true;
  const auto findings = ask({"rough.wrong-pin"});
  EXPECT_EQ(answer(findings, "rough.wrong-pin").verdict, Verdict::yes) << described(findings);
}

TEST_F(ProbingSoftHsm, touches_no_token_that_it_was_not_told_to) {
  aim().token_label.clear();
  const auto findings = ask();
  for (const auto& row : findings.rows) {
    if (row.group->needs_token) {
      EXPECT_EQ(row.answer.verdict, Verdict::not_tried) << row.check->id;
      EXPECT_EQ(row.answer.detail, "no token was named");
    }
  }
  EXPECT_EQ(answer(findings, "module.tokens").verdict, Verdict::yes);
  EXPECT_FALSE(fit_for_antin(findings)) << "what was not shown is not there";
}

TEST_F(ProbingSoftHsm, asks_nothing_that_needs_a_pin_without_one) {
  aim().user_pin = {};
  aim().officer_pin = {};
  const auto findings = ask();
  EXPECT_EQ(answer(findings, "token.serial").verdict, Verdict::yes);
  EXPECT_EQ(answer(findings, "login.user").verdict, Verdict::not_tried);
  EXPECT_EQ(answer(findings, "officer.login").verdict, Verdict::not_tried);
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::not_tried);
}

TEST_F(ProbingSoftHsm, a_token_that_is_not_there_is_an_answer) {
  aim().token_label = "nobody's";
  EXPECT_EQ(answer(ask({"token"}), "token.serial").detail, "the module has no such token");
}

TEST_F(ProbingSoftHsm, a_module_that_is_not_there_is_an_answer) {
  aim().module = root() / "none.so";
  const auto findings = ask();
  EXPECT_EQ(answer(findings, "module.loads").verdict, Verdict::no);
  EXPECT_EQ(answer(findings, "sign.p256").verdict, Verdict::not_tried);
  EXPECT_FALSE(fit_for_antin(findings));
}

TEST_F(ProbingSoftHsm, a_question_that_there_is_not_is_refused) {
  EXPECT_FALSE(examine(aim(), {"everything"}, [](const Group&) {}));
}

TEST_F(ProbingSoftHsm, a_token_that_is_initialised_is_never_made_a_throw_away) {
  CK_SLOT_ID taken = 0;
  const auto text = answer(ask({"module"}), "module.tokens").detail;
  ASSERT_EQ(std::sscanf(text.c_str(), "slot %lu \"antin-probe-", &taken), 1) << text;
  Aim other;
  other.module = softhsm_module;
  other.slot = taken;
  const auto made = make_throw_away(other);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().text, HasSubstr("initialised already"));
}

TEST_F(ProbingSoftHsm, says_it_all_in_80_columns_and_in_json) {
  const auto findings = ask({"token", "offers"});
  const auto text = as_text(findings);
  std::size_t start = 0;
  for (auto end = text.find('\n'); end != std::string::npos; start = end + 1, end = text.find('\n', start))
    EXPECT_LE(end - start, 80U) << text.substr(start, end - start);
  EXPECT_THAT(text, HasSubstr("  no        CKM_AES_KEY_WRAP_KWP (0x210B)?"));
  EXPECT_THAT(as_json(findings), HasSubstr("\"id\": \"offers.key-wrap-kwp\""));
}

}  // namespace
}  // namespace antin::ceremony::probe
