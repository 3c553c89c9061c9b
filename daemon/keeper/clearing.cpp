#include "daemon/keeper/clearing.hpp"

#include "core/crypto/sha2.hpp"
#include "core/statement/clear.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

using policy::bundle::Signer;

base::Error refused(const std::string& why) { return {"signatures/statement.txt: " + why}; }

base::Result<LoggedEntry> last_entry(Ledger& ledger) {
  const auto size = ledger.size();
  if (!size) return base::Error{size.error().text};
  if (*size == 0) return base::Error{"the log has no entry whose time could be wrong"};
  auto entries = ledger.entries(*size - 1, 1);
  if (!entries) return base::Error{entries.error().text};
  return std::move(entries->front());
}

base::Result<void> holds(const statement::Clear& said, const Begun& begun, const LoggedEntry& last, base::Instant now) {
  if (said.log != begun.opened.identity.origin) return refused("it is for the log " + said.log);
  if (said.fault != statement::StartFault::clock) return refused("it is about another fault");
  if (said.last != last.leaf)
    return refused("it names the entry with leaf " + base::print(said.last) + ", but the last one has " +
                   base::print(last.leaf));
  if (said.expires <= now) return refused("it has expired");
  return {};
}

base::Result<std::vector<Signer>> quorum(const policy::bundle::SignedStatement& given, Begun& begun,
                                         base::Instant now) {
  const auto officers = kept_officers(*begun.opened.ledger);
  if (!officers) return officers.error();
  if (!*officers) return base::Error{"the ledger has no security officers"};
  auto signers = policy::bundle::open_quorum(given, **officers);
  if (!signers) return signers.error();
  if (auto stand = policy::bundle::check_standing(*signers, begun.in_force->people(), now); !stand)
    return stand.error();
  return signers;
}

LedgerResult<void> write(Ledger& ledger, const ClearedEntry& cleared, const std::string& text,
                         const std::vector<Signer>& signers) {
  if (auto put = ledger.put_blob(cleared.statement, base::view(text)); !put) return put;
  for (const auto& signer : signers)
    if (auto put = ledger.put_blob(crypto::sha256(signer.cms), signer.cms); !put) return put;
  if (const auto appended = ledger.append(encode(cleared), cleared.at); !appended) return appended.error();
  return ledger.commit();
}

}  // namespace

base::Result<void> clear_clock(Begun& begun, const std::filesystem::path& folder) {
  const auto clock = begun.clock->read();
  if (!clock.trusted) return base::Error{"the clock is not as exact as the policy demands: it clears nothing"};
  const auto given = policy::bundle::read_signed(folder);
  if (!given) return given.error();
  const auto said = statement::parse_clear(given->text);
  if (!said) return refused(said.error().text);
  auto& ledger = *begun.opened.ledger;
  const auto last = last_entry(ledger);
  if (!last) return last.error();
  if (auto right = holds(*said, begun, *last, clock.now); !right) return right;
  const auto signers = quorum(*given, begun, clock.now);
  if (!signers) return signers.error();
  const ClearedEntry cleared{clock.now,
                             {clock.error_us, std::string(name(clock.source))},
                             "clock",
                             last->leaf,
                             crypto::sha256(base::view(given->text)),
                             named(*signers),
                             begun.in_force->policy().digest};
  if (const auto written = write(ledger, cleared, given->text, *signers); !written)
    return base::Error{written.error().text};
  begun.in_force->authority().set_back(clock.now);
  process::log_warning("security officers say that the last entry's time is wrong: the log goes on at " +
                       base::print(clock.now));
  return {};
}

}  // namespace antin::keeper
