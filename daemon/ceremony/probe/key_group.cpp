// Key pairs: generated as a ceremony does, with a public key that can be read.
#include "core/hsm/key_pair.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/removal.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;

void remove_made(const hsm::Session& session, const std::string& label) {
  const auto made = hsm::objects_labelled(session, label);
  if (!made) return;
  for (const auto object : *made) session.functions().C_DestroyObject(session.handle(), object);
}

// By the code that a ceremony runs, which reads every attribute back.
template <KeyAlgorithm Algorithm>
Answer makes_for_a_ceremony(Subject& subject) {
  subject.slow_work();
  const auto label = subject.label("ceremony-" + name_of(Algorithm));
  const auto made = hsm::generate_key_pair(subject.session(), label, Algorithm);
  remove_made(subject.session(), label);
  return made ? yes() : no(made.error().text);
}

template <KeyAlgorithm Algorithm>
Answer makes_at_all(Subject& subject) {
  const auto pair = subject.key(Algorithm);
  return pair ? yes() : no(pair.error().text);
}

Answer has_standard_point(Subject& subject) {
  const auto pair = subject.key(KeyAlgorithm::ecdsa_p256);
  if (!pair) return not_tried(pair.error().text);
  const auto point = subject.session().attribute(pair->public_object, CKA_EC_POINT);
  if (!point) return no(point.error().text);
  if (point->size() == 67 && (*point)[0] == 0x04 && (*point)[1] == 0x41) return yes("OCTET STRING");
  return differs(point->size() == 65 ? "the bare point" : std::to_string(point->size()) + " octets");
}

Answer has_standard_edwards_point(Subject& subject) {
  const auto pair = subject.key(KeyAlgorithm::ed25519);
  if (!pair) return not_tried(pair.error().text);
  const auto point = subject.session().attribute(pair->public_object, CKA_EC_POINT);
  if (!point) return no(point.error().text);
  if (point->size() == 34 && (*point)[0] == 0x04) return yes("OCTET STRING");
  return differs(point->size() == 32 ? "the bare point" : std::to_string(point->size()) + " octets");
}

template <KeyAlgorithm Algorithm>
Answer names_curve_by_oid(Subject& subject) {
  const auto pair = subject.key(Algorithm);
  if (!pair) return not_tried(pair.error().text);
  const auto parameters = subject.session().attribute(pair->public_object, CKA_EC_PARAMS);
  if (!parameters) return no(parameters.error().text);
  return !parameters->empty() && parameters->front() == 0x06 ? yes() : differs(base::to_hex(*parameters));
}

Answer is_found_by_label_and_id(Subject& subject) {
  const auto pair = subject.key(KeyAlgorithm::ecdsa_p256);
  if (!pair) return not_tried(pair.error().text);
  const auto& session = subject.session();
  const auto id = session.attribute(pair->private_object, CKA_ID);
  if (!id) return no(id.error().text);
  if (id->size() != 16) return no("the CKA_ID that was asked for is not what the key has");
  hsm::Attributes match;
  match.number(CKA_CLASS, CKO_PUBLIC_KEY).bytes(CKA_ID, *id).bytes(CKA_LABEL, base::view(pair->key.label));
  const auto found = session.find(std::move(match));
  if (!found) return no(found.error().text);
  return found->size() == 1 ? yes() : no(std::to_string(found->size()) + " public keys have this CKA_ID and label");
}

// A C_Finalize and all that follows stand for the next start of a program.
Answer outlives_the_process(Subject& subject) {
  const auto pair = subject.pair({subject.any_kind()});
  if (!pair) return not_tried(pair.error().text);
  Subject again(subject.aim(), [](Pace) {});
  subject.functions().C_Finalize(nullptr);
  const auto opened = again.open(Opening::user);
  if (again.refused(CKU_USER)) subject.refuse(CKU_USER);
  if (!opened) return no(opened.error().text);
  hsm::Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(pair->key.label));
  const auto found = again.session().find(std::move(match));
  if (!found) return no(found.error().text);
  if (found->empty()) return no("it is gone after C_Finalize");
  const auto value = sign_sample(again.session(), mechanism_of(pair->key.algorithm), found->front());
  // This process made them with handles that hold no more.
  static_cast<void>(remove_labelled(again.session(), subject.aim().mark));
  return value == CKR_OK ? yes() : no("it is there, but does not sign: " + said("signing", value));
}

constexpr const char* no_ed25519 = "No Ed25519 log key here: plan an ECDSA P-256 log key.";

constexpr Check checks[] = {
    {"key.p256", "Does a ceremony make a P-256 key that reads back as it was asked for?", Bearing::essential,
     "A ceremony refuses to make keys here; key.attributes names what the module does not take.",
     makes_for_a_ceremony<KeyAlgorithm::ecdsa_p256>},
    {"key.rsa-3072", "And an RSA-3072 key?", Bearing::choice, "No RSA keys here: plan ECDSA P-256 for seals.",
     makes_for_a_ceremony<KeyAlgorithm::rsa>},
    {"key.ed25519", "And an Ed25519 key?", Bearing::choice, no_ed25519, makes_for_a_ceremony<KeyAlgorithm::ed25519>},
    {"key.p256-at-all", "Does it make a P-256 key with the few attributes that all modules know?", Bearing::essential,
     "Timestamps need an ECDSA P-256 key: this HSM cannot serve Antin.", makes_at_all<KeyAlgorithm::ecdsa_p256>},
    {"key.rsa-3072-at-all", "And an RSA-3072 key?", Bearing::choice, "No RSA keys here: plan ECDSA P-256 for seals.",
     makes_at_all<KeyAlgorithm::rsa>},
    {"key.ed25519-at-all", "And an Ed25519 key?", Bearing::choice, no_ed25519, makes_at_all<KeyAlgorithm::ed25519>},
    {"key.p256-point", "Is CKA_EC_POINT of P-256 a DER OCTET STRING?", Bearing::note, "Antin reads the bare point too.",
     has_standard_point},
    {"key.p256-curve", "Is its CKA_EC_PARAMS an OID?", Bearing::choice, "Antin reads no other form for P-256.",
     names_curve_by_oid<KeyAlgorithm::ecdsa_p256>},
    {"key.ed25519-point", "Is CKA_EC_POINT of Ed25519 a DER OCTET STRING?", Bearing::note,
     "Antin reads the bare point and a BIT STRING too.", has_standard_edwards_point},
    {"key.ed25519-curve", "Is its CKA_EC_PARAMS an OID?", Bearing::note, "Antin reads the curve's name too.",
     names_curve_by_oid<KeyAlgorithm::ed25519>},
    {"key.found", "Is the public key found by its CKA_ID and label?", Bearing::essential,
     "antin-signer pairs the halves of a key by CKA_ID.", is_found_by_label_and_id},
    {"key.stays", "Is a key still there, and signing, after C_Finalize?", Bearing::essential,
     "Keys do not last: this is no token.", outlives_the_process},
};

}  // namespace

const Group key_group{.name = "key", .title = "Making keys", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
