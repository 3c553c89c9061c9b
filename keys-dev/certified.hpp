// The CA of a development folder and all that it certifies: seals, timestamps, people, systems; and what it revoked.
#pragma once

#include "keys-dev/cast.hpp"
#include "keys-dev/certificates.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

class DevelopmentCa {
 public:
  explicit DevelopmentCa(base::Instant now);

  void write_authorities(const Layout& layout) const;  // ca/ and the bundle's ca/
  void certify_keys(const Layout& layout) const;       // what the ceremony asks for: its cert/, and the bundle's keys/
  void certify_people(const Layout& layout);           // people/
  void certify_registrars(const Layout& layout);       // people/ and the bundle's people/
  void certify_staff(const Layout& layout, const std::vector<StaffPlan>& staff) const;  // people/
  void certify_systems(const Layout& layout) const;   // client/ and the bundle's systems/
  void write_revocation(const Layout& layout) const;  // revocation/, after the people

 private:
  void certify(const Layout& layout, const PersonPlan& person, const std::string& file);
  [[nodiscard]] Validity days(int from, int until) const;  // relative to now

  base::Instant m_now;
  Authority m_root;
  Authority m_intermediate;
  Authority m_people;
  Authority m_forger;  // the names of our people CA, but not its key
  std::vector<crypto::X509Handle> m_revoked;
};

}  // namespace antin::keys_dev
