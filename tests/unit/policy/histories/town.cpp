#include "tests/unit/policy/histories/town.hpp"

#include <stdexcept>

namespace antin::policy::histories {
namespace {

using namespace std::chrono_literals;

const std::string department = "79", first = "79760001", second = "79760002", orphan = "90", merged = "91";

Role role(const std::string& unit, const std::string& name, std::optional<std::string> scope = std::nullopt,
          const char* from = "2025-09-01T00:00:00Z", const char* until = "2027-09-01T00:00:00Z") {
  return {unit, name, std::move(scope), moment(from), moment(until)};
}

std::vector<Person> people() {
  const char* handover = "2026-05-25T00:00:00Z";
  return {{"p-1", {certificate(1), certificate(13)}, {role(first, "teacher", "1A"), role(merged, "teacher")}},
          {"p-2", {certificate(2)}, {role(first, "principal")}},
          {"p-3", {certificate(3)}, {role(department, "leader")}},
          {"p-4", {certificate(4), certificate(14)}, {role(first, "deputy")}},
          {"p-5", {certificate(5)}, {role(first, "deputy")}},
          {"p-6", {certificate(6)}, {role(first, "deputy"), role(first, "teacher", "1B")}},
          {"p-7", {certificate(7), certificate(15)}, {role(department, "leader")}},
          {"p-8", {certificate(8)}, {role(second, "teacher"), role(second, "deputy")}},
          {"p-9", {certificate(9)}, {role(second, "principal", {}, "2025-09-01T00:00:00Z", handover)}},
          {"p-10", {certificate(10), certificate(16)}, {role(second, "principal", {}, handover)}},
          {"p-11", {certificate(11)}, {role(first, "teacher", "1A"), role(first, "principal"), role(second, "deputy")}},
          {"p-12", {certificate(12)}, {role(orphan, "teacher"), role(orphan, "principal")}},
          {"p-13", {certificate(17)}, {role(first, "deputy")}, {}, {first}},
          {"p-14", {certificate(18)}, {role(first, "deputy"), role(department, "registrar")}}};
}

Step step(const std::string& name, std::vector<std::string> roles, StepUnit unit, std::optional<std::string> seal) {
  Step made;
  made.name = name;
  made.roles = std::move(roles);
  made.unit = unit;
  made.proof = Proof::certificate;
  if (seal) made.formats = {Format::cades};
  made.seal = std::move(seal);
  return made;
}

Workflow report() {
  Workflow made{"hoc-ba", {base::DigestAlgorithm::sha256}, {}, {}, {}};
  made.steps = {step("teacher", {"teacher"}, StepUnit::own, std::nullopt),
                step("principal", {"principal"}, StepUnit::own, "school"),
                step("department", {"leader"}, StepUnit::parent, "department")};
  made.steps[1].window = {moment("2026-05-20T00:00:00Z"), moment("2026-07-01T00:00:00Z")};
  made.steps[1].max_age = 72h;
  made.steps[1].quota = 3;
  made.steps[1].returns = made.steps[2].returns = {"wrong-grade", "incomplete"};
  made.supersede = {{"principal"}, StepUnit::own, 1, {"wrong-grade"}};
  made.withdraw = {{"leader"}, StepUnit::parent, 2, {"issued-in-error"}};
  return made;
}

Workflow transfer() {
  Workflow made{"chuyen-truong", {base::DigestAlgorithm::sha256, base::DigestAlgorithm::sha384}, {}, {}, {}};
  made.steps = {step("deputies", {"deputy"}, StepUnit::own, std::nullopt),
                step("principal", {"principal", "acting-principal"}, StepUnit::own, "transfer")};
  made.steps[0].approvers = 2;
  made.steps[1].returns = {"incomplete"};
  made.supersede = {{"deputy", "principal"}, StepUnit::own, 2, {"wrong-name"}};
  return made;
}

Workflow extract() {
  Workflow made{"trich-luc", {base::DigestAlgorithm::sha256}, {}, {}, {}};
  made.steps = {step("office", {"teacher", "deputy"}, StepUnit::own, "school")};
  made.steps[0].quota = 2;
  made.withdraw = {{"leader"}, StepUnit::parent, 1, {"issued-in-error"}};
  return made;
}

// Teachers have no certificates for this one: their school's server vouches for them.
Workflow merit() {
  Workflow made{"giay-khen", {base::DigestAlgorithm::sha256}, {}, {}, {}};
  made.steps = {step("teachers", {"teacher", "deputy"}, StepUnit::own, std::nullopt),
                step("principal", {"principal"}, StepUnit::own, "school")};
  made.steps[0].proof = Proof::vouched;
  made.steps[0].approvers = 2;
  made.steps[0].returns = made.steps[1].returns = {"incomplete"};
  return made;
}

void add_key(Policy& policy, const std::string& owner, const std::string& use, unsigned generation) {
  const auto label = "seal/" + owner + "/" + use + "/2026." + std::to_string(generation);
  policy.keys[label] = {label,   KeyPurpose::seal,         owner, use, 2026, generation,
                        "seals", KeyAlgorithm::ecdsa_p256, {},    {}};
}

void add_system(Policy& policy, const std::string& name, std::vector<std::string> units, std::vector<Grant> grants) {
  const auto number = static_cast<unsigned>(101 + policy.systems.size());
  policy.systems[name] = {name, {}, certificate(number), std::move(units), std::move(grants)};
}

Policy rules() {
  Policy policy;
  policy.origin = "log";
  policy.digest.fill(0x90);
  policy.units[department] = {department, std::nullopt, UnitKind::department, "Department"};
  policy.units[first] = {first, department, UnitKind::school, "First school", {1, 2}};
  policy.units[second] = {second, department, UnitKind::school, "Second school"};
  policy.units[orphan] = {orphan, std::nullopt, UnitKind::school, "School of nobody"};
  policy.units[merged] = {merged,
                          department,
                          UnitKind::school,
                          "A school that is merged into the first",
                          {},
                          UnitClosing{moment("2026-05-20T12:00:00Z"), first}};
  add_system(policy, "first", {first}, {Grant::submit});
  add_system(policy, "second", {second}, {Grant::submit});
  add_system(policy, "all", {department, first, second, orphan, merged, "closed"}, {Grant::submit});
  add_system(policy, "reader", {first, second}, {Grant::audit_own});
  for (const auto& school : {first, second, orphan}) add_key(policy, school, "school", 1);
  add_key(policy, first, "school", 10);
  add_key(policy, first, "school", 9);
  add_key(policy, first, "transfer", 1);
  add_key(policy, department, "department", 1);
  for (const auto& workflow : {report(), transfer(), extract(), merit()}) policy.workflows[workflow.kind] = workflow;
  policy.registration["deputy"] = {StepUnit::parent, "registrar", 1, {}};
  return policy;
}

Town build() {
  Town town{rules(), people(), {}};
  for (const auto& person : town.people)
    if (!town.roster.add(person)) throw std::logic_error("two people of the town share an id or a certificate");
  return town;
}

}  // namespace

const Town& the_town() {
  static const Town town = build();
  return town;
}

base::Sha256Hash certificate(unsigned number) {
  base::Sha256Hash hash{};
  hash[0] = 0xC0;
  hash[1] = static_cast<std::uint8_t>(number);
  return hash;
}

base::Instant moment(const char* text) { return base::parse_instant(text).value(); }

}  // namespace antin::policy::histories
