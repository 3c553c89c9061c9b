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

  // Refuses a folder that has a plan already.
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

}  // namespace antin::ceremony
