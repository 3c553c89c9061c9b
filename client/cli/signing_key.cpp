#include "client/cli/signing_key.hpp"

#include <unistd.h>

#include "client/lib/keys.hpp"
#include "core/base/file.hpp"
#include "core/hsm/token.hpp"

namespace antin::cli {
namespace {

constexpr std::size_t file_limit = 64 * 1024;
constexpr unsigned pin_tries = 3;

using Certificates = std::vector<crypto::Certificate>;
using KeyPointer = std::unique_ptr<client::PersonKey>;

class TokenKey final : public client::PersonKey {
 public:
  TokenKey(hsm::Token token, hsm::Key key, Certificates chain)
      : m_token(std::move(token)), m_key(std::move(key)), m_chain(std::move(chain)) {}
  [[nodiscard]] const Certificates& chain() const override { return m_chain; }
  base::Result<base::Bytes> sign(base::ByteView message) override {
    return m_token.sign(m_key, base::DigestAlgorithm::sha256, message);
  }

 private:
  hsm::Token m_token;
  hsm::Key m_key;
  Certificates m_chain;
};

base::Secret without_line_end(const base::Secret& secret) {
  auto octets = secret.expose_secret();
  if (!octets.empty() && octets.back() == '\n') octets = octets.first(octets.size() - 1);
  if (!octets.empty() && octets.back() == '\r') octets = octets.first(octets.size() - 1);
  return base::Secret(octets);
}

Outcome<base::Secret> secret_from(const Arguments& arguments, const std::string& option, std::string_view what,
                                  Console& console) {
  const auto file = arguments.value(option);
  if (!file) return ask_secret(console, what);
  const auto content = client::read_secret_file(*file, 4096);
  if (!content) return local_trouble(content.error());
  return without_line_end(*content);
}

Outcome<Certificates> certificates_from(const Arguments& arguments) {
  Certificates all;
  for (const auto* option : {"certificate", "chain"}) {
    const auto file = arguments.value(option);
    if (!file) continue;
    const auto content = base::read_file(*file, file_limit);
    if (!content) return local_trouble(content.error());
    auto read = crypto::certificates_from_pem(*content);
    if (!read) return local_trouble({*file + ": " + read.error().text});
    all.insert(all.end(), read->begin(), read->end());
  }
  if (!arguments.has("certificate")) return wrong_usage("--certificate is missing");
  return all;
}

Outcome<KeyPointer> in_memory(crypto::PrivateKey key, Certificates chain) {
  auto made = client::SoftwareKey::make(std::move(key), std::move(chain));
  if (!made) return local_trouble(made.error());
  return KeyPointer(std::make_unique<client::SoftwareKey>(std::move(*made)));
}

bool is_encrypted(const base::Secret& pem) {
  return base::text(pem.expose_secret()).find("ENCRYPTED") != std::string_view::npos;
}

Outcome<KeyPointer> from_pem(const Arguments& arguments, const std::string& file, Console& console,
                             const KeyQuestions& questions) {
  auto chain = certificates_from(arguments);
  if (!chain) return chain.error();
  const auto content = client::read_secret_file(file, file_limit);
  if (!content) return local_trouble(content.error());
  base::Secret passphrase;
  if (is_encrypted(*content)) {
    auto asked = secret_from(arguments, "passphrase-file", questions.passphrase_of_key, console);
    if (!asked) return asked.error();
    passphrase = std::move(*asked);
  }
  auto key = crypto::PrivateKey::from_pem(content->expose_secret(), passphrase);
  if (!key) return local_trouble({file + ": " + key.error().text});
  return in_memory(std::move(*key), std::move(*chain));
}

Outcome<KeyPointer> from_pkcs12(const Arguments& arguments, const std::string& file, Console& console,
                                const KeyQuestions& questions) {
  const auto content = client::read_secret_file(file, file_limit);
  if (!content) return local_trouble(content.error());
  const auto passphrase = secret_from(arguments, "passphrase-file", questions.passphrase_of + file, console);
  if (!passphrase) return passphrase.error();
  auto read = crypto::read_pkcs12(content->expose_secret(), *passphrase);
  if (!read) return local_trouble({file + ": " + read.error().text});
  return in_memory(std::move(read->key), std::move(read->certificates));
}

// Of this user and for all commands: modules misbehave when two processes start on one token.
std::filesystem::path start_lock() {
  return std::filesystem::temp_directory_path() / ("antin-token-" + std::to_string(::getuid()) + ".lock");
}

// A PIN that somebody types may be mistyped. The last one that would lock the token is not tried at all.
Outcome<hsm::Token> opened_token(const Arguments& arguments, const hsm::TokenOptions& options, Console& console,
                                 const KeyQuestions& questions) {
  for (unsigned left = arguments.has("pin-file") ? 1 : pin_tries;;) {
    const auto pin = secret_from(arguments, "pin-file", questions.pin_of_token + options.label, console);
    if (!pin) return pin.error();
    auto token = hsm::Token::open(options, *pin);
    if (token) return std::move(*token);
    if (!token.error().pin_refused || --left == 0) return local_trouble(token.error());
    console.err << questions.tries_left << left << "\n";
  }
}

Outcome<KeyPointer> from_token(const Arguments& arguments, const std::string& module, Console& console,
                               const KeyQuestions& questions) {
  const auto token_label = arguments.required("token");
  if (!token_label) return token_label.error();
  const auto label = arguments.required("label");
  if (!label) return label.error();
  auto chain = certificates_from(arguments);
  if (!chain) return chain.error();
  auto token = opened_token(arguments, {module, *token_label, start_lock(), false, true}, console, questions);
  if (!token) return token.error();
  const auto* found = token->find(*label);
  if (found == nullptr) return local_trouble({"the token has no usable private key with the label " + *label});
  if (!base::equal(found->spki, chain->front().spki)) return local_trouble({"the certificate is not of this key"});
  auto key = *found;
  return KeyPointer(std::make_unique<TokenKey>(std::move(*token), std::move(key), std::move(*chain)));
}

}  // namespace

OptionGroup signing_key_options() {
  return {"The signer's own key: one of --signing-key, --p12, --pkcs11",
          {{"signing-key", "PEM", "private key; with --certificate"},
           {"p12", "FILE", "PKCS#12 file with key and certificates"},
           {"pkcs11", "MODULE", "PKCS#11 library; with --token, --label and --certificate"},
           {"certificate", "PEM", "the signer's certificate"},
           {"chain", "PEM", "certificates of its issuers, to be put into the signature"},
           {"passphrase-file", "FILE", "passphrase of --signing-key or --p12; else the terminal asks"},
           {"token", "LABEL", "label of the token"},
           {"label", "KEYLABEL", "label of the key in it"},
           {"pin-file", "FILE", "PIN of the token; else the terminal asks"}}};
}

Outcome<KeyPointer> signing_key_from(const Arguments& arguments, Console& console, const KeyQuestions& questions) {
  const auto pem = arguments.value("signing-key");
  const auto p12 = arguments.value("p12");
  const auto module = arguments.value("pkcs11");
  if ((pem ? 1 : 0) + (p12 ? 1 : 0) + (module ? 1 : 0) != 1) {
    return wrong_usage("give one of --signing-key, --p12 and --pkcs11");
  }
  if (pem) return from_pem(arguments, *pem, console, questions);
  if (p12) return from_pkcs12(arguments, *p12, console, questions);
  return from_token(arguments, *module, console, questions);
}

}  // namespace antin::cli
