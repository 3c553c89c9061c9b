// An X.509 certificate as a value: its DER and the few fields that rules are made of. Parsed once, by OpenSSL.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

struct x509_st;  // OpenSSL's X509

namespace antin::crypto {

enum class KeyAlgorithm { unknown, ecdsa_p256, ecdsa_p384, rsa, ed25519 };

struct Certificate {
  base::Bytes der;
  base::Sha256Hash hash{};  // SHA-256 of der: its name everywhere
  base::Bytes spki;         // DER SubjectPublicKeyInfo
  base::Bytes issuer;       // DER Name
  base::Bytes serial;       // DER INTEGER content octets
  std::string subject;      // RFC 2253 text, for people
  std::string common_name;  // empty when there is none
  base::Instant not_before;
  base::Instant not_after;
  KeyAlgorithm key = KeyAlgorithm::unknown;
  unsigned key_bits = 0;
  std::shared_ptr<x509_st> parsed;  // what OpenSSL made of `der`; shared, and nobody writes to it
};

base::Result<Certificate> parse_certificate(base::ByteView der);                   // exactly one, no trailing octets
base::Result<Certificate> certificate_from_pem(base::ByteView pem_or_der);         // exactly one
base::Result<std::vector<Certificate>> certificates_from_pem(base::ByteView pem);  // one or more, in file order

// The serialNumber attribute of the subject (X.520, 2.5.4.5), by which an authority tells people apart; none unless
// there is exactly one, of 1 to 64 octets.
std::optional<std::string> subject_serial_number(const Certificate& certificate);

// Of what a subject is called; none unless it is there exactly once, as text.
enum class SubjectPart { unknown, country, organisation, common_name };
std::optional<std::string> subject_part(const Certificate& certificate, SubjectPart part);

KeyAlgorithm algorithm_of_spki(base::ByteView spki);

}  // namespace antin::crypto
