// The certificates that roster changes bring: read one at a time, kept as their octets.
#pragma once

#include <filesystem>
#include <map>
#include <memory>

#include "core/crypto/certificate.hpp"

namespace antin::cli {

constexpr std::size_t certificate_limit = 16 * 1024;

struct HeldCertificate {
  base::Sha256Hash hash{};
  std::string name;  // for people: the common name alone, for a subject may hold a number of its person
  base::Bytes der;
};
using CertificatePointer = std::shared_ptr<const HeldCertificate>;
using Certificates = std::map<base::Sha256Hash, CertificatePointer>;

// One certificate, PEM or DER. What OpenSSL made of it is let go: a hundred thousand of them are held at once.
base::Result<CertificatePointer> held_certificate(base::ByteView pem_or_der);

std::string print_pem(const HeldCertificate& certificate);
// Any number of them, one behind the other. An error says which one is none.
base::Result<Certificates> parse_pems(std::string_view text);
base::Result<Certificates> read_pems(const std::filesystem::path& file);

}  // namespace antin::cli
