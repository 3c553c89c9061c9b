#include "tests/unit/policy/histories/wishes.hpp"

#include <algorithm>

namespace antin::policy::histories {
namespace {

using namespace std::chrono_literals;
using base::Act;

const std::vector<std::string> units = {"79760001", "79760002", "90", "91"};
const std::vector<std::string> kinds = {"hoc-ba", "chuyen-truong", "trich-luc", "giay-khen"};
const std::vector<std::string> all_steps = {"teacher",  "principal", "department", "deputies",
                                            "teachers", "office",    "none",       ""};
const std::vector<std::string> all_roles = {"teacher", "principal", "leader", "deputy"};
const std::vector<std::string> all_reasons = {"wrong-grade", "incomplete", "wrong-name", "issued-in-error", "because"};
const std::vector<std::string> systems = {"first", "second", "all", "reader", "stranger"};

base::Digest document(std::uint8_t octet) { return base::sha256_digest(base::Sha256Hash{octet}); }

// Under two versions of the record-id key, of which the first school has the second in use.
const std::vector<std::string> reports = {"1.a", "2.b"};
const std::vector<std::string> extracts = {"1.a", "2.b", "2.c", "2.d"};

bool is_of(const Event& event, const std::string& unit, const std::string& kind, const std::string& record) {
  return event.unit == unit && event.kind == kind && event.record == record;
}

// In the order in which they happened.
std::vector<const Event*> events_of(const Past& past, const std::string& unit, const std::string& kind,
                                    const std::string& record, std::uint32_t revision) {
  std::vector<const Event*> found;
  for (const auto& event : past.events)
    if (is_of(event, unit, kind, record) && event.revision == revision) found.push_back(&event);
  return found;
}

std::uint32_t newest_revision(const Past& past, const std::string& unit, const std::string& kind,
                              const std::string& record) {
  std::uint32_t newest = 1;
  for (const auto& event : past.events)
    if (is_of(event, unit, kind, record))
      newest = std::max(newest, event.act == Act::unknown ? event.revision : event.revision + 1);
  return newest;
}

const Person* whose(const PersonApproval& approval) {
  const auto& roster = the_town().roster;
  const auto& vouched = approval.statement->vouched;
  return vouched ? roster.find(vouched->person) : roster.find_by_certificate(approval.certificate);
}

// The system's word instead of the person's signature.
void vouch(PersonApproval& approval, const std::string& system) {
  const auto* person = whose(approval);
  approval.statement->vouched = Vouching{system, person == nullptr ? "p-0" : person->id};
  approval.certificate = the_town().policy.systems.at(system).certificate;
}

std::string unit_acting(const std::string& unit, StepUnit which, base::Instant now) {
  const auto& closing = the_town().policy.units.at(unit).closing;
  if (which == StepUnit::own) return closing && closing->from <= now ? *closing->successor : unit;
  return the_town().policy.units.at(unit).parent.value_or(unit);
}

}  // namespace

Wishes::Wishes(std::uint64_t seed) : m_random(seed) {
  m_now = moment(once_in(3) ? "2026-12-30T00:00:00Z" : "2026-05-19T00:00:00Z");
  m_unit = once_in(12) ? units[2 + below(2)] : units[below(2)];
  m_kind = any(kinds);
}

Wish Wishes::next(const Past& past) {
  if (!m_made.empty() && once_in(8)) {  // once more, as it was
    auto again = any(m_made);
    again.revoked.reset();
    pass_time(again);
    return again;
  }
  Wish wish;
  pass_time(wish);
  maybe_revoke(past, wish);
  wish.completes = !once_in(4);
  wish.stays_open = once_in(6);
  Place place{m_unit, once_in(8) ? any(kinds) : m_kind, any(m_kind == "trich-luc" ? extracts : reports), 1};
  place.revision = newest_revision(past, place.unit, place.kind, place.record);
  const auto events = events_of(past, place.unit, place.kind, place.record, place.revision);
  const auto& steps = the_town().policy.workflows.at(place.kind).steps;
  const auto done = static_cast<std::size_t>(
      std::count_if(events.begin(), events.end(), [](const Event* event) { return event->act == Act::unknown; }));
  if (done >= steps.size())
    wish.asked = ending(past, place, once_in(2) ? Act::superseded : Act::withdrawn, "");
  else if (done > 0 && once_in(5))
    wish.asked = ending(past, place, Act::returned, steps[done].name);
  else
    wish.asked = submission(past, place, steps[done].name);
  if (once_in(2)) std::visit([this](auto& asked) { spoil(asked); }, wish.asked);
  m_made.push_back(wish);
  return wish;
}

void Wishes::pass_time(Wish& wish) {
  static constexpr std::chrono::milliseconds steps[] = {1ms, 1s, 1h, 12h, 36h, 72h, 73h};
  m_now += any(steps);
  wish.now = m_now;
}

void Wishes::maybe_revoke(const Past& past, Wish& wish) {
  if (past.events.empty() || !once_in(12)) return;
  const auto& certificates = any(past.events).certificates;
  if (certificates.empty()) return;
  wish.revoked = Revocation{any(certificates), wish.now - (once_in(2) ? 1ms : 200h), once_in(2)};
}

Submission Wishes::submission(const Past& past, const Place& place, const std::string& step) {
  Submission asked{m_unit == units[0]   ? "first"
                   : m_unit == units[1] ? "second"
                                        : "all",
                   place.unit,
                   place.kind,
                   place.record,
                   place.revision,
                   step,
                   document(1),
                   {},
                   {}};
  const auto events = events_of(past, place.unit, place.kind, place.record, place.revision);
  Statement said{"log", place.unit, place.kind, place.record, place.revision,           step,
                 {},    {},         {},         {},           the_town().policy.digest, m_now + 1h};
  std::vector<std::string> avoided;
  for (const auto* event : events) {
    asked.digest = event->digest;
    said.previous = leaf_of(*event);
    avoided.insert(avoided.end(), event->people.begin(), event->people.end());
  }
  if (events.empty() && place.revision > 1)
    for (const auto* event : events_of(past, place.unit, place.kind, place.record, place.revision - 1))
      if (event->act != Act::unknown) said.previous = leaf_of(*event);
  said.digest = asked.digest;
  for (const auto& rule : the_town().policy.workflows.at(place.kind).steps) {
    if (rule.name != step) continue;
    const auto acting = unit_acting(place.unit, rule.unit, m_now);
    for (unsigned i = 0; i < rule.approvers; ++i) {
      asked.approvals.push_back(approval(said, acting, rule.roles, avoided));
      if (rule.proof == Proof::vouched) vouch(asked.approvals.back(), asked.system);
      if (const auto* person = whose(asked.approvals.back())) avoided.push_back(person->id);
    }
  }
  return asked;
}

Ending Wishes::ending(const Past& past, const Place& place, Act act, const std::string& step) {
  Ending asked{once_in(2)           ? "all"
               : m_unit == units[0] ? "first"
                                    : "second",
               place.unit,
               place.kind,
               place.record,
               place.revision,
               act,
               step,
               {}};
  if (m_unit == units[2] || m_unit == units[3]) asked.system = "all";
  const auto& workflow = the_town().policy.workflows.at(place.kind);
  EndingRule rule{{"teacher"}, StepUnit::own, 1, {"because"}};
  if (act == Act::superseded && workflow.supersede) rule = *workflow.supersede;
  if (act == Act::withdrawn && workflow.withdraw) rule = *workflow.withdraw;
  for (const auto& one : workflow.steps)
    if (act == Act::returned && one.name == step && !one.returns.empty()) rule = {one.roles, one.unit, 1, one.returns};
  Statement said{"log",
                 place.unit,
                 place.kind,
                 place.record,
                 place.revision,
                 step,
                 {},
                 {},
                 document(1),
                 {},
                 the_town().policy.digest,
                 m_now + 1h,
                 EndingClause{act, any(rule.reasons)}};
  for (const auto* event : events_of(past, place.unit, place.kind, place.record, place.revision)) {
    said.previous = leaf_of(*event);
    said.digest = event->digest;
  }
  std::vector<std::string> avoided;
  for (unsigned i = 0; i < rule.approvers; ++i) {
    asked.approvals.push_back(approval(said, unit_acting(place.unit, rule.unit, m_now), rule.roles, avoided));
    if (const auto* person = whose(asked.approvals.back())) avoided.push_back(person->id);
  }
  return asked;
}

// By somebody who may, when there is anybody.
PersonApproval Wishes::approval(const Statement& said, const std::string& unit, const std::vector<std::string>& roles,
                                const std::vector<std::string>& avoided) {
  std::vector<std::pair<const Person*, const Role*>> those;
  for (const auto& person : the_town().people)
    for (const auto& role : person.roles)
      if (role.unit == unit && std::find(roles.begin(), roles.end(), role.role) != roles.end() && role.from <= m_now &&
          m_now < role.until && (once_in(10) || std::find(avoided.begin(), avoided.end(), person.id) == avoided.end()))
        those.emplace_back(&person, &role);
  PersonApproval made{Verification::valid, said, {}, certificate(99)};
  ++m_statements;
  made.statement_hash[0] = static_cast<std::uint8_t>(m_statements);
  made.statement_hash[1] = static_cast<std::uint8_t>(m_statements >> 8);
  made.statement->role = roles[0];
  if (those.empty()) return made;
  const auto& [person, role] = any(those);
  made.certificate = any(person->certificates);
  made.statement->role = role->role;
  made.statement->scope = role->scope;
  return made;
}

template <class Asked>
void Wishes::spoil(Asked& asked) {
  auto& approvals = asked.approvals;
  switch (below(14)) {
    case 0: asked.system = any(systems); break;
    case 1: asked.unit = once_in(4) ? "closed" : any(units); break;
    case 2: asked.kind = once_in(2) ? "none" : any(kinds); break;
    case 3: asked.step = any(all_steps); break;
    case 4: asked.revision = asked.revision - 1 + below(3); break;
    case 5: asked.record = asked.record == reports[0] ? reports[1] : reports[0]; break;
    case 6:
      if (!approvals.empty()) approvals.pop_back();
      break;
    case 7:
      if (!approvals.empty()) approvals.push_back(any(approvals));
      break;
    case 8:
      if (approvals.size() > 1 && once_in(2))
        approvals[1] = approvals[0];
      else if (approvals.size() > 1)
        approvals[1].statement_hash = approvals[0].statement_hash;
      break;
    case 9:
      if constexpr (std::is_same_v<Asked, Submission>) spoil_format_or_digest(asked);
      break;
    default:
      if (!approvals.empty()) spoil_approval(approvals[below(static_cast<unsigned>(approvals.size()))]);
      break;
  }
}

void Wishes::spoil_format_or_digest(Submission& asked) {
  switch (below(5)) {
    case 0: asked.formats = {once_in(2) ? Format::cades : Format::unknown}; break;
    case 1: asked.digest.algorithm = static_cast<base::DigestAlgorithm>(below(3)); break;
    case 2: asked.digest.value.pop_back(); break;
    case 3: asked.digest = document(2); break;
    case 4:
      asked.digest = document(3);
      for (auto& approval : asked.approvals) approval.statement->digest = asked.digest;
      break;
  }
}

void Wishes::spoil_approval(PersonApproval& approval) {
  switch (below(5)) {
    case 0: approval.verification = static_cast<Verification>(below(8)); break;
    case 1: approval.certificate = certificate(once_in(4) ? 101 + below(4) : 1 + below(19)); break;
    case 2:
      if (once_in(4)) approval.statement.reset();
      break;
    default:
      if (approval.statement) spoil_statement(*approval.statement);
      break;
  }
}

void Wishes::spoil_statement(Statement& said) {
  switch (below(14)) {
    case 13:
      if (said.vouched && once_in(3))
        said.vouched.reset();
      else
        said.vouched = Vouching{any(systems), "p-" + std::to_string(1 + below(15))};
      break;
    case 0: said.log = "other"; break;
    case 1: said.unit = any(units); break;
    case 2: said.kind = any(kinds); break;
    case 3: said.record = said.record == reports[0] ? reports[1] : reports[0]; break;
    case 4: said.revision += below(2); break;
    case 5: said.step = any(all_steps); break;
    case 6: said.role = any(all_roles); break;
    case 7: said.scope = once_in(2) ? "1A" : "1C"; break;
    case 8: said.digest = document(2); break;
    case 9: said.previous = base::Sha256Hash{7}; break;
    case 10: said.policy[0] ^= 1; break;
    case 11: said.expires = m_now + 1ms * below(2); break;
    case 12:
      if (said.ending && once_in(2))
        said.ending->reason = any(all_reasons);
      else if (said.ending)
        said.ending.reset();
      else
        said.ending = EndingClause{Act::returned, any(all_reasons)};
      break;
  }
}

}  // namespace antin::policy::histories
