#include "keys-dev/generate.hpp"

#include <chrono>
#include <cstdlib>

#include "keys-dev/cast.hpp"
#include "keys-dev/certified.hpp"
#include "keys-dev/client_files.hpp"
#include "keys-dev/curve_keys.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/officers_files.hpp"
#include "keys-dev/people_files.hpp"
#include "keys-dev/policy_files.hpp"
#include "keys-dev/program_files.hpp"
#include "keys-dev/tokens.hpp"
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

std::vector<WantedKey> keys_in(const std::string& token, unsigned log_keys) {
  std::vector<WantedKey> wanted;
  for (const auto& key : keys(log_keys)) {
    if (key.token == token) wanted.push_back({key.label, key.algorithm});
  }
  return wanted;
}

std::vector<MadeToken> make_tokens(const Layout& layout, const std::string& module, unsigned log_keys) {
  write_softhsm_conf(layout.softhsm_conf(), layout.tokens());
  ::setenv("SOFTHSM2_CONF", layout.softhsm_conf().c_str(), 1);
  std::vector<MadeToken> made;
  {
    TokenMaker maker(module);
    for (const auto* label : {"seals", "time", "log"}) {
      auto& token = made.emplace_back(maker.make(label, keys_in(label, log_keys)));
      write_file(layout.secrets() / (std::string("pin-") + label), token.pin.expose_secret(), 0400, signer_owner);
    }
  }
  give_tree(layout.tokens(), signer_owner);
  return made;
}

}  // namespace

void generate(const Wanted& wanted) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto layout = new_folder(wanted.out);
  const auto tokens = make_tokens(layout, wanted.module, wanted.log_keys);

  DevelopmentCa ca(now);
  ca.write_authorities(layout);
  ca.certify_keys(layout, tokens);
  ca.certify_people(layout);
  ca.certify_registrars(layout);
  ca.certify_officers(layout);
  ca.certify_systems(layout);
  ca.write_revocation(layout);

  const auto gate_key = write_curve_keys(layout.secrets() / "gate-curve.key", layout.gate_public_key(), gate_owner);
  std::vector<base::Bytes> log_keys;
  for (unsigned generation = 1; generation <= wanted.log_keys; ++generation)
    log_keys.push_back(public_half(tokens, log_key_label(generation)));
  const auto log_vkeys = write_log_vkeys(layout, log_keys);
  make_folder(layout.state());
  const auto witnesses = write_witnesses(layout, wanted.witnesses, log_vkeys);
  write_policy(layout, write_clients(layout, wanted.listen, gate_key), {log_vkeys, witnesses}, now);
  write_people_tables(layout, now);
  write_officers(layout);
  sign_policy(layout, now);
  write_programs(layout, {wanted.listen, wanted.module, wanted.seal_signers, witnesses});
}

}  // namespace antin::keys_dev
