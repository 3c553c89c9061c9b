// A bundle's folder with security officers around it: their certificates, their set, and what they sign with openssl.
#pragma once

#include <sstream>

#include "core/crypto/sha2.hpp"
#include "policy/bundle/admission.hpp"
#include "tests/unit/policy/bundle/bundle_folder.hpp"

namespace antin::test {

class OfficersFolder : public BundleFolder {
 protected:
  OfficersFolder() {
    directory.must_run("mkdir officers policy/signatures");
    for (const auto* name : {"so-1", "so-2", "so-3"}) officer(name);
    pin("so-1 so-2 so-3");
  }

  void officer(const std::string& name, const CertificateDates& dates = {}) const {
    pki.certificate(name, "people", "person", dates);
  }

  // officers/ holds these, 2 of them to decide.
  void pin(const std::string& names, const std::string& threshold = "2") const {
    std::string text = "threshold = " + threshold + "\n";
    std::istringstream list(names);
    for (std::string name; list >> name;) {
      directory.must_run("cp " + name + ".crt officers");
      text += "[[officer]]\nid = \"" + name + "\"\ncertificate = \"" + name + ".crt\"\n";
    }
    directory.write("officers/officers.toml", text);
  }

  [[nodiscard]] policy::bundle::Officers officers() const {
    auto read = policy::bundle::read_officers(directory.path() / "officers", "seal.example/2026", nullptr);
    if (!read) throw std::runtime_error(read.error().text);
    return std::move(*read);
  }
  [[nodiscard]] std::string officers_refusal() const {
    const auto read = policy::bundle::read_officers(directory.path() / "officers", "seal.example/2026", nullptr);
    return read ? "" : read.error().text;
  }

  // The statement for the folder as it is.
  [[nodiscard]] statement::Bundle statement(std::optional<base::Sha256Hash> previous = std::nullopt,
                                            std::uint64_t version = 1) const {
    const auto files = policy::bundle::read_bundle_files(folder());
    return {"seal.example/2026", version, policy::bundle::digest_of(files.value()), previous};
  }
  void state(const std::string& text) const { directory.write("policy/signatures/statement.txt", text); }
  void sign(const std::string& signer, const std::string& as) const {
    directory.must_run("openssl cms -sign -cades -binary -md sha256 -nosmimecap -signer " + signer + ".crt -inkey " +
                       signer + ".key -in policy/signatures/statement.txt -outform DER -out policy/signatures/" + as +
                       ".p7s");
  }
  void sign(const std::string& officer) const { sign(officer, officer); }
  void sign_all() const {
    state(print(statement()));
    sign("so-1");
    sign("so-3");
  }
};

}  // namespace antin::test
