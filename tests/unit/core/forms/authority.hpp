// A certification authority made by the openssl command: root, intermediate, and certificates that the latter issues.
#pragma once

#include <chrono>

#include "core/crypto/certificate.hpp"
#include "core/crypto/sha2.hpp"
#include "core/crypto/signature.hpp"
#include "core/forms/seal_attributes.hpp"
#include "core/forms/signed_data.hpp"
#include "core/forms/timestamp_info.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::forms {

inline constexpr const char* p256 = "ec -pkeyopt ec_paramgen_curve:P-256";
inline constexpr const char* p384 = "ec -pkeyopt ec_paramgen_curve:P-384";
inline constexpr const char* rsa_3072 = "rsa:3072";

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text);
  return std::move(result).value();
}

inline base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

struct Signer {
  crypto::PrivateKey key;
  crypto::Certificate certificate;
  SignerTemplate form;
};

class Authority {
 public:
  Authority() {
    tools.write("root.conf",
                "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,"
                "keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n[seal]\nkeyUsage=critical,digitalSignature\n"
                "[stamp]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
    tools.must_run(std::string("openssl req -x509 -config root.conf -extensions ca -nodes -newkey ") + p256 +
                   " -keyout root.key -out root.crt -days 30 -subj '/O=Ví Dụ/CN=Root'");
    issue("intermediate", p256, "ca", "root");
    tools.must_run("cat root.crt intermediate.crt > both.crt");
  }

  void issue(const std::string& name, const std::string& key, const std::string& profile,
             const std::string& issuer = "intermediate") const {
    tools.must_run("openssl req -new -config root.conf -nodes -newkey " + key + " -keyout " + name + ".key -out " +
                   name + ".csr -utf8 -subj '/O=Ví Dụ/CN=" + name + "'");
    tools.must_run("openssl x509 -req -in " + name + ".csr -CA " + issuer + ".crt -CAkey " + issuer +
                   ".key -CAcreateserial -days 30 -extfile root.conf -extensions " + profile + " -out " + name +
                   ".crt");
  }
  [[nodiscard]] crypto::Certificate certificate(const std::string& name) const {
    return must(crypto::certificate_from_pem(tools.read(name + ".crt")));
  }
  [[nodiscard]] Signer signer(const std::string& name) const {
    auto own = certificate(name);
    auto form = must(SignerTemplate::make({own, certificate("intermediate")}));
    return {must(crypto::PrivateKey::from_pem(tools.read(name + ".key"), {})), std::move(own), std::move(form)};
  }

  test::ToolDirectory tools;
};

// A seal of `document` as the appliance makes it, without a timestamp.
struct Seal {
  base::Bytes attributes;
  base::Bytes signature;
};

inline Seal sign_seal(const Signer& signer, const SealAttributes& attributes) {
  auto encoded = encode(attributes);
  auto signature = must(signer.key.sign(attributes.document.algorithm, encoded));
  return {std::move(encoded), std::move(signature)};
}

inline SealAttributes attributes_of(const Signer& signer, base::DigestAlgorithm hash, base::ByteView document) {
  return {crypto::digest(hash, document), now(), signer.certificate.hash};
}

inline base::Bytes sign_token(const Signer& signer, const TimestampInfo& info, bool with_certificates = true) {
  const auto info_der = encode(info);
  const auto attributes = encode(TokenAttributes{crypto::sha256(info_der), signer.certificate.hash});
  const auto signature = must(signer.key.sign(base::DigestAlgorithm::sha256, attributes));
  return signer.form.assemble({"1.2.840.113549.1.9.16.1.4", info_der}, base::DigestAlgorithm::sha256, attributes,
                              signature, std::nullopt, with_certificates);
}

}  // namespace antin::forms
