#include "daemon/signer/settings.hpp"

#include <limits>

namespace antin::signer {
namespace {

using process::Options;

// As Options fills them.
struct Raw {
  std::string module = "/usr/lib/softhsm/libsofthsm2.so";
  std::string token, state, log_origin;
  std::string pin = "pin";
  std::string keeper_socket = "/run/antin/signer.sock";
  std::string start_lock = "/run/antin/signer-start.lock";
  std::uint64_t keeper_uid = 0;
  std::uint64_t deadline_ms = 2000;
  std::uint64_t memory_limit_mib = 512;
  bool initialise_state = false;
  bool copy_keys = true;
};

Options declare(Raw& raw) {
  Options options("antin-signer",
                  "Holds sessions of one PKCS#11 token and signs, for antind alone, only what it understands: the "
                  "attributes of seals, timestamps, and checkpoints of its log.",
                  "/etc/antin/antin-signer.conf");
  options.add("module", raw.module, "PKCS#11 library");
  options.add("token", raw.token, "label of the token");
  options.add("pin", raw.pin, "its PIN: name of a systemd credential, or absolute path of a file");
  options.add("keeper-socket", raw.keeper_socket, "socket that antind listens on for signers");
  options.add("keeper-uid", raw.keeper_uid, 0, std::numeric_limits<uid_t>::max() - 1, "uid that antind runs as");
  options.add("state", raw.state, "this process's own folder: it remembers the last timestamp and checkpoint");
  options.add("log-origin", raw.log_origin, "the log whose checkpoints it may sign; none when empty");
  options.add("initialise-state", raw.initialise_state, "make that memory for a new signer, and end");
  options.add("start-lock", raw.start_lock, "file that signers lock while they log in, one after the other");
  options.add("deadline-ms", raw.deadline_ms, 1, 600'000, "milliseconds that one HSM operation may take");
  options.add("copy-keys", raw.copy_keys, "sign with session copies of the keys where the token allows it");
  options.add("memory-limit-mib", raw.memory_limit_mib, 0, 1'048'576, "MiB of address space; 0 for no limit");
  options.require("token").require("keeper-uid").require("state");
  return options;
}

Task task_of(Options::Action action, const Raw& raw) {
  switch (action) {
    case Options::Action::run: return raw.initialise_state ? Task::initialise_state : Task::serve;
    case Options::Action::check: return Task::check;
    case Options::Action::stop: return Task::nothing;
    case Options::Action::unknown: break;
  }
  return Task::unknown;
}

}  // namespace

base::Result<Settings, SettingsError> read_settings(int argc, const char* const* argv) {
  Raw raw;
  auto options = declare(raw);
  const auto action = options.read(argc, argv);
  if (!action) return SettingsError{action.error(), options.exit_code()};
  Settings settings;
  settings.task = task_of(*action, raw);
  settings.token = {raw.module, raw.token, raw.start_lock, raw.copy_keys};
  settings.pin = raw.pin;
  settings.keeper = {raw.keeper_socket, static_cast<uid_t>(raw.keeper_uid)};
  settings.state = raw.state;
  settings.log_origin = raw.log_origin;
  settings.deadline = std::chrono::milliseconds(raw.deadline_ms);
  settings.memory_limit = raw.memory_limit_mib * 1024 * 1024;
  return settings;
}

}  // namespace antin::signer
