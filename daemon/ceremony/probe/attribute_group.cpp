// What keeps a private key in: attributes that only go one way, and values that are not shown.
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

base::Result<KeyPair> closed_pair(Subject& subject) { return subject.any_key(); }

base::Result<KeyPair> extractable_pair(Subject& subject) {
  Wish wish;
  wish.algorithm = subject.any_kind();
  wish.extractable = true;
  return subject.pair(wish);
}

Answer reads_as(const Subject& subject, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool wanted) {
  const auto value = flag_of(subject.session(), object, type);
  if (!value) return no("it cannot be read");
  return *value == wanted ? yes() : no(wanted ? "it reads as false" : "it reads as true");
}

template <CK_ATTRIBUTE_TYPE Type, bool Wanted>
Answer closed_key_reads(Subject& subject) {
  const auto pair = closed_pair(subject);
  return pair ? reads_as(subject, pair->private_object, Type, Wanted) : not_tried(pair.error().text);
}

Answer hides_value(Subject& subject) {
  const auto pair = closed_pair(subject);
  if (!pair) return not_tried(pair.error().text);
  const bool rsa = pair->key.algorithm == crypto::KeyAlgorithm::rsa;
  base::Bytes value;
  const auto result =
      read_value(subject.session(), pair->private_object, rsa ? CKA_PRIVATE_EXPONENT : CKA_VALUE, value);
  const auto octets = value.size();
  base::wipe(value);
  if (result == CKR_OK && octets != 0) return no("the private value was read");
  return result == CKR_ATTRIBUTE_SENSITIVE ? yes() : yes(said("C_GetAttributeValue", result));
}

// A module may answer CKR_OK and change nothing, or refuse and change it all the same: what counts is what is then
// read.
Answer cannot_be_set(const Subject& subject, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool value) {
  const auto result = set_flag(subject.session(), object, type, value);
  const auto now = flag_of(subject.session(), object, type);
  if (now == value) return no("it was changed (" + said("C_SetAttributeValue", result) + ")");
  if (!now) return differs("it cannot be read afterwards");
  return result == CKR_OK ? differs("C_SetAttributeValue says CKR_OK and changes nothing") : yes();
}

template <CK_ATTRIBUTE_TYPE Type, bool Value>
Answer closed_key_stays(Subject& subject) {
  const auto pair = closed_pair(subject);
  return pair ? cannot_be_set(subject, pair->private_object, Type, Value) : not_tried(pair.error().text);
}

Answer lowers_extractable(Subject& subject) {
  const auto pair = extractable_pair(subject);
  if (!pair) return no("not even extractable: " + pair.error().text);
  if (flag_of(subject.session(), pair->private_object, CKA_EXTRACTABLE) != true)
    return no("a key made as extractable is not");
  if (const auto value = set_flag(subject.session(), pair->private_object, CKA_EXTRACTABLE, false); value != CKR_OK)
    return refused("C_SetAttributeValue", value);
  return reads_as(subject, pair->private_object, CKA_EXTRACTABLE, false);
}

Answer does_not_raise_it_again(Subject& subject) {
  const auto pair = extractable_pair(subject);
  if (!pair) return not_tried(pair.error().text);
  const auto& session = subject.session();
  if (set_flag(session, pair->private_object, CKA_EXTRACTABLE, false) != CKR_OK ||
      flag_of(session, pair->private_object, CKA_EXTRACTABLE) != false)
    return not_tried("it cannot be lowered");
  return cannot_be_set(subject, pair->private_object, CKA_EXTRACTABLE, true);
}

Answer remembers_extractable(Subject& subject) {
  const auto pair = extractable_pair(subject);
  if (!pair) return not_tried(pair.error().text);
  const auto before = flag_of(subject.session(), pair->private_object, CKA_NEVER_EXTRACTABLE);
  set_flag(subject.session(), pair->private_object, CKA_EXTRACTABLE, false);
  const auto after = flag_of(subject.session(), pair->private_object, CKA_NEVER_EXTRACTABLE);
  if (!before || !after) return no("it cannot be read");
  return !*before && !*after ? yes() : no("a key that was extractable claims that it never was");
}

