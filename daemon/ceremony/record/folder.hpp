// The folder of one ceremony: what was planned, what happened, what came of it.
#pragma once

#include <filesystem>

#include "daemon/ceremony/plan/toml.hpp"

namespace antin::ceremony {

class Folder {
 public:
  explicit Folder(std::filesystem::path root) : m_root(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return m_root; }
  [[nodiscard]] std::filesystem::path lock() const { return m_root / "plan.lock"; }
  [[nodiscard]] std::filesystem::path script() const { return m_root / "script.pdf"; }
  // Of participants and authorities, each named by its hash.
  [[nodiscard]] std::filesystem::path certificate(const base::Sha256Hash& hash) const;

  [[nodiscard]] std::filesystem::path journal() const { return m_root / "journal.jsonl"; }
  [[nodiscard]] std::filesystem::path inventory(std::string_view when) const;  // "before" or "after"
  [[nodiscard]] std::filesystem::path note() const { return m_root / "transcript.note"; }
  [[nodiscard]] std::filesystem::path officers() const { return m_root / "officers"; }  // for a new log
  [[nodiscard]] std::filesystem::path anchor() const { return m_root / "anchor"; }      // what the log says of it
  [[nodiscard]] std::filesystem::path approval(const std::string& step, const std::string& officer) const;
  [[nodiscard]] std::filesystem::path signature(const std::string& participant) const;  // over the transcript
  // Of a key: pub/<label>.pem and, of a log key, .vkey; csr/<label>.csr; cert/<label>.crt. Slashes become dots.
  [[nodiscard]] std::filesystem::path public_key(const std::string& label) const;
  [[nodiscard]] std::filesystem::path verifier_key(const std::string& label) const;
  [[nodiscard]] std::filesystem::path request(const std::string& label) const;
  [[nodiscard]] std::filesystem::path key_certificate(const std::string& label) const;
  [[nodiscard]] std::filesystem::path wrapped_key(const std::string& label) const;
  [[nodiscard]] std::filesystem::path evidence(const std::string& step) const;  // that a vendor's step left
  // Of a token's user PIN: a sealed credential, or (development) the PIN itself.
  [[nodiscard]] std::filesystem::path credential(const std::string& token) const;
  [[nodiscard]] std::filesystem::path plain_pin(const std::string& token) const;

  // The record of a former ceremony that the plan builds on: all that its transcript stands for, no backup and no PIN.
  [[nodiscard]] Folder former(const std::string& ceremony) const;

  // Everything that a run writes into.
  [[nodiscard]] base::Result<void> make_folders() const;

  // With the records of former ceremonies. Refuses a folder that has a plan already, and a plan whose officers or
  // transcript no log would take.
  [[nodiscard]] base::Result<void> write_plan(const ReviewedPlan& reviewed) const;

 private:
  std::filesystem::path m_root;
};

// A plan as it lies in its folder: the lock's own octets are what everyone has compared.
struct LockedPlan {
  Plan plan;
  base::Sha256Hash hash{};
  Certificates certificates;
};
base::Result<LockedPlan> read_locked_plan(const Folder& folder);

// "Plan  1b2c…" in groups, and the words below: 80 columns at most.
std::string shown_hash(std::string_view what, const base::Sha256Hash& hash);
// The same with the words of the first octets alone: five lines with `what`, which a script has room for.
std::string shown_shortly(std::string_view what, const base::Sha256Hash& hash);

}  // namespace antin::ceremony
