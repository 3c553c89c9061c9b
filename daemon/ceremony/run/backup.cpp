// Backups: keys wrapped under a key that custodians hold, restored on a spare token before anyone relies on them, then
// closed for good. Keys are never in this machine's memory; the wrapping key is, while it is used.
#include "core/base/file.hpp"
#include "core/crypto/pem.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/sha2.hpp"
#include "core/crypto/signature.hpp"
#include "core/hsm/key_pair.hpp"
#include "core/hsm/signing.hpp"
#include "core/hsm/wrapping.hpp"
#include "daemon/ceremony/run/pins.hpp"
#include "daemon/ceremony/run/spare.hpp"

namespace antin::ceremony {
namespace {

constexpr auto sha256 = base::DigestAlgorithm::sha256;
constexpr std::size_t wrapped_limit = 64 * 1024;

std::vector<std::string> wrapped_keys(const Ceremony& ceremony, const std::string& token) {
  std::vector<std::string> labels;
  for (const auto& label : ceremony.plan().keys_of(token, Fate::make))
    if (ceremony.plan().keys.at(label).backup == Backup::wrapped) labels.push_back(label);
  return labels;
}

Done<CK_OBJECT_HANDLE> private_key(const hsm::Session& session, const std::string& label) {
  hsm::Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(label)).flag(CKA_TOKEN, true);
  const auto found = session.find(std::move(match));
  if (!found) return needs_exception(Why::as_it_says, {found.error().text});
  if (found->size() != 1) return needs_exception(Why::not_one_private_key, {label});
  return found->front();
}

// Until every holder has a share of it, nothing is wrapped; afterwards it is this one.
Done<base::Secret> backup_key_of(Ceremony& ceremony, const Step& step) {
  if (is_handed_out(ceremony, step.object, backup_key)) return secret_from_shares(ceremony, step.object, backup_key);
  auto key = random_backup_key();
  const auto round = handed_out(ceremony.entries(), step.object, std::string(backup_key)).round + 1;
  if (auto done = hand_out(ceremony, step, backup_key, key, round); !done) return done.error();
  return key;
}

}  // namespace

Done<hsm::WrappingKey> wrapping_key_on(Ceremony& ceremony, const std::string& token, const base::Secret& value) {
  const auto state = usable_token(ceremony, token);
  if (!state) return state.error();
  const auto so = pin_from_shares(ceremony, token, so_pin);
  if (!so) return so.error();
  const auto user = user_pin(ceremony, token);
  if (!user) return user.error();
  auto key = hsm::WrappingKey::make(ceremony.module, state->slot, *so, **user, value);
  if (!key) return failed(key.error());
  return std::move(*key);
}

