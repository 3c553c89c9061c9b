// One root, an authority of people under it, one person, one document: what most tests of this room start from.
#pragma once

#include <gmock/gmock.h>

#include "core/evidence/detached_cms.hpp"
#include "tests/support/pki.hpp"

namespace antin::test {

using evidence::Fault;
using evidence::Purpose;
using evidence::Revocation;

class EvidenceWorld : public testing::Test {
 protected:
  EvidenceWorld() : pki(directory) {
    pki.root("root", "Root");
    pki.certificate("people", "root", "authority");
    pki.certificate("person", "people");
    directory.write("document", document);
  }

  // `openssl cms -sign` over the document with what a CAdES-B approval needs; `more` adds to it.
  [[nodiscard]] base::Bytes sign(const std::string& signer, const std::string& more = {},
                                 const std::string& cades = "-cades") const {
    directory.must_run("openssl cms -sign " + cades + " -binary -in document -signer " + signer + ".crt -inkey " +
                       signer + ".key -outform DER -out signed.p7s " + more);
    return directory.read("signed.p7s");
  }

  [[nodiscard]] base::ByteView content() const { return base::view(document); }

  ToolDirectory directory;
  Pki pki;
  std::string document = "antin/approve/v1\nlog: seal.dev.example/2026\n";
};

template <class T>
Fault fault_of(const base::Result<T, evidence::Problem>& result) {
  return result.ok() ? Fault::unknown : result.error().fault;
}

}  // namespace antin::test
