// Certificates, a seal and its timestamp for tests: all of it from the openssl command line.
#pragma once

#include "client/lib/approval.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/trust.hpp"
#include "core/forms/seal_attributes.hpp"
#include "core/forms/signed_data.hpp"
#include "tests/support/scratch.hpp"

namespace antin::client {

// Makes root.crt, ca.crt (its intermediate), and person, seal, other and tsa .key and .crt in the scratch folder.
void make_pki(const Scratch& scratch);

SoftwareKey key_of(const Scratch& scratch, const std::string& name);  // NAME.key with NAME.crt and ca.crt
evidence::Trust trust_in(const Scratch& scratch, const std::string& root = "root");

// A CAdES-B-T seal over `document` with the key of `name`; the token is from `openssl ts` over `stamped`, the seal's
// signature octets when that is empty.
base::Bytes make_seal(const Scratch& scratch, const std::string& name, std::string_view document,
                      base::ByteView stamped = {}, bool with_timestamp = true);

base::Instant now();

namespace pki {

constexpr std::string_view configuration = R"(
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[stamp]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 2.999.1.1
digests = sha256
accuracy = secs:1
clock_precision_digits = 3
ess_cert_id_chain = no
ess_cert_id_alg = sha256
)";

inline std::string issue(const std::string& name, const std::string& issuer, const std::string& profile) {
  const auto signer = issuer == name ? "-key " + name + ".key" : "-CA " + issuer + ".crt -CAkey " + issuer + ".key";
  return "openssl ecparam -name prime256v1 -genkey -noout -out " + name +
         ".key && openssl req -new -x509 -utf8 -days 30 " + "-config pki.conf -extensions " + profile +
         " -subj '/CN=" + name + " Ấn tín' " + (issuer == name ? signer : signer + " -key " + name + ".key") +
         " -out " + name + ".crt";
}

inline base::Bytes token_over(const Scratch& scratch, base::ByteView stamped) {
  scratch.write("stamped", stamped);
  scratch.must_run("openssl ts -query -data stamped -sha256 -cert -no_nonce -out stamp.tsq");
  scratch.must_run(
      "openssl ts -reply -config pki.conf -section stamp -queryfile stamp.tsq -inkey tsa.key -signer tsa.crt "
      "-chain ca.crt -token_out -out stamp.tst");
  return scratch.bytes("stamp.tst");
}

}  // namespace pki

inline void make_pki(const Scratch& scratch) {
  scratch.write("pki.conf", pki::configuration);
  scratch.write("serial", "0100\n");
  scratch.must_run(pki::issue("root", "root", "root"));
  scratch.must_run(pki::issue("ca", "root", "ca"));
  for (const std::string name : {"person", "seal", "other"}) scratch.must_run(pki::issue(name, "ca", "signer"));
  scratch.must_run(pki::issue("tsa", "ca", "tsa"));
}

inline SoftwareKey key_of(const Scratch& scratch, const std::string& name) {
  auto key = crypto::PrivateKey::from_pem(scratch.bytes(name + ".key"), base::Secret());
  auto own = crypto::certificate_from_pem(scratch.bytes(name + ".crt"));
  auto issuer = crypto::certificate_from_pem(scratch.bytes("ca.crt"));
  auto made = SoftwareKey::make(std::move(key).value(), {std::move(own).value(), std::move(issuer).value()});
  return std::move(made).value();
}

inline evidence::Trust trust_in(const Scratch& scratch, const std::string& root) {
  return {
      {crypto::certificate_from_pem(scratch.bytes(root + ".crt")).value()}, {}, {}, evidence::Revocation::if_present};
}

inline base::Bytes make_seal(const Scratch& scratch, const std::string& name, std::string_view document,
                             base::ByteView stamped, bool with_timestamp) {
  auto key = key_of(scratch, name);
  const auto signer = forms::SignerTemplate::make(key.chain()).value();
  const auto digest = base::sha256_digest(crypto::sha256(base::view(document)));
  const auto attributes = forms::encode(
      forms::SealAttributes{digest, std::chrono::floor<std::chrono::seconds>(now()), signer.certificate().hash});
  const auto signature = key.sign(attributes).value();
  if (!with_timestamp) return assemble_seal(signer, digest.algorithm, attributes, signature, std::nullopt);
  const auto token = pki::token_over(scratch, stamped.empty() ? base::ByteView(signature) : stamped);
  return assemble_seal(signer, digest.algorithm, attributes, signature, base::ByteView(token));
}

inline base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace antin::client
