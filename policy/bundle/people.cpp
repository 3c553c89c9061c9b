#include "policy/bundle/people.hpp"

#include "core/crypto/identity.hpp"
#include "policy/text/values.hpp"

namespace antin::policy::bundle {
namespace {

base::Instant start_of(std::chrono::year_month_day day) { return text::start_of(day, text::Zone::ho_chi_minh); }

}  // namespace

base::Result<std::vector<Person>> founders_of(const Bundle& bundle, base::ByteView person_key) {
  auto founders = bundle.rules.policy.founders;
  for (auto& founder : founders) {
    for (const auto& hash : founder.certificates) {
      const auto* certificate = bundle.find(hash);
      const auto identity = certificate == nullptr ? std::nullopt : crypto::identity_of(person_key, *certificate);
      if (!identity)
        return base::Error{"registration.toml: the certificate of the registrar " + founder.id +
                           " has no serialNumber in its subject: have one issued that tells whose it is"};
      if (founder.identity && founder.identity != identity)
        return base::Error{"registration.toml: the certificates of the registrar " + founder.id +
                           " are of different people"};
      founder.identity = identity;
    }
  }
  return founders;
}

RosterStatement converted(statement::RosterChange&& said) {
  RosterStatement out;
  out.log = std::move(said.log);
  out.policy = said.policy;
  out.expires = said.expires;
  auto& change = out.change;
  change.action = said.action;
  change.unit = std::move(said.unit);
  change.person = std::move(said.person);
  change.certificate = said.certificate;
  change.role = std::move(said.role);
  change.scope = std::move(said.scope);
  if (said.from) change.from = start_of(*said.from);
  if (said.until) change.until = start_of(*said.until) + std::chrono::days(1);
  change.acting_for = std::move(said.acting_for);
  return out;
}

}  // namespace antin::policy::bundle
