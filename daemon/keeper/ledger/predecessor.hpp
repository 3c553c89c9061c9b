// The old ledger as a successor reads it: never written, and believed only once all of it has been verified. Inside
// this room.
#pragma once

#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/statement.hpp"
#include "daemon/keeper/ledger/succession.hpp"

namespace antin::keeper {

class Predecessor {
 public:
  // Throws SqliteFailure with what does not hold.
  explicit Predecessor(const Succession& succession);

  [[nodiscard]] Connection& connection() { return m_connection; }
  [[nodiscard]] std::uint64_t size() const { return m_size; }
  // Its final checkpoint, with the cosignatures that it holds over it.
  [[nodiscard]] const std::string& note() const { return m_note; }
  [[nodiscard]] bool has_bulk_approvals() const;  // its schema may be older than ours
  [[nodiscard]] bool has_endings() const;
  [[nodiscard]] bool has_roster() const;
  [[nodiscard]] bool has_orders() const;
  [[nodiscard]] bool has_seal_keys() const;
  [[nodiscard]] base::Bytes path_of(std::uint64_t index);  // inclusion, hash after hash

 private:
  void check_version();
  void check_closed(const Succession& succession);
  base::Sha256Hash rehash();
  void check_checkpoint(const tlog::VerifierKey& key, const base::Sha256Hash& root);
  void add_cosignatures();

  Connection m_connection;
  std::int64_t m_version = 0;
  std::uint64_t m_size = 0;
  std::string m_note;
  std::unique_ptr<tlog::Tree> m_tree;  // anew after many proofs: it keeps what it has read
  std::uint64_t m_proofs = 0;
};

}  // namespace antin::keeper
