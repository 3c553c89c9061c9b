#include "policy/cli/history.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/statement/statement.hpp"
#include "daemon/keeper/approvals/bulk_approvals.hpp"
#include "daemon/keeper/bundles/kept.hpp"
#include "daemon/keeper/bundles/people.hpp"
#include "policy/bundle/people.hpp"
#include "policy/ending.hpp"
#include "policy/reasons.hpp"

namespace antin::policy::cli {
namespace {

using Json = nlohmann::json;
using keeper::Ledger;

constexpr std::uint64_t page = 256;
constexpr auto vietnam = std::chrono::hours(7);  // quotas count calendar years of Asia/Ho_Chi_Minh

template <class T>
base::Result<T> read(keeper::LedgerResult<T> result) {
  if (!result) return base::Error{"the ledger cannot be read: " + result.error().text};
  return *std::move(result);
}

// Of a refusal its rule tells, `<kind>/<step>:return` or `<kind>:<verb>`.
base::Act act_of(const std::string& type, const std::string& rule) {
  for (const auto act : base::acts)
    if (type == base::name_of(act) || rule.ends_with(":" + std::string(base::verb_of(act)))) return act;
  return base::Act::unknown;
}

// What failed by no rule was not decided.
bool is_a_refusal(const std::string& type, const std::string& code) {
  return type == "denied" || (type == "failed" && (code == code_of(DenialReason::revocation_stale) ||
                                                   code == code_of(DenialReason::no_seal_key)));
}

std::optional<Past> past_of(const Json& entry, std::uint64_t index) {
  const auto text = [&](const char* key) { return entry.value(key, std::string()); };
  const auto type = text("type");
  const auto act = act_of(type, text("rule"));
  const bool refused = is_a_refusal(type, text("code"));
  if (!entry.contains("record") || (type != "done" && type != base::name_of(act) && !refused)) return std::nullopt;
  const auto digest = base::parse_digest(text(type == "done" ? "approved" : "digest"));
  const auto at = base::parse_instant(text("at"));
  const auto policy = base::parse_sha256(text("policy"));
  // A refused ending has no digest, and was refused before it had a rule when it has none of these.
  if (!at || !policy || (!digest && act == base::Act::unknown)) return std::nullopt;
  Past past{index, type, act, *at, {}, digest.value_or(base::Digest{}), text("system"), {}, text("key"), *policy, {}};
  if (refused) past.code = text("code");
  past.name = {text("unit"), text("kind"), text("record"), entry.value("revision", std::uint32_t{0}), text("step")};
  for (const auto& person : entry.value("people", Json::array()))
    if (const auto statement = base::parse_sha256(person.value("statement", std::string())))
      past.statements.push_back(*statement);
  return past;
}

base::Result<std::optional<Past>> parse(const keeper::LoggedEntry& entry, std::uint64_t index) {
  try {
    return past_of(Json::parse(entry.bytes), index);
  } catch (const Json::exception&) {
    return base::Error{"entry " + std::to_string(index) + " cannot be read"};
  }
}

base::Instant start_of_year(base::Instant at) {
  const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at + vietnam)).year();
  return std::chrono::sys_days{year / std::chrono::January / 1} - vietnam;
}

protocol::Approval presented(const keeper::StoredApproval& kept) {
  if (!kept.item) return {kept.statement, kept.cms};
  return {kept.statement, kept.cms, protocol::BulkItem{kept.item->statement, kept.item->index, kept.item->path}};
}

std::size_t approvers_of(const Past& past, const Policy& policy) {
  const auto workflow = policy.workflows.find(past.name.kind);
  if (workflow == policy.workflows.end()) return 0;
  switch (past.act) {
    case base::Act::returned: return 1;
    case base::Act::superseded: return workflow->second.supersede ? workflow->second.supersede->approvers : 0;
    case base::Act::withdrawn: return workflow->second.withdraw ? workflow->second.withdraw->approvers : 0;
    case base::Act::unknown: break;
  }
  for (const auto& step : workflow->second.steps)
    if (step.name == past.name.step) return step.approvers;
  return 0;
}

base::Result<void> each_entry(
    Ledger& ledger, const std::function<base::Result<void>(const keeper::LoggedEntry&, std::uint64_t)>& take) {
  const auto size = read(ledger.size());
  if (!size) return size.error();
  for (std::uint64_t from = 0; from < *size; from += page) {
    const auto entries = read(ledger.entries(from, page));
    if (!entries) return entries.error();
    for (std::size_t i = 0; i < entries->size(); ++i)
      if (auto taken = take((*entries)[i], from + i); !taken) return taken;
  }
  return {};
}

