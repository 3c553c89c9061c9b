// The very code of antin-signer on this module: libp11's login, the search for keys, the signature.
#include "core/crypto/signature.hpp"
#include "core/hsm/token.hpp"
#include "daemon/ceremony/probe/offspring.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/removal.hpp"
#include "daemon/ceremony/probe/slots.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;

// In a process of its own, because libp11 loads the module for itself. Its label is said: antin-signer wants one.
int make_key(const Aim& aim, KeyAlgorithm algorithm, const std::string& label, int socket) {
  Subject subject(aim, [](Pace) {});
  if (!subject.open(Opening::user)) return 1;
  CK_TOKEN_INFO info{};
  if (subject.functions().C_GetTokenInfo(subject.slot(), &info) != CKR_OK) return 1;
  Wish wish;
  wish.algorithm = algorithm;
  if (!generate(subject.session(), wish, label)) {
    wish.plain = true;
    if (!generate(subject.session(), wish, label)) return 2;
  }
  send_message(socket, base::view(hsm::trimmed(info.label)));
  subject.close();
  return 0;
}

Answer sign_as_antin_signer(Subject& subject, const std::string& token_label, const std::string& label) {
  auto token = hsm::Token::open({subject.aim().module, token_label, {}, true}, subject.aim().user_pin);
  if (!token) {
    if (token.error().pin_refused) subject.refuse(CKU_USER);
    return no(token.error().text);
  }
  const auto* key = token->find(label);
  if (key == nullptr) {
    for (const auto& reason : token->left_out()) {
      if (reason.starts_with(label)) return no("it is left out: " + reason.substr(label.size() + 2));
    }
    return no("antin-signer does not find it");
  }
  const auto signature = token->sign(*key, base::DigestAlgorithm::sha256, base::view(sample));
  if (!signature) return no(signature.error().text);
  if (!token->usable()) return no("the signer takes the token for gone");
  return crypto::verify_signature(key->spki, crypto::scheme_of(key->algorithm), base::DigestAlgorithm::sha256,
                                  base::view(sample), *signature)
             ? yes()
             : no("OpenSSL does not verify its signature");
}

template <KeyAlgorithm Algorithm>
Answer serves(Subject& subject) {
  subject.slow_work();
  const auto label = subject.label("signer-" + name_of(Algorithm));
  Offspring maker([&](int socket) { return make_key(subject.aim(), Algorithm, label, socket); });
  base::Bytes token_label;
  const auto patience = subject.aim().deadline * 5;
  const auto heard = maker.receive(token_label, patience);
  const auto end = maker.end_within(patience);
  if (heard != Offspring::Heard::message || !end.well())
    return not_tried(end.status == 2 ? "no such key is made" : "making the key: " + said_of(end));
  auto answer = sign_as_antin_signer(subject, std::string(base::text(token_label)), label);
  if (!subject.refused(CKU_USER)) remove_in_a_process(subject.aim());
  return answer;
}

constexpr Check checks[] = {
    {"signer.p256", "Does antin-signer's own code find and use a P-256 key?", Bearing::essential,
     "antin-signer cannot work on this module.", serves<KeyAlgorithm::ecdsa_p256>},
    {"signer.rsa-3072", "And an RSA-3072 key?", Bearing::choice, "antin-signer cannot use RSA keys here.",
     serves<KeyAlgorithm::rsa>},
    {"signer.ed25519", "And an Ed25519 key?", Bearing::choice,
     "antin-signer cannot use Ed25519 keys here: plan an ECDSA P-256 log key.", serves<KeyAlgorithm::ed25519>},
};

}  // namespace

const Group signer_group{.name = "signer",
                         .title = "As antin-signer does it",
                         .opening = Opening::nothing,
                         .one_process_each = true,
                         .checks = checks};

}  // namespace antin::ceremony::probe
