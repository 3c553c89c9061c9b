// Keys made by the openssl command, as a log or a witness has them.
#pragma once

#include "core/crypto/signature.hpp"
#include "core/tlog/note.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::tlog {

class LogKey {
 public:
  explicit LogKey(const std::string& name, KeyType type = KeyType::ed25519) : m_name(name), m_type(type) {
    const std::string kind = type == KeyType::ecdsa ? "EC -pkeyopt ec_paramgen_curve:P-256" : "ed25519";
    tools.must_run("openssl genpkey -out key.pem -algorithm " + kind);
    tools.must_run("openssl pkey -in key.pem -pubout -out public.pem");
    tools.must_run("openssl pkey -in key.pem -pubout -outform DER -out public.der");
  }

  [[nodiscard]] VerifierKey vkey() const { return verifier_key(m_name, m_type, tools.read("public.der")).value(); }
  // By the openssl command.
  [[nodiscard]] base::Bytes sign(base::ByteView message) const {
    tools.write("message", message);
    tools.must_run("openssl pkeyutl -sign -rawin -inkey key.pem -in message -out signature" + digest());
    return tools.read("signature");
  }
  [[nodiscard]] NoteSignature sign_text(const std::string& text) const {
    const auto key = vkey();
    return {key.name, key.id(), sign(base::view(text))};
  }
  [[nodiscard]] bool openssl_verifies(const std::string& text, const NoteSignature& signature) const {
    tools.write("message", text);
    tools.write("signature", signature.signature);
    return tools
               .run("openssl pkeyutl -verify -rawin -pubin -inkey public.pem -in message -sigfile signature" + digest())
               .status == 0;
  }

  test::ToolDirectory tools;

 private:
  [[nodiscard]] std::string digest() const { return m_type == KeyType::ecdsa ? " -digest sha256" : ""; }

  std::string m_name;
  KeyType m_type;
};

}  // namespace antin::tlog