std::optional<PastOrder> order_of(const keeper::LoggedEntry& entry, std::uint64_t index) {
  const auto said = Json::parse(entry.bytes, nullptr, false);
  const auto type = said.is_object() ? said.value("type", std::string()) : std::string();
  if (type != "stop-order" && type != "resume-order") return std::nullopt;
  auto target = base::parse_target(said.value("target", std::string()));
  return target ? std::optional(PastOrder{index, type == "stop-order", *std::move(target)}) : std::nullopt;
}

// What was carried over from another log was stopped from the beginning: it stands still, or is resumed here first.
base::Result<Stops> stops_at_the_beginning(Ledger& ledger, const std::vector<PastOrder>& orders) {
  const auto now = read(ledger.stops());
  if (!now) return now.error();
  std::map<base::Target, bool> first_stops;
  for (const auto& order : orders) first_stops.emplace(order.target, order.stops);
  Stops stops;
  for (const auto& stop : *now)
    if (!first_stops.contains(stop.target)) stops.add(stop.target);
  for (const auto& [target, stop] : first_stops)
    if (!stop) stops.add(target);
  return stops;
}

}  // namespace

std::string outcome_of(const Past& past) { return past.code.empty() ? past.type : past.type + " " + past.code; }

base::Result<void> each_decision(Ledger& ledger, const std::function<base::Result<void>(const Past&)>& take) {
  return each_entry(ledger, [&](const keeper::LoggedEntry& entry, std::uint64_t index) -> base::Result<void> {
    const auto past = parse(entry, index);
    if (!past) return past.error();
    return *past ? take(**past) : base::Result<void>();
  });
}

base::Result<Stops> Replay::stops_then(const Past& past) {
  if (!m_orders) {
    std::vector<PastOrder> orders;
    const auto all = each_entry(m_ledger, [&](const keeper::LoggedEntry& entry, std::uint64_t index) {
      if (auto order = order_of(entry, index)) orders.push_back(*std::move(order));
      return base::Result<void>();
    });
    if (!all) return all.error();
    m_orders = std::move(orders);
  }
  auto stops = stops_at_the_beginning(m_ledger, *m_orders);
  if (!stops) return stops;
  for (const auto& order : *m_orders) {
    if (order.index >= past.index) break;
    if (order.stops)
      stops->add(order.target);
    else
      stops->remove(order.target);
  }
  return stops;
}

base::Result<const bundle::Bundle*> Replay::bundle_of(const base::Sha256Hash& digest) {
  if (const auto known = m_bundles.find(digest); known != m_bundles.end()) return &known->second;
  const auto files = keeper::kept_files(m_ledger, digest);
  if (!files) return files.error();
  auto bundle = bundle::make_bundle(*files);
  if (!bundle) return bundle.error();
  return &m_bundles.emplace(digest, *std::move(bundle)).first->second;
}

base::Result<Facts> Replay::facts_then(const Past& past) {
  const auto& name = past.name;
  const auto steps = read(m_ledger.steps(name.unit, name.kind, name.record, name.revision));
  if (!steps) return steps.error();
  const auto used = read(m_ledger.count(name.unit, name.kind, name.step, start_of_year(past.at), past.at));
  if (!used) return used.error();
  Facts facts;
  for (const auto& step : *steps) {
    if (step.status != keeper::StepStatus::done || (!step.proof && step.index >= past.index)) continue;
    facts.steps.push_back({step.name.step, StepStatus::done, step.digest, step.people,
                           std::vector(step.certificates.size(), Verification::valid), step.leaf, step.at});
  }
  for (const auto& [revision, ending] :
       {std::pair(name.revision, &facts.ending), std::pair(name.revision - 1, &facts.ending_before)}) {
    const auto known = read(m_ledger.ending({name.unit, name.kind, name.record, revision}));
    if (!known) return known.error();
    // One that was carried over from another log was there before all of this one's entries.
    if (*known && ((*known)->proof || (*known)->index < past.index))
      *ending = EndingFacts{(*known)->act, (*known)->statements, (*known)->leaf};
  }
  facts.done_this_year = *used;
  auto stops = stops_then(past);
  if (!stops) return stops.error();
  facts.stops = *std::move(stops);
  return facts;
}

