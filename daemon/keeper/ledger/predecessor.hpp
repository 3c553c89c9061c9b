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
  // Its final checkpoint, or after a loss the last that the backup has, with the cosignatures that it holds over it.
  [[nodiscard]] const std::string& note() const { return m_note; }
  [[nodiscard]] bool has_bulk_approvals() const;  // its schema may be older than ours
  [[nodiscard]] bool has_endings() const;
  [[nodiscard]] bool has_roster() const;
  [[nodiscard]] bool has_orders() const;
  [[nodiscard]] bool has_seal_keys() const;
  [[nodiscard]] bool has_lost_logs() const;
  // By an entry that nobody has vouched for: whoever has the receipt gives it back again.
  [[nodiscard]] bool was_given_back_too_late(const base::Sha256Hash& leaf);
  // After a loss: do the log's published hash tiles prove that the backup is of the log that the witnesses saw?
  [[nodiscard]] bool is_proven() const { return m_is_proven; }
  [[nodiscard]] base::Bytes path_of(std::uint64_t index);  // inclusion, hash after hash

 private:
  void check_version();
  void check_origin(const Succession& succession);
  void check_closed(const Succession& succession);
  void check_lost(const Loss& loss);
  base::Sha256Hash rehash(bool to_the_end);
  void check_checkpoint(const std::vector<tlog::VerifierKey>& keys, const base::Sha256Hash& root);
  void check_prefix(const Loss& loss, const base::Sha256Hash& root);
  void add_cosignatures();

  Connection m_connection;
  std::int64_t m_version = 0;
  std::uint64_t m_size = 0;
  bool m_is_proven = false;
  std::string m_note;
  std::unique_ptr<tlog::Tree> m_tree;  // anew after many proofs: it keeps what it has read
  std::uint64_t m_proofs = 0;
};

}  // namespace antin::keeper
