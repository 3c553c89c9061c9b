// The rules of registration: may this change be made to the roster, on these registrars' word, now? Pure, like those of
// steps.
#pragma once

#include "policy/decide.hpp"
#include "policy/roster.hpp"

namespace antin::policy {

// The fields of the statement that registrars signed.
struct RosterStatement {
  std::string log;
  RosterChange change;  // its identity is left out: no statement says it
  base::Sha256Hash policy{};
  base::Instant expires;
};

// A signature over it, as the caller found it.
struct RegistrarSignature {
  Verification verification = Verification::unknown;
  base::Sha256Hash certificate{};
};

// The person's certificate that came along, as the caller found it.
struct PresentedCertificate {
  base::Sha256Hash hash{};
  Verification verification = Verification::unknown;
  std::optional<base::Sha256Hash> identity;  // none: it says none
};

struct RosterRequest {
  std::string system;                        // authenticated name
  std::optional<RosterStatement> statement;  // none when it does not parse, or its batch does not agree with it
  base::Sha256Hash statement_hash{};
  std::vector<RegistrarSignature> registrars;
  std::optional<PresentedCertificate> certificate;
  Stops stops = {};  // in force
};

struct Registered {
  std::string system;
  RosterChange change;
  std::string rule;  // `registration/<role>`, or `registration:<action>` of what is about the person
  std::vector<ApprovedBy> registrars;
  base::Sha256Hash policy{};
};

// The permission to change the roster, once. Only `decide_registration` makes one.
class Registration {
 public:
  Registration(Registration&&) noexcept = default;
  Registration& operator=(Registration&&) noexcept = default;
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

  [[nodiscard]] const Registered& what() const { return m_what; }

 private:
  explicit Registration(Registered what) : m_what(std::move(what)) {}
  Registered m_what;
  friend class RegistrationDecider;
};

using RegistrationDecision = std::variant<Denial, Registration>;

// In this order: the statement, caller, unit, expiry, what is stopped, whether the unit has closed; the registrars one
// by one, that nobody speaks for themself or twice; the rule, that each of them is a registrar by it, and their number;
// then what the roster says of the person, their certificate, and that nobody approves where they enrol.
//
// Who suspends does so alone, so that it is done at once. For a role that leads to a seal, and for acting-for, two
// registrars sign whatever the rule says.
RegistrationDecision decide_registration(const Policy& policy, const Roster& roster, const RosterRequest& request,
                                         base::Instant now);

// Does a step with a seal name this role?
bool leads_to_a_seal(const Policy& policy, const std::string& role);

// So many registrars sign for a role under its rule.
unsigned registrars_needed(const Policy& policy, const std::string& role, const RegistrationRule& rule);

// Is the person a registrar, now, for `unit` or for `above`, the unit that acts for it? Such a person approves nothing
// there.
bool enrols_for(const Policy& policy, const Person& person, const std::string& unit, const std::string& above,
                base::Instant now);

}  // namespace antin::policy
