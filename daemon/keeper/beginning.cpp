#include "daemon/keeper/beginning.hpp"

#include "daemon/keeper/ledger/read_backup.hpp"
#include "daemon/keeper/ledger/succession.hpp"
#include "daemon/keeper/losing.hpp"

namespace antin::keeper {
namespace {

StartProblem lasting(const base::Error& error) { return {error.text, false, false}; }

std::unique_ptr<Clock> clock_for(const KeeperOptions& options) {
  if (options.development_clock) return std::make_unique<DevelopmentClock>();
  return std::make_unique<KernelClock>(0);  // until the policy says how exact it must be
}

// Which log the bundle is for, before anything of it is parsed: nobody has vouched for it yet.
base::Result<std::string> origin_of(const std::string& policy) {
  const auto signed_statement = policy::bundle::read_signed(policy);
  if (!signed_statement) return signed_statement.error();
  const auto said = statement::parse_bundle(signed_statement->text);
  if (!said) return base::Error{"signatures/statement.txt: " + said.error().text};
  return said->log;
}

// Those of the log before go on in this one, where nobody has to sign for them again.
base::Result<std::optional<policy::bundle::Officers>> officers_in(Ledger& ledger, const std::string& origin) {
  auto kept = kept_officers(ledger);
  if (kept && *kept && (*kept)->statement.log != origin) return std::optional(policy::bundle::carried(**kept, origin));
  return kept;
}

// Those whom the ledger knows. A new one pins those of the folder.
base::Result<policy::bundle::FirstOfficers> officers_for(const KeeperOptions& options, Ledger& ledger,
                                                         const std::string& origin) {
  auto known = officers_in(ledger, origin);
  if (!known) return known.error();
  if (*known) return policy::bundle::FirstOfficers{**std::move(known), std::nullopt};
  const auto size = ledger.size();
  if (!size) return base::Error{size.error().text};
  if (*size > 0) return base::Error{"the ledger has entries but no security officers: nobody could change its policy"};
  auto first = policy::bundle::read_first_officers(options.officers, origin);
  if (!first) return base::Error{"a new ledger needs its security officers: " + first.error().text};
  return first;
}

// Nothing of the old log's bundle vouches for the key by which its ledger is believed: the new one's does, which the
// officers of the old log have signed to follow it.
base::Result<void> make_successor_of(const KeeperOptions& options, const PolicyPlaces& places,
                                     const std::string& origin, Clock& clock) {
  auto old = read_backup(options.succeeds);
  if (!old) return old.error();
  const auto officers = officers_in(*old->ledger, origin);
  if (!officers) return officers.error();
  if (!*officers) return base::Error{options.succeeds + ": has no security officers who could go on in another log"};
  const auto proposal = propose_bundle(places, **officers, *old->ledger, old->identity, clock);
  if (!proposal) return proposal.error();
  const auto& bundle = proposal->in_force->bundle();
  if (!bundle.predecessor)
    return base::Error{"log.toml names no log that this one succeeds: put its vkey under [succeeds]"};
  clock.demand(bundle.rules.policy.timestamp.accuracy_ms);
  const auto now = clock.read();
  Succession succession{origin, options.succeeds, *bundle.predecessor, bundle.rules.policy.digest, now.now};
  if (!options.lost.empty()) {
    auto loss = read_loss(options.lost, {*old, **officers, *proposal->in_force, origin, now});
    if (!loss) return loss.error();
    succession.loss = *std::move(loss);
  }
  return make_successor(options.ledger, succession);
}

// Made anew in silence, a ledger at a wrong path would have forgotten what is sealed.
base::Result<void> make_ledger(const KeeperOptions& options, const PolicyPlaces& places, const std::string& origin,
                               Clock& clock) {
  if (std::filesystem::exists(options.ledger)) return {};
  if (!options.make_ledger) return no_ledger(options.ledger);
  if (options.succeeds.empty() && !options.lost.empty())
    return base::Error{"a log that was lost goes on from a backup alone: name it with --succeeds BACKUP"};
  if (options.succeeds.empty()) return {};  // whoever opens it makes an empty one
  return make_successor_of(options, places, origin, clock);
}

// A log that was to go on from another, and does not know what is sealed there, would seal it again.
base::Result<void> check_succession(const KeeperOptions& options, const Bundle& bundle, Ledger& ledger) {
  const auto is_successor = ledger.is_successor();
  if (!is_successor) return base::Error{is_successor.error().text};
  if (*is_successor || (!bundle.predecessor && options.succeeds.empty())) return {};
  return base::Error{"this log is to succeed another, but the ledger " + options.ledger +
                     " was made without it: it must be made with --make-ledger --succeeds BACKUP"};
}

base::Result<void> check_closed(const BundleProposal& proposal, Ledger& ledger) {
  const auto closing = ledger.closing();
  if (!closing) return base::Error{closing.error().text};
  if (!*closing || !proposal.vouched) return {};
  return base::Error{"the log is closed and takes no other bundle: put back the one that was in force at its end"};
}

base::Result<void> put_into_force(Begun& begun, const KeeperOptions& options, const std::string& origin) {
  auto& ledger = *begun.opened.ledger;
  auto officers = officers_for(options, ledger, origin);
  if (!officers) return officers.error();
  auto proposal = propose_at_start(begun.places, officers->officers, ledger, begun.opened.identity, *begun.clock);
  if (!proposal) return proposal.error();
  if (auto right = check_succession(options, proposal->in_force->bundle(), ledger); !right) return right;
  if (auto open = check_closed(*proposal, ledger); !open) return open;
  const auto kept = kept_officers(ledger);
  if (!kept) return kept.error();
  if (!*kept || (*kept)->statement != officers->officers.statement) begun.beginning.officers = *std::move(officers);
  begun.in_force = std::move(proposal->in_force);
  begun.beginning.bundle = *std::move(proposal);
  begun.clock->demand(begun.in_force->policy().timestamp.accuracy_ms);
  return {};
}

}  // namespace

base::Error no_ledger(const std::string& file) {
  return {"there is no ledger " + file + ": restore it, or on a new appliance start once with --make-ledger"};
}

base::Result<Begun, StartProblem> begin(const KeeperOptions& options) {
  const auto origin = origin_of(options.policy);
  if (!origin) return lasting(origin.error());
  const PolicyPlaces places{options.policy, options.officers, options.revocation};
  auto clock = clock_for(options);
  if (const auto made = make_ledger(options, places, *origin, *clock); !made) return lasting(made.error());
  auto opened = open_sqlite_ledger(options.ledger, *origin);
  if (!opened) return StartProblem{opened.error().text, opened.error().fault == OpeningFault::passing, false};
  Begun begun{*std::move(opened), std::move(clock), places, nullptr, {}};
  if (const auto done = put_into_force(begun, options, *origin); !done) return lasting(done.error());
  return begun;
}

}  // namespace antin::keeper
