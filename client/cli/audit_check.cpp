// antin audit check: one decision of the appliance, made again from what people signed.
#include <algorithm>
#include <filesystem>

#include "client/cli/audit.hpp"
#include "client/cli/decision.hpp"
#include "client/cli/former_logs.hpp"
#include "client/cli/governance.hpp"
#include "client/cli/trust_options.hpp"
#include "client/lib/registration.hpp"
#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t certificate_limit = 64 * 1024;

// Whose the file is, as `antin roster export --certificates` names it: ID.crt for a person's first certificate, and
// ID.<16 hexadecimal digits of its hash>.crt for each other one.
std::string owner_of(const fs::path& file, const crypto::Certificate& certificate) {
  constexpr std::size_t digits = 16;
  const auto stem = file.stem().string();
  const auto ending = "." + base::to_hex(certificate.hash).substr(0, digits);
  return stem.ends_with(ending) ? stem.substr(0, stem.size() - ending.size()) : stem;
}

Outcome<std::optional<People>> people_from(const Arguments& arguments) {
  const auto folder = arguments.value("people");
  if (!folder) return std::optional<People>();
  People people;
  std::error_code failure;
  for (fs::directory_iterator file(*folder, failure); !failure && file != fs::directory_iterator();
       file.increment(failure)) {
    if (file->path().extension() != ".crt") continue;
    const auto content = base::read_file(file->path(), certificate_limit);
    if (!content) return local_trouble(content.error());
    const auto certificates = crypto::certificates_from_pem(*content);
    if (!certificates) return local_trouble({file->path().string() + ": " + certificates.error().text});
    for (const auto& certificate : *certificates) people.emplace(certificate.hash, owner_of(file->path(), certificate));
  }
  if (failure) return local_trouble({*folder + ": " + failure.message()});
  return std::optional(std::move(people));
}

Outcome<BundlesAtHand> bundles_from(const Arguments& arguments) {
  BundlesAtHand bundles;
  for (const auto& folder : arguments.values("bundle")) {
    auto files = policy::bundle::read_bundle_files(folder);
    if (!files) return local_trouble(files.error());
    const auto digest = policy::bundle::digest_of(*files);
    bundles.emplace(digest, *std::move(files));
  }
  return bundles;
}

Outcome<std::optional<EntryName>> previous_from(const Arguments& arguments) {
  const auto text = arguments.value("previous");
  if (!text) return std::optional<EntryName>();
  auto name = entry_name_of(*text);
  if (!name) return name.error();
  return std::optional(std::move(*name));
}

// What its hash is of.
const base::Bytes& octets_in(const decltype(protocol::StoredResult::what)& stored) {
  if (const auto* approval = std::get_if<protocol::Approval>(&stored)) return approval->single();
  if (const auto* change = std::get_if<protocol::StoredRosterChange>(&stored)) return client::change_in(*change);
  return std::get<base::Bytes>(stored);
}

Outcome<protocol::StoredResult> fetch(Audit& audit, const std::string& what, const std::string& hash) {
  const auto name = base::parse_sha256(hash);
  if (!name) return Stop{Exit::refused, "LOG_MISMATCH", "the entry names its " + what + " by no hash"};
  auto stored = client::stored(audit.connection, {*audit.reading, *name});
  if (!stored) return stop_from(stored.error());
  if (crypto::sha256(octets_in(stored->what)) != *name) {
    return Stop{Exit::refused, "LOG_MISMATCH", "what is stored is not the " + what + " that the entry names"};
  }
  return std::move(*stored);
}

Outcome<base::Bytes> fetch_blob(Audit& audit, const std::string& what, const std::string& hash) {
  auto stored = fetch(audit, what, hash);
  if (!stored) return stored.error();
  if (auto* octets = std::get_if<base::Bytes>(&stored->what)) return std::move(*octets);
  return Stop{Exit::refused, "LOG_MISMATCH", "the entry names what somebody signed as its " + what};
}

Outcome<DecisionEvidence> fetch_evidence(Audit& audit, const EntryFacts& facts) {
  DecisionEvidence evidence;
  for (const auto& person : facts.people) {
    auto stored = fetch(audit, "statement", person.statement);
    if (!stored) return stored.error();
    auto* approval = std::get_if<protocol::Approval>(&stored->what);
    if (approval == nullptr) return Stop{Exit::refused, "LOG_MISMATCH", "no approval is stored for a statement"};
    evidence.approvals.push_back(std::move(*approval));
  }
  if (!facts.seal.empty()) {
    auto seal = fetch_blob(audit, "seal", facts.seal);
    if (!seal) return seal.error();
    evidence.seal = std::move(*seal);
  }
  if (facts.type != "done") return evidence;                             // nothing is made where a revision ends
  auto token = fetch_blob(audit, "timestamp", "sha256:" + facts.token);  // in entries it stands bare
  if (!token) return token.error();
  evidence.token = std::move(*token);
  return evidence;
}

