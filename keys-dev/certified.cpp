#include "keys-dev/certified.hpp"

#include "core/base/file.hpp"
#include "core/crypto/random.hpp"
#include "keys-dev/cast.hpp"
#include "keys-dev/ceremony.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/pem.hpp"

namespace antin::keys_dev {
namespace {

constexpr mode_t private_mode = 0600;
constexpr std::size_t small_file = 64 * 1024;
const std::string authority_organisation = "Antin Development";
const Subject root_subject{authority_organisation, "Antin Development Root"};
const Subject seals_subject{authority_organisation, "Antin Development Seals"};
const Subject people_subject{authority_organisation, "Antin Development People"};

Validity validity(base::Instant now, int from, int until) {
  return {now + std::chrono::days(from), now + std::chrono::days(until)};
}

// As an authority writes a number of the person into their certificates, always the same.
std::string identity_of(const std::string& id) { return "DEV-" + id; }

// Without a suffix: of somebody's first certificate, or their second.
std::string file_of(const std::string& id, unsigned number) { return id + (number == 0 ? "" : "-renewed"); }

void write_key(const std::filesystem::path& path, EVP_PKEY* key) {
  write_file(path, key_pem(key).expose_secret(), private_mode);
}

void write_authority(const Layout& layout, const Authority& authority, const std::string& name) {
  const auto pem = certificate_pem(authority.certificate());
  write_file(layout.ca() / (name + ".crt"), pem);
  write_key(layout.ca() / (name + ".key"), authority.key());
  write_file(layout.policy() / "ca" / (name + ".crt"), pem);
}

// The four files of a person: certificate, key, both as PKCS#12, and its passphrase.
void write_person(const Layout& layout, const std::string& id, const std::string& name, EVP_PKEY* key,
                  X509* certificate, const std::vector<X509*>& issuers) {
  const auto file = [&](const char* suffix) { return layout.people() / (id + suffix); };
  const auto passphrase = base::to_hex(crypto::random_array<12>());
  write_file(file(".crt"), certificate_pem(certificate));
  write_key(file(".key"), key);
  write_file(file(".p12"), pkcs12(key, certificate, issuers, name, passphrase), private_mode);
  write_text(file(".pass"), passphrase + "\n", private_mode);
}

}  // namespace

DevelopmentCa::DevelopmentCa(base::Instant now)
    : m_now(now),
      m_root(Authority::make_root(root_subject, days(-2, 3650))),
      m_intermediate(m_root.make_intermediate(seals_subject, days(-2, 1825))),
      m_people(m_root.make_intermediate(people_subject, days(-2, 1825))),
      m_forger(Authority::make_root(people_subject, days(-2, 1825))) {}

Validity DevelopmentCa::days(int from, int until) const { return validity(m_now, from, until); }

void DevelopmentCa::write_authorities(const Layout& layout) const {
  write_authority(layout, m_root, "root");
  write_authority(layout, m_intermediate, "intermediate");
  write_authority(layout, m_people, "people-ca");
}

void DevelopmentCa::certify_keys(const Layout& layout) const {
  for (const auto& plan : keys()) {
    if (plan.certificate.empty()) continue;
    const auto key = requested_key(must(base::read_file(ceremony_file(layout, "csr", plan.label, ".csr"), small_file)));
    const auto profile = plan.label.starts_with("time/") ? Profile::timestamp : Profile::seal;
    const auto pem = certificate_pem(
        m_intermediate.certify(key.get(), {plan.organisation, plan.common_name}, profile, days(-1, 730)).get());
    write_file(ceremony_file(layout, "cert", plan.label, ".crt"), pem);
    write_file(layout.policy() / "keys" / (plan.certificate + ".crt"), pem);
  }
}

void DevelopmentCa::certify_people(const Layout& layout) {
  for (const auto& person : people())
    for (unsigned number = 0; number < person.certificates; ++number)
      certify(layout, person, file_of(person.id, number));
}

void DevelopmentCa::certify(const Layout& layout, const PersonPlan& person, const std::string& file) {
  const auto key = make_software_key();
  const auto& issuer = person.fate == Fate::forged ? m_forger : m_people;
  // An expired certificate was once issued by a CA that existed then: the chain's own dates are not what is wrong.
  const auto period = person.fate == Fate::expired ? validity(m_now, -400, -1) : days(-1, 365);
  auto certificate = issuer.certify(key.get(), {unit_of(person.unit).name, person.name, identity_of(person.id)},
                                    Profile::person, period);
  std::vector<X509*> issuers = {issuer.certificate()};
  if (person.fate != Fate::forged) issuers.push_back(m_root.certificate());
  write_person(layout, file, person.name, key.get(), certificate.get(), issuers);
  if (person.fate == Fate::revoked) m_revoked.push_back(std::move(certificate));
}

void DevelopmentCa::certify_registrars(const Layout& layout) {
  for (const auto& registrar : registrars()) {
    for (unsigned number = 0; number < registrar.certificates; ++number) {
      const auto file = file_of(registrar.id, number);
      const auto key = make_software_key();
      const Subject subject{unit_of(registrar.unit).name, registrar.name, identity_of(registrar.id)};
      auto certificate = m_people.certify(key.get(), subject, Profile::person, days(-1, 365));
      write_person(layout, file, registrar.name, key.get(), certificate.get(),
                   {m_people.certificate(), m_root.certificate()});
      write_file(layout.policy() / "people" / (file + ".crt"), certificate_pem(certificate.get()));
      if (registrar.fate == Fate::revoked) m_revoked.push_back(std::move(certificate));
    }
  }
}

void DevelopmentCa::certify_staff(const Layout& layout, const std::vector<StaffPlan>& staff) const {
  for (const auto& one : staff) {
    const auto key = make_software_key();
    const Subject subject{authority_organisation, one.name, identity_of(one.id)};
    const auto certificate = m_people.certify(key.get(), subject, Profile::person, days(-1, 365));
    write_person(layout, one.id, one.name, key.get(), certificate.get(),
                 {m_people.certificate(), m_root.certificate()});
  }
}

void DevelopmentCa::certify_systems(const Layout& layout) const {
  for (const auto& system : systems()) {
    const auto key = make_software_key();
    const Subject subject{unit_of(system.unit).name, system.name};
    const auto certificate = m_people.certify(key.get(), subject, Profile::system, days(-1, 365));
    const auto pem = certificate_pem(certificate.get());
    write_file(layout.client() / (system.name + ".crt"), pem);
    write_key(layout.client() / (system.name + "-x509.key"), key.get());
    write_file(layout.policy() / "systems" / (system.name + ".crt"), pem);
  }
}

void DevelopmentCa::write_revocation(const Layout& layout) const {
  const Validity current{m_now - std::chrono::hours(1), m_now + std::chrono::days(30)};
  std::vector<X509*> revoked;
  for (const auto& certificate : m_revoked) revoked.push_back(certificate.get());
  const auto write = [&](const Authority& authority, const std::vector<X509*>& list, const char* name) {
    write_file(layout.revocation() / name, revocation_list_pem(authority.revoke(list, current).get()));
  };
  write(m_root, {}, "root.crl");
  write(m_intermediate, {}, "intermediate.crl");
  write(m_people, revoked, "people-ca.crl");
}

}  // namespace antin::keys_dev
