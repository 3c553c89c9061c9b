// The certificates that roster changes bring: read one at a time, kept as their octets.
#include "client/cli/roster_certificates.hpp"

#include "core/base/file.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----\n", end = "-----END CERTIFICATE-----\n";
constexpr std::size_t line_size = 64;
constexpr std::size_t file_limit = std::size_t{1} << 31;

}  // namespace

base::Result<CertificatePointer> held_certificate(base::ByteView pem_or_der) {
  if (pem_or_der.size() > certificate_limit) return base::Error{"larger than 16 KiB"};
  auto read = crypto::certificate_from_pem(pem_or_der);
  if (!read) return read.error();
  return std::make_shared<const HeldCertificate>(
      HeldCertificate{read->hash, std::move(read->common_name), std::move(read->der)});
}

std::string print_pem(const HeldCertificate& certificate) {
  const auto base64 = base::to_base64(certificate.der);
  std::string out(begin);
  for (std::size_t i = 0; i < base64.size(); i += line_size) out += base64.substr(i, line_size) + "\n";
  return out.append(end);
}

base::Result<Certificates> parse_pems(std::string_view text) {
  Certificates all;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto stop = text.find(end);
    const auto size = stop == std::string_view::npos ? text.size() : stop + end.size();
    auto one = held_certificate(base::view(text.substr(0, size)));
    if (!one) return base::Error{"certificate " + std::to_string(number) + ": " + one.error().text};
    all.emplace((*one)->hash, std::move(*one));
    text.remove_prefix(size);
  }
  return all;
}

base::Result<Certificates> read_pems(const std::filesystem::path& file) {
  const auto content = base::read_file(file, file_limit);
  if (!content) return content.error();
  auto all = parse_pems(base::text(*content));
  if (!all) return base::Error{file.string() + ": " + all.error().text};
  return all;
}

}  // namespace antin::cli