Exit verdict(const EntryFacts& facts, std::uint64_t index, const std::vector<Finding>& findings, bool json,
             Console& console) {
  const auto good = std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.holds != Holds::yes && finding.holds != Holds::not_checked;
  });
  if (json) {
    std::vector<Report> rules;
    rules.reserve(findings.size());
    for (const auto& [rule, text, holds] : findings) {
      rules.push_back({{{"rule", rule}, {"finding", std::string(name_of(holds))}, {"text", text}}});
    }
    console.out << print(Report{{{"verdict", std::string(good ? "good" : "bad")}, {"index", index}, {"rules", rules}}});
    return good ? Exit::ok : Exit::refused;
  }
  const auto unchecked = std::any_of(findings.begin(), findings.end(),
                                     [](const Finding& finding) { return finding.holds == Holds::not_checked; });
  const auto said = !good ? "does not hold" : unchecked ? "holds as far as it was checked" : "holds";
  console.out << painted(console.colour_out, good ? Paint::green : Paint::red, good ? "GOOD" : "BAD") << "  entry "
              << index << ", " << printable(facts.rule.empty() ? facts.type : facts.rule) << ": the decision " << said
              << "\n";
  for (const auto& [rule, text, holds] : findings) {
    const auto mark = holds == Holds::yes ? "" : std::string(name_of(holds)) + ": ";
    console.out << row(rule, mark + printable(text));
  }
  return good ? Exit::ok : Exit::refused;
}

bool is_decision(const EntryFacts& facts) {
  return facts.type == "done" || std::any_of(std::begin(base::acts), std::end(base::acts),
                                             [&](base::Act act) { return facts.type == base::name_of(act); });
}

Outcome<EntryFacts> facts_in(const client::ProvenEntry& entry) {
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  if (octets == nullptr) return Stop{Exit::refused, "NO_GRANT", "the appliance does not show this entry"};
  auto facts = entry_facts(*octets);
  if (!facts || !(is_decision(*facts) || is_governance(facts->type))) {
    return Stop{Exit::usage, "CANNOT",
                "the entry holds no decision: no step is done there, no revision ends, and nothing of those who govern "
                "changes"};
  }
  return std::move(*facts);
}

Outcome<EntryFacts> decision_in(const client::ProvenEntry& entry) {
  auto facts = facts_in(entry);
  if (facts && !is_decision(*facts))
    return Stop{Exit::usage, "CANNOT", "the entry holds no decision: no step is done there, and no revision ends"};
  return facts;
}

// What an auditor has besides the appliance.
struct AtHand {
  BundlesAtHand bundles;
  FormerLogs former;
};

// Who may change something follows from all that was changed before: it is read from the log's first entry on, and what
// is broken on the way is told too.
Outcome<Exit> check_governance(Audit& audit, const client::ProvenEntry& proven, const EntryFacts& facts,
                               const AuditorsMeans& means, AtHand at_hand, bool json, Console& console) {
  const auto index = proven.proof.index;
  Governance governance(
      {means.log, means.trust, means.person_key, means.now,
       [&](const auto& what, const auto& hash) { return fetch(audit, what, hash); }, std::move(at_hand.bundles),
       [&](const auto& succeeds, const auto& successor) { return at_hand.former.inherit(succeeds, successor); }});
  const auto newest = client::newest_checkpoint(audit.connection, audit.trust);
  if (!newest) return stop_from(newest.error());
  client::LogView view(audit.trust);
  Findings findings;
  Outcome<void> taken;
  base::Sha256Hash leaf{};
  const auto read = read_until(audit, view, *newest, index + 1, [&](const client::LogEntry& entry) {
    auto found = governance.take(entry);
    if (!found) taken = found.error();
    if (!found) return false;
    leaf = client::leaf_of(entry.item);
    for (auto& finding : *found) {
      if (entry.index == index || finding.rule == former_log)
        findings.push_back(std::move(finding));
      else if (finding.holds == Holds::no)
        findings.push_back(broken("entry " + std::to_string(entry.index), finding.rule + ": " + finding.text));
    }
    return true;
  });
  if (!read) return read.error();
  if (!taken) return taken.error();
  if (view.next() <= index) return Stop{Exit::temporary, "INTERRUPTED", "not all of it was read"};
  if (leaf != client::leaf_of(proven.item))
    return Stop{Exit::diverged, "LOG_FORKED", "the entry that was proven is not the one that was read"};
  return verdict(facts, index, findings, json, console);
}

Outcome<std::optional<EntryBefore>> look_up(Audit& audit, const std::optional<EntryName>& previous) {
  if (!previous) return std::optional<EntryBefore>();
  const auto entry = client::proven_entry(audit.connection, audit.trust, *previous, audit.reading);
  if (!entry) return stop_from(entry.error());
  auto facts = decision_in(*entry);
  if (!facts) return facts.error();
  return std::optional(EntryBefore{client::leaf_of(entry->item), std::move(*facts)});
}

