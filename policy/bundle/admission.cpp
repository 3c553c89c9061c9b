#include "policy/bundle/admission.hpp"

namespace antin::policy::bundle {
namespace {

base::Error refused(const std::string& why) { return {"signatures/statement.txt: " + why}; }

// A statement is for one place in one log: an old bundle cannot be put back, nor one be left out.
base::Result<void> follows(const statement::Bundle& said, const std::optional<Predecessor>& before) {
  if (before && said.version <= before->version)
    return refused("version " + std::to_string(said.version) + " is not above version " +
                   std::to_string(before->version) + ", which is in force: raise it in bundle.toml and sign again");
  const auto digest = before ? std::optional(before->digest) : std::nullopt;
  if (said.previous == digest) return {};
  return refused("it was signed to follow " + (said.previous ? base::print(*said.previous) : "no bundle") + ", but " +
                 (digest ? base::print(*digest) : "none") + " is in force");
}

}  // namespace

base::Result<Vouched> vouch(const SignedStatement& signed_statement, const Officers& officers,
                            const std::optional<Predecessor>& before) {
  auto said = statement::parse_bundle(signed_statement.text);
  if (!said) return refused(said.error().text);
  if (said->log != officers.statement.log) return refused("it is for the log " + said->log);
  if (auto placed = follows(*said, before); !placed) return placed.error();
  auto signers = open_quorum(signed_statement, officers);
  if (!signers) return signers.error();
  return Vouched{std::move(*said), std::move(*signers)};
}

base::Result<Vouched> vouch(const BundleFiles& files, const SignedStatement& signed_statement, const Officers& officers,
                            const std::optional<Predecessor>& before) {
  const auto said = statement::parse_bundle(signed_statement.text);
  if (!said) return refused(said.error().text);
  if (said->log != officers.statement.log) return refused("it is for the log " + said->log);
  const auto digest = digest_of(files);
  if (said->bundle != digest)
    return refused("the files are not those that were signed: they are " + base::print(digest) + ", signed was " +
                   base::print(said->bundle));
  return vouch(signed_statement, officers, before);
}

base::Result<void> admit(const Bundle& bundle, const Vouched& vouched, const evidence::Trust& people,
                         base::Instant now) {
  const auto& policy = bundle.rules.policy;
  if (policy.digest != vouched.statement.bundle) return refused("it is for another bundle");
  if (policy.origin != vouched.statement.log) return refused("bundle.toml has the origin " + policy.origin);
  if (policy.version != vouched.statement.version)
    return refused("bundle.toml has version " + std::to_string(policy.version));
  return check_standing(vouched.signers, people, now);
}

}  // namespace antin::policy::bundle
