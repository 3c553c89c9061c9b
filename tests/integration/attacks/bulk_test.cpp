// What a school could try with a teacher's signature on a whole class that it was given.
#include "client/lib/bulk.hpp"

#include "tests/integration/attacks/attack.hpp"

namespace antin::test {
namespace {

TEST_F(Attack, a_signature_on_one_class_covers_nothing_else) {
  auto teacher = appliance.folder().person("p-000001");
  std::vector<Wish> wishes;
  for (std::size_t i = 0; i < 4; ++i) {
    wishes.push_back(wish("teacher", std::nullopt, "1.attacked" + std::to_string(i)));
    wishes.back().digest.value.assign(32, static_cast<std::uint8_t>(i + 1));
  }
  const auto sign = [&] {
    std::vector<statement::Approve> items;
    for (const auto& one : wishes) items.push_back(must(statement::parse_approve(statement_of(one))));
    const auto draft = must(client::BulkDraft::make(items));
    const auto approval = must(client::sign_statement(draft.text(), teacher, now()));
    std::vector<protocol::Approval> all;
    for (std::size_t i = 0; i < items.size(); ++i) all.push_back(draft.approval(i, approval.cms));
    return all;
  };
  const auto one = sign(), other = sign();
  const auto code_of = [&](const Wish& asked, const protocol::Approval& approval) {
    return code(submit_of(asked, {approval}));
  };
  auto forged = one[1];
  forged.bulk->path = other[1].bulk->path;
  EXPECT_EQ(code_of(wishes[1], forged), "APPROVAL_INVALID") << "a path for another root";
  forged = one[1];
  forged.bulk->statement = other[1].bulk->statement;
  EXPECT_EQ(code_of(wishes[1], forged), "APPROVAL_INVALID") << "an item of another class";
  forged = one[1];
  forged.bulk->index = 2;
  EXPECT_EQ(code_of(wishes[1], forged), "APPROVAL_INVALID") << "another place";
  forged.bulk->index = 4;
  EXPECT_EQ(code_of(wishes[1], forged), "APPROVAL_INVALID") << "no place at all";
  EXPECT_EQ(code_of(wishes[2], one[1]), "STATEMENT_MISMATCH") << "another record";
  EXPECT_EQ(code_of(wishes[1], {one[1].statement, one[1].cms}), "STATEMENT_MISMATCH") << "the bulk statement alone";
  EXPECT_EQ(code_of(wishes[1], one[1]), "done");
}

}  // namespace
}  // namespace antin::test
