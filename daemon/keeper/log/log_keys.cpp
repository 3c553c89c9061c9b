#include "daemon/keeper/log/log_keys.hpp"

#include <algorithm>

namespace antin::keeper {
namespace {

constexpr const char* value_name = "log-keys";  // a vkey a line

LedgerError damaged(const std::string& text) {
  return {LedgerFault::write, "the ledger's value " + std::string(value_name) + ": " + text};
}

// From before keys were remembered: a log had one key only then.
LedgerResult<std::vector<tlog::VerifierKey>> key_of_last(Ledger& ledger, const LogKeys& keys) {
  const auto last = ledger.last_checkpoint();
  if (!last) return last.error();
  std::vector<tlog::VerifierKey> signers;
  for (const auto& key : keys.all)
    if (*last && tlog::open_checkpoint((*last)->note, key)) signers.push_back(key);
  return signers;
}

}  // namespace

LedgerResult<std::vector<tlog::VerifierKey>> keys_that_signed(Ledger& ledger) {
  const auto value = ledger.value(value_name);
  if (!value) return value.error();
  std::vector<tlog::VerifierKey> signers;
  if (!*value) return signers;
  auto lines = base::text(**value);
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    if (end == std::string_view::npos) return damaged("its last line does not end");
    auto key = tlog::parse_vkey(lines.substr(0, end));
    if (!key) return damaged(key.error().text);
    signers.push_back(std::move(*key));
    lines.remove_prefix(end + 1);
  }
  return signers;
}

LedgerResult<void> remember_signing_key(Ledger& ledger, const LogKeys& keys, const tlog::VerifierKey& signing) {
  auto signers = keys_that_signed(ledger);
  if (signers && signers->empty()) signers = key_of_last(ledger, keys);
  if (!signers) return signers.error();
  if (std::find(signers->begin(), signers->end(), signing) == signers->end()) signers->push_back(signing);
  std::string lines;
  for (const auto& key : *signers) lines += tlog::print(key) + "\n";
  return ledger.set_value(value_name, base::view(lines));
}

base::Result<void> check_signing_keys(Ledger& ledger, const LogKeys& keys) {
  const auto signers = keys_that_signed(ledger);
  if (!signers) return base::Error{signers.error().text};
  for (const auto& signer : *signers)
    if (std::find(keys.all.begin(), keys.all.end(), signer) == keys.all.end())
      return base::Error{"the key " + tlog::print(signer) +
                         " has signed checkpoints of this log and is not in keys.toml: put it back, readers need it "
                         "for what it has signed"};
  return {};
}

}  // namespace antin::keeper