template <CK_ATTRIBUTE_TYPE Type>
Answer renames(Subject& subject) {
  const auto pair = subject.pair({subject.any_kind()});
  if (!pair) return not_tried(pair.error().text);
  // Within the probe's own mark: what is left behind must be found again.
  const auto label = subject.label("renamed");
  if (const auto value = set_bytes(subject.session(), pair->private_object, Type, base::view(label)); value != CKR_OK)
    return refused("C_SetAttributeValue", value);
  const auto now = subject.session().attribute(pair->private_object, Type);
  return now && base::text(*now) == label ? yes() : no("it says CKR_OK and reads back something else");
}

Answer keeps_what_is_not_modifiable(Subject& subject) {
  Wish wish;
  wish.algorithm = subject.any_kind();
  wish.modifiable = false;
  const auto pair = subject.pair(wish);
  if (!pair) return not_tried(pair.error().text);
  const auto label = subject.label("renamed");
  const auto value = set_bytes(subject.session(), pair->private_object, CKA_LABEL, base::view(label));
  const auto now = subject.session().attribute(pair->private_object, CKA_LABEL);
  if (now && base::text(*now) == label) return no("the label was changed");
  return value == CKR_OK ? differs("C_SetAttributeValue says CKR_OK and changes nothing") : yes();
}

constexpr Check checks[] = {
    {"attribute.value-hidden", "Is the value of a sensitive key refused?", Bearing::essential,
     "Private keys can be read: this HSM protects nothing.", hides_value},
    {"attribute.sensitive", "Does a key made as sensitive read so?", Bearing::essential,
     "antin-signer leaves such keys out.", closed_key_reads<CKA_SENSITIVE, true>},
    {"attribute.sensitive-stays", "Is SENSITIVE never taken back?", Bearing::essential,
     "Whoever has the PIN can read the keys.", closed_key_stays<CKA_SENSITIVE, false>},
    {"attribute.not-extractable", "Does a key made as not extractable read so?", Bearing::essential,
     "antin-signer leaves such keys out.", closed_key_reads<CKA_EXTRACTABLE, false>},
    {"attribute.extractable-stays", "Is EXTRACTABLE never given to a key made without it?", Bearing::essential,
     "Whoever has the PIN can take the keys away.", closed_key_stays<CKA_EXTRACTABLE, true>},
    {"attribute.extractable-lowers", "Can EXTRACTABLE be taken from a key that had it?", Bearing::choice,
     "No wrapped backup: a key could not be closed after it. Plan the vendor's backup, or none.", lowers_extractable},
    {"attribute.extractable-one-way", "Can it not be given back then?", Bearing::choice,
     "No wrapped backup: a key would stay open after it. Plan the vendor's backup, or none.", does_not_raise_it_again},
    {"attribute.never-extractable", "Is NEVER_EXTRACTABLE true for a key that never was?", Bearing::choice,
     "A transcript cannot show that a key was never extractable.", closed_key_reads<CKA_NEVER_EXTRACTABLE, true>},
    {"attribute.was-extractable", "Is NEVER_EXTRACTABLE false for a key that was, even after?", Bearing::choice,
     "NEVER_EXTRACTABLE proves nothing here: the transcript must not rely on it.", remembers_extractable},
    {"attribute.always-sensitive", "Is ALWAYS_SENSITIVE true?", Bearing::choice,
     "A transcript cannot show that a key was always sensitive.", closed_key_reads<CKA_ALWAYS_SENSITIVE, true>},
    {"attribute.local", "Is LOCAL true for a key that was made here?", Bearing::choice,
     "A transcript cannot show that a key was made in the HSM.", closed_key_reads<CKA_LOCAL, true>},
    {"attribute.label-changes", "Can CKA_LABEL be changed?", Bearing::choice,
     "A key keeps the label that it was made with: a slip in a plan means a new key.", renames<CKA_LABEL>},
    {"attribute.id-changes", "Can CKA_ID be changed?", Bearing::note, "Antin never changes it.", renames<CKA_ID>},
    {"attribute.modifiable", "Is the label of a key that is not MODIFIABLE kept?", Bearing::note,
     "Antin's private keys are modifiable; public keys could be renamed here.", keeps_what_is_not_modifiable},
};

}  // namespace

const Group attribute_group{
    .name = "attribute", .title = "What keeps a key in", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
