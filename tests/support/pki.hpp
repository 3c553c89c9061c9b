// A small PKI made by the openssl command line in a ToolDirectory: authorities, end certificates of every profile that
// a test needs, and revocation lists with any content and any date.
#pragma once

#include "core/crypto/certificate.hpp"
#include "core/evidence/trust.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::test {

inline base::Instant instant(const char* text) { return base::parse_instant(text).value(); }

// Within every certificate and list unless a test says otherwise.
inline base::Instant test_now() { return instant("2026-06-15T00:00:00Z"); }

// openssl's own form of dates.
struct CertificateDates {
  std::string from = "20250101000000Z";
  std::string until = "20491231235959Z";
};

struct ListDates {
  std::string from = "20260610000000Z";
  std::string until = "20260710000000Z";
};

class Pki {
 public:
  explicit Pki(const ToolDirectory& directory) : m_directory(directory) {
    std::string config =
        "[req]\ndistinguished_name=dn\nstring_mask=utf8only\nutf8=yes\n[dn]\n[any]\ncommonName=supplied\n"
        "serialNumber=optional\n";
    config += "[ca]\n[x]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=any\n";
    config += "unique_subject=no\nemail_in_dn=no\ndefault_crl_days=30\ncrlnumber=crlnumber\n";
    const auto profile = [&](const char* name, const char* lines) {
      config += std::string("[") + name + "]\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n" + lines;
    };
    profile("authority", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n");
    profile("no-list-authority", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
    profile("person", "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n");
    profile("no-usage", "basicConstraints=CA:FALSE\n");
    profile("encipher", "basicConstraints=CA:FALSE\nkeyUsage=critical,keyEncipherment\n");
    profile("critical", "keyUsage=critical,digitalSignature\n1.2.3.4=critical,DER:0500\n");
    profile("responder", "keyUsage=critical,digitalSignature\nextendedKeyUsage=OCSPSigning\nnoCheck=ignored\n");
    profile("checked-responder", "keyUsage=critical,digitalSignature\nextendedKeyUsage=OCSPSigning\n");
    profile("time", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
    profile("time-loose", "keyUsage=critical,digitalSignature\nextendedKeyUsage=timeStamping\n");
    profile("time-and-mail",
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping,emailProtection\n");
    profile("time-and-encipher", "keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=critical,timeStamping\n");
    m_directory.write("pki.cnf", config);
  }

  // kind: `ec:prime256v1`, `rsa:2048`, …
  void key(const std::string& name, const std::string& kind = "ec:prime256v1") const {
    const auto colon = kind.find(':');
    const auto detail = kind.substr(colon + 1);
    const bool curve = kind.substr(0, colon) == "ec";
    m_directory.must_run("openssl genpkey -algorithm " +
                         std::string(curve ? "EC -pkeyopt ec_paramgen_curve:" : "RSA -pkeyopt rsa_keygen_bits:") +
                         detail + " -out " + name + ".key");
  }

  void root(const std::string& name, const std::string& subject, const CertificateDates& dates = {}) const {
    key(name);
    issue(name, subject, "-selfsign -keyfile " + name + ".key", "authority", dates);
  }

  // Uses NAME.key, which it makes when it is not there yet.
  void certificate(const std::string& name, const std::string& issuer, const std::string& profile = "person",
                   const CertificateDates& dates = {}, const std::string& subject = {}) const {
    if (!std::filesystem::exists(m_directory.path() / (name + ".key"))) key(name);
    issue(name, subject.empty() ? name : subject, "-cert " + issuer + ".crt -keyfile " + issuer + ".key", profile,
          dates);
  }

  // `revoked`: lines as revoked() makes them. number: hexadecimal with an even number of digits; empty: no number.
  void list(const std::string& issuer, const std::string& number, const std::string& revoked = {},
            const ListDates& dates = {}, const std::string& more = {}) const {
    m_directory.write("index.txt", revoked);
    std::filesystem::remove(m_directory.path() / "crlnumber");
    if (number.empty())
      m_directory.must_run("sed '/^crlnumber/d' pki.cnf > list.cnf");
    else
      m_directory.must_run("cp pki.cnf list.cnf && echo " + number + " > crlnumber");
    m_directory.must_run("openssl ca -config list.cnf -name x -gencrl -cert " + issuer + ".crt -keyfile " + issuer +
                         ".key -crl_lastupdate " + dates.from + " -crl_nextupdate " + dates.until + " " + more +
                         " -out " + issuer + ".crl");
  }

  // reason as openssl's index has it: `,superseded`, `,keyTime,20260501000000Z`, or nothing.
  [[nodiscard]] std::string revoked(const std::string& name, const std::string& reason,
                                    const std::string& date = "260601000000Z") const {
    return "R\t491231235959Z\t" + date + reason + "\t" + base::to_hex(read(name).serial) + "\tunknown\t/CN=x\n";
  }

  [[nodiscard]] crypto::Certificate read(const std::string& name) const {
    auto certificate = crypto::certificate_from_pem(m_directory.read(name + ".crt"));
    if (!certificate) throw std::runtime_error(certificate.error().text);
    return std::move(*certificate);
  }

  [[nodiscard]] evidence::RevocationList read_list(const std::string& issuer) const {
    auto list = evidence::parse_revocation_list(m_directory.read(issuer + ".crl"));
    if (!list) throw std::runtime_error(list.error().text);
    return std::move(*list);
  }

 private:
  void issue(const std::string& name, const std::string& subject, const std::string& how, const std::string& profile,
             const CertificateDates& dates) const {
    m_directory.write("index.txt", std::string_view());
    if (!std::filesystem::exists(m_directory.path() / "serial"))
      m_directory.write("serial", std::string_view("1001\n"));
    m_directory.must_run("openssl req -new -config pki.cnf -key " + name + ".key -subj '/CN=" + subject + "' -out " +
                         name + ".csr");
    m_directory.must_run("openssl ca -batch -notext -config pki.cnf -name x " + how + " -startdate " + dates.from +
                         " -enddate " + dates.until + " -extensions " + profile + " -in " + name + ".csr -out " + name +
                         ".crt");
  }

  const ToolDirectory& m_directory;
};

}  // namespace antin::test
