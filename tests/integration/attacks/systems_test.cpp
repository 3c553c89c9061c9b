// A system whose own certificate no longer stands.
#include "client/lib/reading.hpp"
#include "tests/integration/attacks/attack.hpp"
#include "tests/support/await.hpp"

namespace antin::test {
namespace {

client::SoftwareKey key_of_system(const DevelopmentFolder& folder, const std::string& system) {
  auto key = must(crypto::PrivateKey::from_pem(folder.read("client/" + system + "-x509.key"), base::Secret()));
  return must(client::SoftwareKey::make(std::move(key),
                                        must(crypto::certificates_from_pem(folder.read("client/" + system + ".crt")))));
}

// The reading was opened while the certificate stood: that is looked at again whenever it is used.
TEST_F(Attack, an_auditor_whose_certificate_is_revoked_reads_no_further_and_opens_nothing) {
  auto connection = appliance.connect("auditor-79");
  auto key = key_of_system(appliance.folder(), "auditor-79");
  const auto reading = must(client::open_reading(connection, key, now())).id;
  const auto read = [&] {
    const auto entries = client::entries(connection, {0, 1, 0, reading});
    return entries ? "read" : entries.error().code;
  };
  ASSERT_EQ(read(), "read");
  appliance.folder().tools().must_run(
      "cd dev/ca && touch db && echo 9000 > number && printf '[ca]\\ndefault_ca=x\\n[x]\\ndatabase=db\\n"
      "crlnumber=number\\ndefault_md=sha256\\n' > ca.cnf && openssl ca -config ca.cnf -cert people-ca.crt -keyfile "
      "people-ca.key -revoke ../client/auditor-79.crt -crl_reason superseded && openssl ca -config ca.cnf -gencrl "
      "-crldays 30 -cert people-ca.crt -keyfile people-ca.key -out new.crl && chmod 644 new.crl && mv new.crl "
      "../revocation/people-ca.crl");
  await("the new list is read", [&] { return read() != "read"; });
  EXPECT_EQ(read(), "SYSTEM_CERTIFICATE_REVOKED");
  const auto again = client::open_reading(connection, key, now());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "SYSTEM_CERTIFICATE_REVOKED");
}

}  // namespace
}  // namespace antin::test
