#include "tests/bench/policy_town.hpp"

#include <stdexcept>

#include "core/crypto/sha2.hpp"

namespace antin::bench {
namespace {

using namespace std::chrono_literals;

const std::string department = "79";

base::Instant begin_of_year() { return base::parse_instant("2025-09-01T00:00:00Z").value(); }
base::Instant end_of_year() { return base::parse_instant("2027-09-01T00:00:00Z").value(); }

policy::Step step(const std::string& name, const std::string& role) {
  policy::Step made;
  made.name = name;
  made.roles = {role};
  made.unit = policy::StepUnit::own;
  made.proof = policy::Proof::certificate;
  return made;
}

policy::Workflow workflow() {
  policy::Workflow made;
  made.kind = "hoc-ba";
  made.digests = {base::DigestAlgorithm::sha256};
  made.steps = {step("teacher", "teacher"), step("principal", "principal"), step("department", "department-leader")};
  auto& principal = made.steps[1];
  principal.seal = "school";
  principal.formats = {policy::Format::cades};
  principal.window = policy::Window{begin_of_year(), end_of_year()};
  principal.max_age = 9999 * 24h;
  principal.quota = 1'000'000;
  made.steps[2].unit = policy::StepUnit::parent;
  return made;
}

std::string person_id(std::uint64_t person) { return "p-" + std::to_string(person); }

}  // namespace

base::Sha256Hash certificate_of(std::uint64_t person) { return crypto::sha256(base::view(person_id(person))); }

PolicyTown::PolicyTown(const PolicySize& size) : m_schools(size.schools), m_people(size.people) {
  if (m_people < m_schools)
    throw std::runtime_error("each school needs a principal: ask for as many people as schools");
  m_policy.origin = "seal.dev.example/2026";
  m_policy.digest = crypto::sha256(base::view("bundle"));
  m_policy.units[department] = {department, std::nullopt, policy::UnitKind::department, "Department"};
  for (std::uint64_t school = 0; school < m_schools; ++school) add_school(school);
  m_policy.workflows["hoc-ba"] = workflow();
  for (std::uint64_t person = 0; person < m_people; ++person) add_person(person, person % m_schools);
}

std::string PolicyTown::unit(std::uint64_t school) { return std::to_string(79'000'000 + school); }

base::Instant PolicyTown::now() { return base::parse_instant("2026-05-28T02:11:09.412Z").value(); }

void PolicyTown::add_school(std::uint64_t school) {
  const auto code = unit(school);
  m_policy.units[code] = {code, department, policy::UnitKind::school, "School " + code};
  policy::System system;
  system.name = "school-" + code;
  system.units = {code};
  system.grants = {policy::Grant::submit, policy::Grant::timestamp, policy::Grant::audit_own};
  m_policy.systems[system.name] = system;
  policy::Key key;
  key.label = "seal/" + code + "/school/2026.1";
  key.purpose = policy::KeyPurpose::seal;
  key.owner = code;
  key.use = "school";
  key.year = 2026;
  key.generation = 1;
  m_policy.keys[key.label] = key;
}

void PolicyTown::add_person(std::uint64_t number, std::uint64_t school) {
  const policy::Role role{unit(school), "principal", std::nullopt, begin_of_year(), end_of_year()};
  if (!m_roster.add({person_id(number), {certificate_of(number)}, {role}}))
    throw std::runtime_error("two people share an id or a certificate");
}

PolicyTown::Asking PolicyTown::asking() const {
  Asking made;
  auto& asked = made.submission;
  asked.kind = "hoc-ba";
  asked.revision = 1;
  asked.step = "principal";
  asked.digest = base::sha256_digest(crypto::sha256(base::view("report")));
  policy::Statement said;
  said.log = m_policy.origin;
  said.kind = asked.kind;
  said.revision = asked.revision;
  said.step = asked.step;
  said.role = "principal";
  said.digest = asked.digest;
  said.policy = m_policy.digest;
  said.expires = now() + 1h;
  asked.approvals = {{policy::Verification::valid, said, crypto::sha256(base::view("statement")), {}}};
  made.facts.steps = {{"teacher",
                       policy::StepStatus::done,
                       asked.digest,
                       {"somebody"},
                       {},
                       crypto::sha256(base::view("teacher")),
                       now() - 1h}};
  return made;
}

void PolicyTown::ask(Asking& asking, std::uint64_t school, const std::string& record, std::uint64_t any) const {
  auto& asked = asking.submission;
  auto& approval = asked.approvals.front();
  const auto here = (m_people - school - 1) / m_schools + 1;  // people of this school
  approval.certificate = certificate_of(school + m_schools * (any % here));
  asked.unit = approval.statement->unit = unit(school);
  asked.system = "school-" + asked.unit;
  asked.record = approval.statement->record = record;
}

void PolicyTown::follow(Asking& asking) const {
  asking.submission.approvals.front().statement->previous = asking.facts.steps.front().leaf;
}

}  // namespace antin::bench
