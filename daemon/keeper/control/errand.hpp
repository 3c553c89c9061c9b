// An errand: something long that was asked for at the machine itself, done in small turns between batches so that
// antind goes on serving. It ends with what it says last.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "daemon/keeper/flow/flow.hpp"
#include "daemon/keeper/log/archives.hpp"
#include "daemon/local/control_messages.hpp"

namespace antin::keeper {

// What errands work on. All of it outlives them.
struct Workplace {
  Ledger& ledger;
  Log& log;
  Flow& flow;
  const InForce& in_force;
  Clock& clock;
  Archives& archives;
  std::filesystem::path backups;
  PolicyPlaces places;
};

class Errand {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  struct Turn {
    std::optional<local::ToControl> said;  // anything but Progress is the end
    bool waits = false;                    // for something else than its next turn
  };

  virtual ~Errand() = default;
  // After a commit, when no batch is open. What it writes is durable at its next turn.
  virtual Turn turn(Moment now) = 0;
  // Nobody waits for it any more: may it be given up where it stands?
  [[nodiscard]] virtual bool may_be_given_up() const = 0;
};

bool is_errand_name(const std::string& name);  // of a backup or an archive: an identifier that begins with no dot

inline Errand::Turn refused(local::ControlRefusal reason, std::string text) {
  return {local::ControlRefused{reason, std::move(text)}};
}

std::unique_ptr<Errand> backup_errand(Workplace& workplace, const local::MakeBackup& asked);
base::Result<void> drop_begun_backups(const std::filesystem::path& folder);  // at the start: what a kill left

std::unique_ptr<Errand> archive_errand(Workplace& workplace, const local::MakeArchive& asked);
std::unique_ptr<Errand> closing_errand(Workplace& workplace, const local::CloseLog& asked);
std::unique_ptr<Errand> bundle_errand(Workplace& workplace);
std::unique_ptr<Errand> officers_errand(Workplace& workplace);
std::unique_ptr<Errand> ceremony_errand(Workplace& workplace, const local::TakeCeremony& asked);

}  // namespace antin::keeper
