// antind, the keeper: parses, decides, verifies approvals, builds what is signed, keeps the ledger. No network, no PIN.
#include <filesystem>
#include <iostream>
#include <memory>

#include "core/crypto/version.hpp"
#include "daemon/keeper/keeper.hpp"
#include "daemon/keeper/ledger/succession.hpp"
#include "daemon/keeper/ledger/whole_check.hpp"
#include "daemon/keeper/log/start_checks.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/process/logging.hpp"
#include "daemon/process/options.hpp"

namespace {

using namespace antin;

constexpr std::uint64_t mebibyte = 1024 * 1024;

process::Options declare(keeper::KeeperOptions& options) {
  process::Options declared("antind", "Keeps the ledger and decides what may be sealed.", "/etc/antin/antind.conf");
  declared.add("gate-socket", options.gate_socket, "socket on which antin-gate dials in")
      .add("gate-uid", options.gate_uid, 0, UINT32_MAX, "user id of antin-gate; others are turned away")
      .add("signer-socket", options.signer_socket, "socket on which antin-signer processes dial in")
      .add("signer-uid", options.signer_uid, 0, UINT32_MAX, "user id of antin-signer; others are turned away")
      .add("courier-socket", options.courier_socket, "socket on which antin-courier dials in")
      .add("courier-uid", options.courier_uid, 0, UINT32_MAX, "user id of antin-courier; others are turned away")
      .add("control-socket", options.control_socket, "socket on which antin-control dials in")
      .add("control-uid", options.control_uid, 0, UINT32_MAX,
           "user id of who uses antin-control; others are turned away")
      .add("policy", options.policy, "folder of the policy bundle")
      .add("revocation", options.revocation, "folder of revocation lists (*.crl); read again when they change")
      .add("ledger", options.ledger, "file of the ledger")
      .add("make-ledger", options.make_ledger, "make the ledger when it is not there: on a new appliance, once")
      .add("check-ledger", options.check_ledger,
           "look at the whole ledger, octet by octet, and end: with antind stopped, or on a copy")
      .add("succeeds", options.succeeds,
           "with make-ledger: backup of the closed ledger that this one goes on from; log.toml names its key")
      .add("log-files", options.log_files, "folder of the log's public files: checkpoint and hash tiles")
      .add("log-entries", options.log_entries, "folder of the log's entries, for those who may read all of them")
      .add("archives", options.archives, "folder of archives: entries that were moved out of log-entries")
      .add("backups", options.backups, "folder of backups of the ledger")
      .add("rebuild-log-files", options.rebuild_log_files,
           "write the log's files that are missing, compare those that are there, and end")
      .add("development-clock", options.development_clock,
           "believe the host's clock; tokens carry the development policy's OID, and every entry says so")
      .add("deadline-ms", options.deadline_ms, 100, 600'000, "milliseconds for a signature, waiting included")
      .add("in-flight", options.in_flight, 1, 100'000, "steps and timestamps under way; more are refused as OVERLOADED")
      .add("denials-per-hour", options.denials_per_hour, 1, 1'000'000,
           "denials per system that get entries of their own; more become one counted entry")
      .add("memory-limit-mib", options.memory_limit_mib, 0, 1'000'000,
           "address space of this process in MiB; 0: no limit");
  return declared;
}

int fail(const std::string& text, int status) {
  std::cerr << "antind: " << text << '\n';
  return status;
}

// What passes by itself, like a full disk, must not end in the status that tells systemd to leave us stopped.
int start_again(const base::Error& error) {
  process::log_error(error.text);
  return process::exit_temporary;
}

std::unique_ptr<keeper::Clock> clock_for(const keeper::KeeperOptions& options, unsigned accuracy_ms) {
  if (options.development_clock) return std::make_unique<keeper::DevelopmentClock>();
  return std::make_unique<keeper::KernelClock>(accuracy_ms);
}

base::Result<keeper::Keeper::Sockets> bind_all(const keeper::KeeperOptions& options) {
  auto gates = local::Listener::bind(options.gate_socket, static_cast<uid_t>(options.gate_uid));
  if (!gates) return gates.error();
  auto signers = local::Listener::bind(options.signer_socket, static_cast<uid_t>(options.signer_uid));
  if (!signers) return signers.error();
  auto couriers = local::Listener::bind(options.courier_socket, static_cast<uid_t>(options.courier_uid));
  if (!couriers) return couriers.error();
  auto controls = local::Listener::bind(options.control_socket, static_cast<uid_t>(options.control_uid));
  if (!controls) return controls.error();
  auto signals = process::Signals::watch();
  if (!signals) return signals.error();
  return keeper::Keeper::Sockets{std::move(*gates), std::move(*signers), std::move(*couriers), std::move(*controls),
                                 std::move(*signals)};
}

base::Result<int> rebuild(keeper::Publisher& publisher, keeper::Ledger& ledger) {
  const auto last = ledger.last_checkpoint();
  if (!last) return base::Error{last.error().text};
  if (!*last) return base::Error{"no checkpoint was signed yet: there is nothing to publish"};
  if (const auto written = publisher.publish(0, **last); !written) return written.error();
  std::cout << "the log's files are complete: " << (*last)->size << " entries\n";
  return 0;
}

base::Error no_ledger(const std::string& file) {
  return {"there is no ledger " + file + ": restore it, or on a new appliance start once with --make-ledger"};
}

void show_progress(const std::string& part, std::uint64_t done, std::uint64_t all) {
  std::cerr << "looking at " << part;
  if (all > 0) std::cerr << ": " << done << " of " << all;
  std::cerr << '\n';
}

base::Result<int> check_whole(const keeper::KeeperOptions& options, const policy::bundle::Bundle& bundle) {
  if (!std::filesystem::exists(options.ledger)) return no_ledger(options.ledger);
  std::vector<tlog::VerifierKey> keys;
  for (const auto& [label, key] : bundle.log_keys) keys.push_back(key);
  const auto checked = keeper::check_ledger(options.ledger, bundle.rules.policy.origin, keys, show_progress);
  if (!checked) return checked.error();
  std::cout << "the ledger is in order: " << checked->entries << " entries with root " << base::to_base64(checked->root)
            << ", " << checked->checkpoints << " checkpoints, " << checked->blobs << " blobs, " << checked->approvals
            << " approvals\n";
  return 0;
}

// What a kill has left of a backup or an archive: that which was committed is completed, all else goes.
base::Result<void> settle(const keeper::KeeperOptions& options, keeper::Archives& archives, keeper::Ledger& ledger) {
  if (auto dropped = keeper::drop_begun_backups(options.backups); !dropped) return dropped;
  if (auto dropped = archives.drop_begun(); !dropped) return dropped;
  if (const auto settled = archives.settle(UINT32_MAX); !settled) return settled.error();
  if (const auto committed = ledger.commit(); !committed) return base::Error{committed.error().text};
  return {};
}

// Made anew in silence, a ledger at a wrong path would have forgotten what is sealed.
base::Result<void> make_ledger(const keeper::KeeperOptions& options, const policy::bundle::Bundle& bundle) {
  if (std::filesystem::exists(options.ledger)) return {};
  if (!options.make_ledger) return no_ledger(options.ledger);
  if (options.succeeds.empty()) return {};  // whoever opens it makes an empty one
  if (!bundle.predecessor)
    return base::Error{"log.toml names no log that this one succeeds: put its vkey under [succeeds]"};
  const auto& policy = bundle.rules.policy;
  const auto now = clock_for(options, policy.timestamp.accuracy_ms)->read().now;
  return keeper::make_successor(options.ledger,
                                {policy.origin, options.succeeds, *bundle.predecessor, policy.digest, now});
}

// A log that was to go on from another, and does not know what is sealed there, would seal it again.
base::Result<void> check_succession(const keeper::KeeperOptions& options, const policy::bundle::Bundle& bundle,
                                    keeper::Ledger& ledger) {
  const auto is_successor = ledger.is_successor();
  if (!is_successor) return base::Error{is_successor.error().text};
  if (*is_successor || (!bundle.predecessor && options.succeeds.empty())) return {};
  return base::Error{"this log is to succeed another, but the ledger " + options.ledger +
                     " was made without it: it must be made with --make-ledger --succeeds BACKUP"};
}

base::Result<int> serve(const keeper::KeeperOptions& options, policy::bundle::Bundle bundle) {
  const auto origin = bundle.rules.policy.origin;
  if (const auto made = make_ledger(options, bundle); !made) return made.error();
  auto opened = keeper::open_sqlite_ledger(options.ledger, origin);
  if (!opened && opened.error().fault == keeper::OpeningFault::passing) return start_again(opened.error());
  if (!opened) return opened.error();
  auto& ledger = *opened->ledger;
  if (const auto right = check_succession(options, bundle, ledger); !right) return right.error();
  keeper::Publisher publisher({options.log_files, options.log_entries}, ledger);
  const auto numbers = ledger.value("revocation-numbers");
  const auto last = ledger.last_entry_time();
  if (!numbers || !last) return base::Error{"the ledger cannot be read"};
  const auto clock = clock_for(options, bundle.rules.policy.timestamp.accuracy_ms);
  auto in_force = keeper::InForce::make(std::move(bundle), options.revocation, numbers->value_or(base::Bytes{}),
                                        {opened->identity.start, *last}, *clock);
  if (!in_force) return in_force.error();
  const auto log_keys = (*in_force)->log_keys();
  if (const auto fits = keeper::check_log(ledger, publisher, log_keys, clock->read().now); !fits) {
    if (fits.error().passes) return start_again({fits.error().text});
    return base::Error{fits.error().text};
  }
  keeper::Archives archives(options.archives, options.log_entries, ledger);
  if (const auto settled = settle(options, archives, ledger); !settled) return settled.error();
  if (options.rebuild_log_files) return rebuild(publisher, ledger);

  keeper::Log log(ledger, log_keys, std::move(publisher));
  keeper::SignerPool pool(
      std::chrono::milliseconds(options.deadline_ms),
      [&](const std::string& token, const std::string& label) { return (*in_force)->expected_spki(token, label); });
  keeper::Witnesses witnesses((*in_force)->policy().log, (*in_force)->witnesses(), ledger, log);
  keeper::Anchors anchors((*in_force)->policy().log, (*in_force)->anchor_roots(), ledger, log, *clock);
  keeper::Flow flow(ledger, opened->identity, log, witnesses, anchors, **in_force, pool, *clock,
                    {options.in_flight, options.denials_per_hour});
  keeper::Administration administration({ledger, log, flow, **in_force, *clock, archives, options.backups},
                                        opened->identity.start);
  auto sockets = bind_all(options);
  if (!sockets) return sockets.error();
  const auto& policy = (*in_force)->policy();
  process::log_info("antind " ANTIN_VERSION " with " + crypto::openssl_version() + ", log " + origin + ", policy " +
                    base::print(policy.digest) + " version " + std::to_string(policy.version));
  return keeper::Keeper(std::move(*sockets), flow, pool, witnesses, anchors, **in_force, administration).run();
}

}  // namespace

int main(int argc, char** argv) {
  keeper::KeeperOptions options;
  const auto action = declare(options).read(argc, argv);
  if (!action) return fail(action.error().text, process::exit_usage);
  if (*action == process::Options::Action::stop) return 0;
  auto bundle = policy::bundle::read_bundle(options.policy);
  if (!bundle) return fail(bundle.error().text, process::exit_configuration);
  if (*action == process::Options::Action::check) {
    std::cout << "policy " << base::print(bundle->rules.policy.digest) << " version " << bundle->rules.policy.version
              << ": in order\n";
    return 0;
  }
  if (const auto hard = process::harden(options.memory_limit_mib * mebibyte); !hard)
    return fail(hard.error().text, process::exit_configuration);
  process::start_logging("antind", false);
  const auto status = options.check_ledger ? check_whole(options, *bundle) : serve(options, std::move(*bundle));
  return status ? *status : fail(status.error().text, process::exit_configuration);
}