Outcome<Exit> check(Audit& audit, const EntryName& name, const std::optional<EntryName>& previous, AuditorsMeans& means,
                    AtHand at_hand, bool json, Console& console) {
  const auto entry = client::proven_entry(audit.connection, audit.trust, name, audit.reading);
  if (!entry) return stop_from(entry.error());
  const auto facts = facts_in(*entry);
  if (!facts) return facts.error();
  means.log = entry->checkpoint.checkpoint.origin;
  means.person_key = audit.person_key.expose_secret();
  if (is_governance(facts->type))
    return check_governance(audit, *entry, *facts, means, std::move(at_hand), json, console);
  auto before = look_up(audit, previous);
  if (!before) return before.error();
  means.before = std::move(*before);
  const auto evidence = fetch_evidence(audit, *facts);
  if (!evidence) return evidence.error();
  const auto policy = base::parse_sha256(facts->policy);
  if (!policy) return Stop{Exit::refused, "LOG_MISMATCH", "the entry names its bundle by no hash"};
  const GovernanceMeans governed{means.log,
                                 means.trust,
                                 means.person_key,
                                 means.now,
                                 [&](const auto& what, const auto& hash) { return fetch(audit, what, hash); },
                                 std::move(at_hand.bundles)};
  Bundles known(governed);
  // Without it the findings say what they leave open.
  const auto bundle = known.read(*policy);
  if (!bundle && bundle.error().code != "NOT_FOUND") return bundle.error();
  if (bundle) means.bundle = *bundle;
  return verdict(*facts, entry->proof.index, findings_about(*facts, *evidence, means), json, console);
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto name = entry_name_from(arguments);
  if (!name) return name.error();
  const auto previous = previous_from(arguments);
  if (!previous) return previous.error();
  if (!arguments.has("auditor")) return wrong_usage("--auditor is missing: approvals are shown to auditors alone");
  const auto trust = trust_from(arguments);
  if (!trust) return trust.error();
  auto people = people_from(arguments);
  if (!people) return people.error();
  auto bundles = bundles_from(arguments);
  if (!bundles) return bundles.error();
  auto former = FormerLogs::from(arguments);
  if (!former) return former.error();
  AtHand at_hand{*std::move(bundles), *std::move(former)};
  AuditorsMeans means{{}, *trust, {}, std::move(*people), std::nullopt, now()};
  const bool json = arguments.has("json");
  return in_audit(arguments, console, [&](Audit& audit) {
    return check(audit, *name, *previous, means, std::move(at_hand), json, console);
  });
}

}  // namespace

const Command& audit_check_command() {
  static const Command command{
      "audit check",
      "make a decision of the appliance again, from what people signed",
      {"INDEX --auditor … --root FILE [--people DIR] [--previous INDEX] --log-key FILE",
       "UNIT/KIND/RECORD/REVISION/STEP --auditor … --root FILE [--people DIR] --log-key FILE"},
      "Fetches the approvals, the seal and the timestamp that a proven entry names, and checks each rule again: that\n"
      "each statement says just this, that its signature holds and leads to a root that you trust (of what was\n"
      "approved in bulk: that the statement is one of those signed), that the seal is over what was approved, and\n"
      "that the timestamp is over the seal. A step, or the end of a revision, is decided again by the bundle that its\n"
      "entry names: the order of steps, roles, units, how many people must have signed, reasons, the system, the key\n"
      "and its certificate. What other entries alone would show is told as `not checked`, such as who held which role\n"
      "then. Lists of revocation count where given.\n\n"
      "Of an entry by which roster, bundle or security officers change, or something stops or goes on, the rules are\n"
      "asked again: who may enrol whom, how many must sign, whose identity it is. For that the log is read from its\n"
      "first entry on, and what does not hold on the way is told too. Certificates of officers and of people who are\n"
      "enrolled come alone: --untrusted gives those of their authorities. A log that succeeds another goes on with "
      "its\n"
      "officers, bundle, roster and stops: --former and --former-key show these, once for each log before; without\n"
      "them what rests on these is `not checked`.\n",
      audit_options({{"Options",
                      {{"root", "FILE", "certificate of an authority that you trust, PEM", true},
                       {"untrusted", "FILE", "further certificates that may be needed below a root, PEM", true},
                       {"crl", "FILE", "certificate revocation list, DER or PEM", true},
                       {"ocsp", "FILE", "OCSP response about one certificate, DER", true},
                       {"people", "DIR", "the roster's certificates, ID.crt: who the entry's keyed ids are"},
                       {"previous", "INDEX",
                        "the entry before (last step, or end of the last revision), to compare with what was signed"},
                       {"bundle", "DIR", "a policy bundle at hand, instead of the log's copy of it", true},
                       {"json", "", "for machines"}}},
                     FormerLogs::options()}),
      1,
      "exit status: 0 the decision holds; 1 it does not, or the log does not verify; 2 cannot check.\n",
      run};
  return command;
}

}  // namespace antin::cli
