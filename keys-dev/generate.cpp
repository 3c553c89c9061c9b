#include "keys-dev/generate.hpp"

#include <chrono>

#include "keys-dev/cast.hpp"
#include "keys-dev/ceremony.hpp"
#include "keys-dev/certified.hpp"
#include "keys-dev/client_files.hpp"
#include "keys-dev/curve_keys.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/officers_files.hpp"
#include "keys-dev/people_files.hpp"
#include "keys-dev/policy_files.hpp"
#include "keys-dev/program_files.hpp"
#include "keys-dev/witness_files.hpp"

namespace antin::keys_dev {
namespace {

Layout new_folder(const std::string& out) {
  Layout layout{std::filesystem::absolute(out).lexically_normal()};
  must(!std::filesystem::exists(layout.root) || std::filesystem::is_empty(layout.root),
       layout.root.string() + " is not empty");
  make_folder(layout.root);
  make_folder(layout.secrets(), 0750, {0, appliance_group});
  make_folder(layout.people(), 0700);
  make_folder(layout.client(), 0700);
  for (const auto& folder : {layout.ca(), layout.revocation(), layout.etc(), layout.officers()}) make_folder(folder);
  for (const auto* name : {"ca", "keys", "people", "signatures", "systems"}) make_folder(layout.policy() / name);
  return layout;
}

}  // namespace

void generate(const Wanted& wanted) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto layout = new_folder(wanted.out);
  DevelopmentCa ca(now);
  ca.write_authorities(layout);
  ca.certify_people(layout);
  ca.certify_registrars(layout);
  ca.certify_staff(layout, officers(wanted.officers));
  ca.certify_staff(layout, custodians());
  ca.certify_systems(layout);
  ca.write_revocation(layout);

  Ceremony ceremony(layout, wanted);
  ceremony.begin();
  ca.certify_keys(layout);
  ceremony.finish();

  const auto gate_key = write_curve_keys(layout.secrets() / "gate-curve.key", layout.gate_public_key(), gate_owner);
  const auto log_vkeys = write_log_vkeys(layout, wanted.log_keys);
  make_folder(layout.state());
  const auto witnesses = write_witnesses(layout, wanted.witnesses, log_vkeys);
  write_policy(layout, write_clients(layout, wanted.listen, gate_key), {log_vkeys, witnesses}, now);
  write_people_tables(layout, now);
  sign_policy(layout, wanted.quorum, now);
  write_programs(layout, {wanted.listen, wanted.module, wanted.seal_signers, witnesses});
}

}  // namespace antin::keys_dev