// An entry is made when a step is done; it was decided before, and no approval was expired then.
base::Result<base::Instant> Replay::decided_at(const Past& past) {
  auto when = past.at;
  for (const auto& hash : past.statements) {
    const auto approval = read(m_ledger.approval(hash));
    if (!approval) return approval.error();
    const auto said = *approval ? statement::parse_approve(base::text(presented(**approval).single()))
                                : base::Result<statement::Approve>(base::Error{"it is not kept"});
    if (said) when = std::min(when, said->expires - base::Instant::duration(1));
  }
  return when;
}

base::Result<std::vector<PersonApproval>> Replay::approvals_then(const Past& past, const bundle::Bundle& rules,
                                                                 base::Instant when) {
  if (!past.code.empty()) return std::vector<PersonApproval>(approvers_of(past, rules.rules.policy));
  const auto trust_in = [&rules](const Authority& authority) {
    return evidence::Trust(rules.all(authority.roots), rules.all(authority.intermediates), {},
                           evidence::Revocation::if_present);
  };
  const auto people = trust_in(rules.rules.policy.people);
  const auto systems = trust_in(rules.rules.policy.system_certificates);
  std::vector<PersonApproval> approvals;
  for (const auto& hash : past.statements) {
    const auto approval = read(m_ledger.approval(hash));
    if (!approval) return approval.error();
    if (!*approval) return base::Error{"the ledger does not keep the statement " + base::print(hash)};
    const auto& kept = **approval;
    approvals.push_back(past.act == base::Act::unknown
                            ? keeper::BulkApprovals().verify(presented(kept), {people, systems}, 0, when).approval
                            : keeper::verify_ending(kept.statement, kept.cms, people, when).approval);
  }
  return approvals;
}

base::Result<const Roster*> Replay::roster_then(std::uint64_t index, const bundle::Bundle& rules) {
  if (!m_changes) {
    auto& all = m_changes.emplace();
    const auto taken = m_ledger.read_roster([&](const keeper::RosterRecord& one) { all.push_back(one); });
    if (!taken) return base::Error{"the ledger cannot be read: " + taken.error().text};
  }
  const auto is_before = [&](const keeper::RosterRecord& one) { return one.carried || one.index < index; };
  if (m_then.rules != &rules || (m_then.changes > 0 && !is_before((*m_changes)[m_then.changes - 1]))) {
    const auto founders = bundle::founders_of(rules, m_person_key);
    if (!founders) return founders.error();
    m_then = {&rules, 0, {}};
    if (auto problem = m_then.roster.found(*founders)) return base::Error{*problem};
  }
  for (; m_then.changes < m_changes->size() && is_before((*m_changes)[m_then.changes]); ++m_then.changes) {
    const auto& one = (*m_changes)[m_then.changes];
    m_then.roster.replay(keeper::converted(one), one.at);
  }
  return &m_then.roster;
}

std::optional<DenialReason> Replay::against(const Past& past, std::vector<PersonApproval> approvals,
                                            const Roster& roster, const Facts& facts, base::Instant when) const {
  const auto reason_of = [](const auto& decision) {
    const auto* denial = std::get_if<Denial>(&decision);
    return denial == nullptr ? std::nullopt : std::optional(denial->reason);
  };
  const auto& [unit, kind, record, revision, step] = past.name;
  if (past.act != base::Act::unknown)
    return reason_of(decide_ending(m_asked.policy, roster,
                                   {past.system, unit, kind, record, revision, past.act, step, std::move(approvals)},
                                   facts, when));
  return reason_of(decide(m_asked.policy, roster,
                          {past.system, unit, kind, record, revision, step, past.digest, {}, std::move(approvals)},
                          facts, when));
}

base::Result<std::optional<DenialReason>> Replay::ask(const Past& past, const bundle::Bundle& rules) {
  const auto when = decided_at(past);
  if (!when) return when.error();
  const auto facts = facts_then(past);
  if (!facts) return facts.error();
  auto approvals = approvals_then(past, rules, *when);
  if (!approvals) return approvals.error();
  if (m_asked.rules != &rules) m_asked = {&rules, rules.rules.policy};
  m_asked.policy.digest = past.policy;
  const auto roster = roster_then(past.index, rules);
  if (!roster) return roster.error();
  return against(past, *std::move(approvals), **roster, *facts, *when);
}

}  // namespace antin::policy::cli
