// antind, the keeper: parses, decides, verifies approvals, builds what is signed, keeps the ledger. No network, no PIN.
#include <filesystem>
#include <iostream>
#include <memory>

#include "core/crypto/version.hpp"
#include "daemon/keeper/clearing.hpp"
#include "daemon/keeper/keeper.hpp"
#include "daemon/keeper/ledger/read_backup.hpp"
#include "daemon/keeper/ledger/whole_check.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/process/logging.hpp"

namespace {

using namespace antin;

constexpr std::uint64_t mebibyte = 1024 * 1024;

int fail(const std::string& text, int status) {
  std::cerr << "antind: " << text << '\n';
  return status;
}

// What passes by itself, like a full disk, must not end in the status that tells systemd to leave us stopped.
int start_again(const base::Error& error) {
  process::log_error(error.text);
  return process::exit_temporary;
}

// Whether the bundle's text holds; who has signed it is for the ledger to judge.
int check(const keeper::KeeperOptions& options) {
  const auto bundle = policy::bundle::read_bundle(options.policy);
  if (!bundle) return fail(bundle.error().text, process::exit_configuration);
  std::cout << "policy " << base::print(bundle->rules.policy.digest) << " version " << bundle->rules.policy.version
            << ": in order\n";
  return 0;
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

void show_progress(const std::string& part, std::uint64_t done, std::uint64_t all) {
  std::cerr << "looking at " << part;
  if (all > 0) std::cerr << ": " << done << " of " << all;
  std::cerr << '\n';
}

base::Result<int> check_whole(const keeper::KeeperOptions& options) {
  const auto bundle = policy::bundle::read_bundle(options.policy);
  if (!bundle) return bundle.error();
  if (!std::filesystem::exists(options.ledger)) return keeper::no_ledger(options.ledger);
  std::vector<tlog::VerifierKey> keys;
  for (const auto& [label, key] : bundle->log_keys) keys.push_back(key);
  const auto checked = keeper::check_ledger(options.ledger, bundle->rules.policy.origin, keys, show_progress);
  if (!checked) return checked.error();
  const auto opened = keeper::read_backup(options.ledger);
  if (!opened) return opened.error();
  if (const auto kept = keeper::check_kept(*opened->ledger); !kept) return kept.error();
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

base::Result<int> give_up(const keeper::StartProblem& problem) {
  if (problem.passes) return start_again({problem.text});
  return base::Error{problem.text};
}

base::Result<int> serve(const keeper::KeeperOptions& options) {
  auto begun = keeper::begin(options);
  if (!begun) return give_up(begun.error());
  auto& [opened, clock, places, in_force, beginning] = *begun;
  auto& ledger = *opened.ledger;
  keeper::Publisher publisher({options.log_files, options.log_entries}, ledger);
  const auto log_keys = in_force->log_keys();
  if (const auto fits = keeper::check_log(ledger, publisher, log_keys, clock->read().now); !fits) {
    if (!fits.error().is_clock || options.clear.empty()) return give_up(fits.error());
    if (const auto cleared = keeper::clear_clock(*begun, options.clear); !cleared) return cleared.error();
  }
  keeper::Archives archives(options.archives, options.log_entries, ledger);
  if (const auto settled = settle(options, archives, ledger); !settled) return settled.error();
  if (options.rebuild_log_files) return rebuild(publisher, ledger);

  keeper::Log log(ledger, log_keys, std::move(publisher));
  keeper::SignerPool pool(std::chrono::milliseconds(options.deadline_ms),
                          [&rules = *in_force](const std::string& token, const std::string& label) {
                            return rules.expected_spki(token, label);
                          });
  const auto& policy = in_force->policy();
  keeper::Witnesses witnesses(policy.log, in_force->witnesses(), ledger, log);
  keeper::Anchors anchors(policy.log, in_force->anchor_roots(), ledger, log, *clock);
  keeper::Flow flow(ledger, opened.identity, log, witnesses, anchors, *in_force, pool, *clock,
                    {options.in_flight, options.denials_per_hour});
  keeper::Staging staging(std::filesystem::path(options.ledger).parent_path() / "upload");
  if (const auto cleared = staging.clear(); !cleared) return cleared.error();
  flow.take_uploads(staging, places);
  keeper::Administration administration({ledger, log, flow, *in_force, *clock, archives, options.backups, places},
                                        opened.identity.start);
  auto sockets = bind_all(options);
  if (!sockets) return sockets.error();
  process::log_info("antind " ANTIN_VERSION " with " + crypto::openssl_version() + ", log " + policy.origin +
                    ", policy " + base::print(policy.digest) + " version " + std::to_string(policy.version));
  return keeper::Keeper(std::move(*sockets), flow, pool, witnesses, anchors, *in_force, administration).run(beginning);
}

}  // namespace

int main(int argc, char** argv) {
  keeper::KeeperOptions options;
  const auto action = keeper::options_into(options).read(argc, argv);
  if (!action) return fail(action.error().text, process::exit_usage);
  if (*action == process::Options::Action::stop) return 0;
  if (*action == process::Options::Action::check) return check(options);
  if (const auto hard = process::harden(options.memory_limit_mib * mebibyte); !hard)
    return fail(hard.error().text, process::exit_configuration);
  process::start_logging("antind", false);
  const auto status = options.check_ledger ? check_whole(options) : serve(options);
  return status ? *status : fail(status.error().text, process::exit_configuration);
}
