// An authority for timestamps under a root and an intermediate made by the openssl command, and a clock set by hand.
#pragma once

#include "core/crypto/sha2.hpp"
#include "core/crypto/signature.hpp"
#include "daemon/keeper/timestamp/authority.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::keeper::test {

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text);
  return std::move(result).value();
}

struct HandClock final : Clock {
  ClockReading reading{{}, 800, ClockSource::kernel, true};
  ClockReading read() override { return reading; }
};

class TimeWorld : public ::testing::Test {
 protected:
  TimeWorld() {
    tools.write("ca.conf",
                "[req]\ndistinguished_name=dn\n[dn]\n"
                "[authority]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n"
                "subjectKeyIdentifier=hash\n"
                "[stamp]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
                "[seal]\nkeyUsage=critical,digitalSignature\n"
                "[ca]\ndefault_ca=lists\n[lists]\ndatabase=index.txt\ndefault_md=sha256\n");
    tools.write("index.txt", "");
    tools.must_run(
        "openssl req -x509 -config ca.conf -extensions authority -nodes -newkey ec -pkeyopt "
        "ec_paramgen_curve:P-256 -keyout root.key -out root.crt -days 30 -subj /CN=root");
    issue("intermediate", p256, "authority", "root");
    issue("time", p256, "stamp", "intermediate");
    list("root");
    list("intermediate");
    set_clock();
  }

  static constexpr const char* p256 = "ec -pkeyopt ec_paramgen_curve:P-256";

  void issue(const std::string& name, const std::string& key, const std::string& profile,
             const std::string& issuer) const {
    tools.must_run("openssl req -x509 -config ca.conf -extensions " + profile + " -CA " + issuer + ".crt -CAkey " +
                   issuer + ".key -nodes -newkey " + key + " -keyout " + name + ".key -out " + name +
                   ".crt -days 30 -subj /CN=" + name);
  }

  // Certificates made until now are valid at this time.
  void set_clock() {
    clock.reading.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }

  void list(const std::string& issuer, int days = 20) const {
    tools.must_run("openssl ca -gencrl -config ca.conf -keyfile " + issuer + ".key -cert " + issuer + ".crt -crldays " +
                   std::to_string(days) + " -out " + issuer + ".crl");
  }

  [[nodiscard]] crypto::Certificate certificate(const std::string& name) const {
    return must(crypto::certificate_from_pem(tools.read(name + ".crt")));
  }

  [[nodiscard]] std::vector<crypto::Certificate> chain(const std::string& name = "time") const {
    return {certificate(name), certificate("intermediate"), certificate("root")};
  }

  [[nodiscard]] std::shared_ptr<const evidence::Trust> trust() const {
    std::vector<evidence::RevocationList> lists;
    for (const char* issuer : {"root", "intermediate"}) {
      auto list = evidence::parse_revocation_list(tools.read(std::string(issuer) + ".crl"));
      if (!list) throw std::runtime_error(list.error().text);
      lists.push_back(*std::move(list));
    }
    return std::make_shared<const evidence::Trust>(std::vector{certificate("root")},
                                                   std::vector{certificate("intermediate")}, std::move(lists),
                                                   evidence::Revocation::required);
  }

  TimestampAuthority authority(TimestampAuthority::Origin origin = {7, {}}, const std::string& name = "time") {
    auto made = must(TimestampAuthority::make(chain(name), policy, origin, clock));
    made.replace_trust(trust());
    return made;
  }

  // What the signer would do with the time key.
  [[nodiscard]] base::Bytes sign(const PreparedToken& prepared, const std::string& name = "time") const {
    const auto key = must(crypto::PrivateKey::from_pem(tools.read(name + ".key"), {}));
    return must(key.sign(base::DigestAlgorithm::sha256, prepared.attributes));
  }

  antin::test::ToolDirectory tools;
  HandClock clock;
  policy::TimestampAuthority policy{"time/antin/tsa/2026.1", "2.999.1.1", "2.999.1.2", 1000};
  base::Digest imprint = base::sha256_digest(crypto::sha256(base::view("document")));
};

}  // namespace antin::keeper::test
