// How each call of SqliteLedger ends: with a value, or with the ledger closed for good.
#pragma once

#include <type_traits>

#include "daemon/keeper/ledger/integrity.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {

// What a commit that met damage has left behind nobody knows.
inline LedgerFault damage_found(LedgerFault meanwhile) {
  return meanwhile == LedgerFault::commit ? LedgerFault::commit : LedgerFault::damage;
}

template <class Work>
auto SqliteLedger::guarded(LedgerFault fault, Work work) -> LedgerResult<decltype(work())> {
  if (m_failed) return *m_failed;
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const SqliteFailure& failure) {
    close(is_damage(failure) ? damage_found(fault) : fault, explained(failure));
    return *m_failed;
  } catch (...) {
    // A bug or exhaustion: half a batch must not become durable with the next commit.
    close(fault, "an exception went through it");
    throw;
  }
}

template <class Work>
auto SqliteLedger::written(Work work) -> LedgerResult<decltype(work())> {
  return guarded(LedgerFault::write, [&] {
    if (!m_in_batch) {
      m_connection->run("BEGIN IMMEDIATE");
      m_in_batch = true;
    }
    return work();
  });
}

}  // namespace antin::keeper
