// An old ledger that was closed, and the one that goes on.
#pragma once

#include <gmock/gmock.h>

#include "daemon/keeper/ledger/succession.hpp"
#include "tests/support/log_key.hpp"
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {

using testing::HasSubstr;

inline const std::string new_origin = "seal.test.example/2027";

class Successor : public LedgerTest {
 protected:
  void complete(Ledger& ledger, const std::string& record, std::uint8_t request) {
    ASSERT_TRUE(ledger.open_step(intent(step_name(record), request), hash_of(record)));
    const auto entry = ledger.append(base::view(R"({"record":")" + record + "\"}"), second(1));
    ASSERT_TRUE(ledger.complete_step(step_name(record), *entry, second(1), base::view("reply to " + record)));
  }
  static StoredApproval bulk_item(const std::string& text) {
    return {octets("bulk"), octets("cms of bulk"), StoredItem{octets(text), 1, {hash_of("left")}}};
  }
  void fill(Ledger& ledger) {
    complete(ledger, "first", 1);
    complete(ledger, "second", 2);
    ASSERT_TRUE(ledger.put_blob(hash_of("blob"), base::view("blob")));
    ASSERT_TRUE(ledger.put_approval(hash_of("statement"), {octets("statement"), octets("cms")}));
    for (const auto* item : {"a", "b"}) ASSERT_TRUE(ledger.put_approval(hash_of(item), bulk_item(item)));
    ASSERT_TRUE(ledger.set_value("revocation-numbers", base::view("numbers")));
    ASSERT_TRUE(ledger.set_value("revocation-responses", base::view("times")));
    ASSERT_TRUE(ledger.set_value("denials", base::view("[]")));
  }
  void sign(Ledger& ledger, const antin::test::LogKey& by) {
    const auto size = *ledger.size();
    const auto note = by.signed_note({by.verifier().name, size, *ledger.root()});
    ASSERT_TRUE(ledger.keep_checkpoint({size, note}, second(3)));
    ASSERT_TRUE(ledger.commit());
  }
  void end(Ledger& ledger, const std::string& successor = new_origin) {
    ASSERT_TRUE(ledger.close_log(base::view(R"({"type":"close"})"), second(2), successor));
    ASSERT_TRUE(ledger.commit());
  }
  // The usual old ledger: filled, closed, and under its last checkpoint.
  void close_old() {
    auto& ledger = open();
    fill(ledger);
    end(ledger);
    sign(ledger, key);
    close();
  }
  [[nodiscard]] std::filesystem::path successor_file() const { return m_folder / "successor"; }
  [[nodiscard]] Succession succession() const {
    return {new_origin, file(), key.verifier(), hash_of("policy"), second(10)};
  }
  std::string refusal_of(const Succession& wanted) {
    const auto made = make_successor(successor_file(), wanted);
    EXPECT_EQ(std::filesystem::exists(successor_file()), made.ok());
    return made ? "" : made.error().text;
  }
  std::string refusal_to_succeed() { return refusal_of(succession()); }
  OpenedLedger successor() {
    auto opened = open_sqlite_ledger(successor_file(), new_origin);
    if (!opened) throw std::runtime_error(opened.error().text);
    return *std::move(opened);
  }

  antin::test::LogKey key{origin};
};

}  // namespace antin::keeper::test
