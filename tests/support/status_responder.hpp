// OCSP responses made by `openssl ocsp`, which answers a request of its own from an index file.
#pragma once

#include <thread>

#include "core/evidence/status_response.hpp"
#include "tests/support/pki.hpp"

namespace antin::test {

inline base::Instant present() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

struct Answering {
  std::string id_digest = "sha256";
  bool nonce = false;
  bool known = true;                        // does the responder know the certificate?
  std::optional<std::string> revoked = {};  // reason as openssl's index has it; on 1 June 2026
  unsigned days = 7;                        // until nextUpdate; 0: none
  std::string another = {};                 // certificate that the request asks about too
  std::string more = {};                    // of options
};

class StatusResponder {
 public:
  StatusResponder(const ToolDirectory& directory, const Pki& pki) : m_directory(directory), m_pki(pki) {}

  // About NAME.crt of this issuer, signed by SIGNER.key, into response.der.
  void make(const std::string& name, const std::string& issuer, const std::string& signer,
            const Answering& how = {}) const {
    std::string index;
    if (how.revoked) index = m_pki.revoked(name, *how.revoked);
    if (how.known && !how.revoked)
      index = "V\t491231235959Z\t\t" + base::to_hex(m_pki.read(name).serial) + "\tunknown\t/CN=x\n";
    m_directory.write("status.txt", index);
    m_directory.must_run("openssl ocsp -" + how.id_digest + " -issuer " + issuer + ".crt -cert " + name + ".crt " +
                         (how.nonce ? "" : "-no_nonce ") +
                         (how.another.empty() ? "" : "-cert " + how.another + ".crt ") + "-reqout request.der");
    m_directory.must_run("openssl ocsp -index status.txt -CA " + issuer + ".crt -rsigner " + signer + ".crt -rkey " +
                         signer + ".key -reqin request.der -respout response.der" +
                         (how.days == 0 ? "" : " -ndays " + std::to_string(how.days)) + " " + how.more);
  }

  [[nodiscard]] evidence::StatusResponse about(const std::string& name, const std::string& issuer,
                                               const std::string& signer, const Answering& how = {}) const {
    make(name, issuer, signer, how);
    auto response = evidence::parse_status_response(m_directory.read("response.der"));
    if (!response) throw std::runtime_error(response.error().text);
    return std::move(*response);
  }

  // As soon as it can be a newer one: openssl stamps whole seconds.
  [[nodiscard]] evidence::StatusResponse about_after(const evidence::StatusResponse& older, const std::string& name,
                                                     const std::string& issuer, const std::string& signer,
                                                     const Answering& how = {}) const {
    for (;;) {
      auto newer = about(name, issuer, signer, how);
      if (newer.this_update > older.this_update) return newer;
      std::this_thread::yield();
    }
  }

 private:
  const ToolDirectory& m_directory;
  const Pki& m_pki;
};

}  // namespace antin::test
