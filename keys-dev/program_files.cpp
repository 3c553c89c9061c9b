#include "keys-dev/program_files.hpp"

#include "core/tlog/checkpoint.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/policy_files.hpp"

namespace antin::keys_dev {
namespace {

std::string option(const std::string& name, const std::string& value) { return name + " = " + value + "\n"; }

std::string keeper_text(const Layout& layout) {
  return option("gate-socket", layout.run() / "gate.sock") + option("gate-uid", std::to_string(gate_owner.user)) +
         option("signer-socket", layout.run() / "signer.sock") +
         option("signer-uid", std::to_string(signer_owner.user)) +
         option("courier-socket", layout.run() / "courier.sock") +
         option("courier-uid", std::to_string(courier_owner.user)) +
         option("control-socket", layout.run() / "control.sock") +
         option("control-uid", std::to_string(root_owner.user)) + option("policy", layout.policy()) +
         option("officers", layout.officers()) + option("revocation", layout.revocation()) +
         option("ledger", layout.state() / "ledger" / "ledger.sqlite") + option("log-files", layout.log()) +
         option("log-entries", layout.state() / "log-entries") + option("archives", layout.state() / "archives") +
         option("backups", layout.state() / "backups") +
         "# A development machine's clock is often unsynchronised: timestamps get the development policy OID.\n" +
         option("development-clock", "true") + option("make-ledger", "true");
}

std::string gate_text(const Layout& layout, const Programs& programs) {
  return option("listen", programs.listen) + option("endpoint-file", layout.run() / "endpoint") +
         option("curve-secret", layout.secrets() / "gate-curve.key") +
         option("keeper-socket", layout.run() / "gate.sock") + option("keeper-uid", std::to_string(keeper_owner.user));
}

std::string courier_text(const Layout& layout, const Programs& programs) {
  auto text =
      option("keeper-socket", layout.run() / "courier.sock") + option("keeper-uid", std::to_string(keeper_owner.user));
  for (const auto& witness : programs.witnesses) text += option("allow", witness.url() + "/");
  return text;
}

// Not in etc: the launcher starts a program for each file there.
std::string control_text(const Layout& layout) {
  return option("keeper-socket", layout.run() / "control.sock") +
         option("keeper-uid", std::to_string(keeper_owner.user));
}

std::string signer_text(const Layout& layout, const Programs& programs, const std::string& name,
                        const std::string& token) {
  return option("module", programs.module) + option("token", token) +
         option("pin", layout.secrets() / ("pin-" + token)) + option("keeper-socket", layout.run() / "signer.sock") +
         option("keeper-uid", std::to_string(keeper_owner.user)) + option("state", layout.state() / name) +
         option("start-lock", layout.run() / "signer-start.lock");
}

// The same guards as `antin-signer --initialise-state` makes: nothing has been signed yet. Only whoever makes a token
// may make them: a signer that finds none refuses to start.
void write_time_guard(const std::filesystem::path& folder) {
  make_folder(folder, 0700, signer_owner);
  write_text(folder / "last-gen-time", "1970-01-01T00:00:00.000Z\n", 0600, signer_owner);
}

void write_checkpoint_guard(const std::filesystem::path& folder) {
  const tlog::Checkpoint empty{development_origin, 0, tlog::empty_root()};
  write_text(folder / "last-checkpoint", tlog::print(empty), 0600, signer_owner);
}

void write_signer(const Layout& layout, const Programs& programs, const std::string& name, const std::string& token) {
  const bool for_log = token == "log";
  auto text = signer_text(layout, programs, name, token);
  if (for_log) text += option("log-origin", development_origin);
  write_text(layout.etc() / (name + ".conf"), text);
  write_time_guard(layout.state() / name);
  if (for_log) write_checkpoint_guard(layout.state() / name);
}

}  // namespace

void write_programs(const Layout& layout, const Programs& programs) {
  make_folder(layout.run(), 0771, keeper_owner);  // the gate writes its endpoint, the signers their lock
  make_folder(layout.state() / "ledger", 0700, keeper_owner);
  make_folder(layout.state() / "log-entries", 0700, keeper_owner);
  make_folder(layout.state() / "archives", 0700, keeper_owner);
  make_folder(layout.state() / "backups", 0700, keeper_owner);
  make_folder(layout.log(), 0755, keeper_owner);
  write_text(layout.etc() / "antind.conf", keeper_text(layout));
  write_text(layout.etc() / "antin-gate.conf", gate_text(layout, programs));
  write_text(layout.etc() / "antin-courier.conf", courier_text(layout, programs));
  write_text(layout.control_configuration(), control_text(layout));
  for (unsigned i = 1; i <= programs.seal_signers; ++i)
    write_signer(layout, programs, "antin-signer-seals-" + std::to_string(i), "seals");
  write_signer(layout, programs, "antin-signer-time-1", "time");
  write_signer(layout, programs, "antin-signer-log-1", "log");
}

}  // namespace antin::keys_dev