namespace {

CK_KEY_TYPE type_of(crypto::KeyAlgorithm algorithm) {
  return algorithm == crypto::KeyAlgorithm::rsa ? CKK_RSA : CKK_EC;
}

// As the journal has it.
Done<base::Bytes> wrapped_octets(const Ceremony& ceremony, const Step& step, const std::string& label) {
  auto content = base::read_file(ceremony.folder.wrapped_key(label), wrapped_limit);
  if (!content) return failed(content.error());
  for (const auto& other : ceremony.steps)
    if (other.act == Act::backup && other.object == step.object)
      if (end_of(ceremony.entries(), other.id)->fact("wrapped " + label) == base::print(crypto::sha256(*content)))
        return std::move(*content);
  return needs_exception(Why::backup_not_as_made, {label});
}

Done<void> sign_on_spare(const Ceremony& ceremony, const Step& step, const hsm::WrappingKey& key,
                         const std::string& label, base::ByteView spki) {
  const auto wrapped = wrapped_octets(ceremony, step, label);
  if (!wrapped) return wrapped.error();
  const auto algorithm = ceremony.plan().keys.at(label).algorithm;
  const auto restored = key.unwrap(*wrapped, type_of(algorithm));
  if (!restored) return needs_exception(Why::backup_does_not_open, {label, restored.error().text});
  const auto challenge = crypto::random_array<32>();
  const hsm::Key described{label, base::copy(spki), algorithm};
  const auto signature = hsm::sign_on(key.session(), *restored, described, sha256, challenge);
  if (!signature) return needs_exception(Why::backup_does_not_sign, {label, signature.error().text});
  if (!crypto::verify_signature(spki, crypto::scheme_of(algorithm), sha256, challenge, *signature))
    return needs_exception(Why::backup_of_another_key, {label});
  return {};
}

Done<void> sign_with_each(const Ceremony& ceremony, const Step& step, const Spare& spare, const base::Secret& value) {
  const auto key = hsm::WrappingKey::make(ceremony.module, spare.state.slot, spare.so, spare.user, value);
  // A try may be used up: it is not for whoever resumes to use up the next.
  if (!key) return needs_exception(Why::spare_refuses, {spare.state.label, key.error().text});
  for (const auto& label : wrapped_keys(ceremony, step.object)) {
    const auto pem = base::read_file(ceremony.folder.public_key(label), wrapped_limit);
    const auto spki = pem ? crypto::from_pem("PUBLIC KEY", base::text(*pem)) : std::nullopt;
    if (!spki) return failed(Why::public_key_unreadable, {label});
    if (auto signs = sign_on_spare(ceremony, step, *key, label, *spki); !signs) return signs;
  }
  return {};
}

}  // namespace

Done<Facts> back_up(Ceremony& ceremony, const Step& step) {
  const auto value = backup_key_of(ceremony, step);
  if (!value) return value.error();
  const auto key = wrapping_key_on(ceremony, step.object, *value);
  if (!key) return key.error();
  Facts facts{{"form", "RFC 5649, AES-256"}, {"keys-in-host-memory", "never"}, {"wrapping-key-in-host-memory", "yes"}};
  for (const auto& label : wrapped_keys(ceremony, step.object)) {
    const auto handle = private_key(key->session(), label);
    if (!handle) return handle.error();
    const auto wrapped = key->wrap(*handle);
    if (!wrapped) return failed(Why::of_key, {label, wrapped.error().text});
    if (auto written = base::write_file_durably(ceremony.folder.wrapped_key(label), *wrapped); !written)
      return failed(written.error());
    facts["wrapped " + label] = base::print(crypto::sha256(*wrapped));
  }
  return facts;
}

Done<Facts> restore(Ceremony& ceremony, const Step& step) {
  // The custodians' shares, not what memory may still hold: that they open the backup is what is rehearsed.
  const auto value = secret_from_shares(ceremony, step.object, backup_key);
  if (!value) return value.error();
  const auto spare = spare_token(ceremony, step.object, *value);
  if (!spare) return spare.error();
  if (auto signs = sign_with_each(ceremony, step, *spare, *value); !signs) return signs.error();
  if (auto wiped = wipe_spare(ceremony, *spare); !wiped) return wiped.error();
  return Facts{{"spare-serial", spare->state.serial}, {"signed", "each key, verified with the primary's public key"}};
}

Done<Facts> close_keys(Ceremony& ceremony, const Step& step) {
  const auto session = session_on(ceremony, step.object);
  if (!session) return session.error();
  for (const auto& label : wrapped_keys(ceremony, step.object)) {
    const auto handle = private_key(*session, label);
    if (!handle) return handle.error();
    if (const auto closed = hsm::close_key(*session, *handle); !closed)
      return needs_exception(Why::as_it_says, {closed.error().text});
    const auto algorithm = ceremony.plan().keys.at(label).algorithm;
    if (auto fault = hsm::attribute_fault(*session, *handle, algorithm, hsm::Extraction::closed))
      return needs_exception(Why::of_key, {label, *fault});
  }
  return Facts{{"extractable", "no more"}};
}

}  // namespace antin::ceremony
