// Keys: made in the HSM, looked at again, asked a certificate for, tested as antin-signer will use them.
#include <chrono>

#include "core/base/file.hpp"
#include "core/crypto/pem.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/sha2.hpp"
#include "core/forms/certificate_request.hpp"
#include "core/hsm/found_keys.hpp"
#include "core/hsm/key_pair.hpp"
#include "core/hsm/public_key.hpp"
#include "core/hsm/signing.hpp"
#include "core/tlog/note.hpp"
#include "daemon/ceremony/record/inventory.hpp"
#include "daemon/ceremony/record/log_key.hpp"
#include "daemon/ceremony/record/verify.hpp"
#include "daemon/ceremony/run/ceremony.hpp"

namespace antin::ceremony {
namespace {

constexpr auto sha256 = base::DigestAlgorithm::sha256;
constexpr std::size_t certificate_size_limit = 64 * 1024;

std::string hash_of(base::ByteView bytes) { return base::print(crypto::sha256(bytes)); }

const Entry& beginning(const Ceremony& ceremony, const Step& step) { return *begin_of(ceremony.entries(), step.id); }

// As antin-signer finds it, and as it was made.
Done<hsm::Key> find_key(const Ceremony& ceremony, const hsm::FoundKeys& found, const std::string& label) {
  for (const auto& key : found.keys)
    if (key.label == label) {
      if (hash_of(key.spki) == public_key_hash(ceremony, label)) return key;
      return needs_exception(Why::not_the_key_made, {label});
    }
  return needs_exception(Why::no_usable_key, {label});
}

// The key signs; the signature is verified here with its public key.
Done<base::Bytes> sign_with(const hsm::Session& session, const hsm::FoundKeys& found, const hsm::Key& key,
                            base::ByteView message) {
  auto signature = hsm::sign_on(session, found.handles.at(key.label), key, sha256, message);
  if (!signature) return failed(signature.error());
  if (!crypto::verify_signature(key.spki, crypto::scheme_of(key.algorithm), sha256, message, *signature))
    return needs_exception(Why::signature_does_not_fit, {key.label});
  return std::move(*signature);
}

// What C_GenerateKeyPair left when it was interrupted: both halves are there as meant, or something else is.
hsm::Extraction extraction_of(const KeyPlan& plan) {
  return plan.backup == Backup::wrapped ? hsm::Extraction::open : hsm::Extraction::never;
}

enum class Left { unknown, nothing, the_key, something };

Left left_of(const hsm::Session& session, const std::vector<CK_OBJECT_HANDLE>& objects, base::ByteView id,
             const KeyPlan& plan) {
  if (objects.empty()) return Left::nothing;
  unsigned publics = 0;
  unsigned privates = 0;
  for (const auto object : objects) {
    const auto theirs = session.attribute(object, CKA_ID);
    if (!theirs || !base::equal(*theirs, id)) return Left::something;
    const bool is_private = session.flag_is(object, CKA_SIGN, true);
    if (is_private && hsm::attribute_fault(session, object, plan.algorithm, extraction_of(plan)))
      return Left::something;
    (is_private ? privates : publics) += 1;
  }
  return publics == 1 && privates == 1 ? Left::the_key : Left::something;
}

// Only what bears the id of this very step, and only after officers have approved an exception.
Done<void> clear_away(const Ceremony& ceremony, const Step& step, const hsm::Session& session, base::ByteView id,
                      std::vector<CK_OBJECT_HANDLE>& objects) {
  const auto refuse = needs_exception(Why::left_over_objects, {step.object});
  if (!was_excused(ceremony.entries(), step.id, refuse.in(Language::english), ceremony.plan().quorum)) return refuse;
  for (const auto object : objects) {
    const auto theirs = session.attribute(object, CKA_ID);
    if (!theirs || !base::equal(*theirs, id)) return refuse;
  }
  for (const auto object : objects)
    if (const auto value = session.functions().C_DestroyObject(session.handle(), object); value != CKR_OK)
      return failed(hsm::cryptoki_error("C_DestroyObject", value));
  objects.clear();
  return {};
}

// By another way than it was made: a new search by label.
Done<base::Bytes> public_key_again(const hsm::Session& session, const std::string& label) {
  hsm::Attributes match;
  match.number(CKA_CLASS, CKO_PUBLIC_KEY).bytes(CKA_LABEL, base::view(label)).flag(CKA_TOKEN, true);
  const auto found = session.find(std::move(match));
  if (!found) return needs_exception(Why::as_it_says, {found.error().text});
  if (found->size() != 1) return needs_exception(Why::public_key_unreadable, {label});
  auto read = hsm::read_public_key(session, found->front());
  if (!read) return needs_exception(Why::as_it_says, {read.error().text});
  return std::move(read->spki);
}

Done<base::Bytes> make_or_adopt(const Ceremony& ceremony, const Step& step, const hsm::Session& session, Facts& facts) {
  const auto id = base::from_hex(beginning(ceremony, step).fact("id"));
  const auto& plan = ceremony.plan().keys.at(step.object);
  auto objects = hsm::objects_labelled(session, step.object);
  if (!id || !objects) return failed(Why::begun_unreadable, {step.object});
  auto left = left_of(session, *objects, *id, plan);
  if (left == Left::something) {
    if (auto cleared = clear_away(ceremony, step, session, *id, *objects); !cleared) return cleared.error();
    left = Left::nothing;
  }
  facts["adopted"] = left == Left::the_key ? "yes" : "no";
  if (left == Left::nothing) {
    const auto made = hsm::generate_key_pair(session, step.object, plan.algorithm, extraction_of(plan), *id);
    if (!made) return needs_exception(Why::as_it_says, {made.error().text});
    facts["made"] = hash_of(made->spki);
  }
  auto again = public_key_again(session, step.object);
  if (!again) return again.error();
  if (left == Left::nothing && hash_of(*again) != facts.at("made"))
    return needs_exception(Why::read_again_differs, {step.object});
  facts.erase("made");
  return std::move(*again);
}

base::Result<void> write_public_key(const Ceremony& ceremony, const std::string& label, base::ByteView spki,
                                    Facts& facts) {
  const auto pem = crypto::to_pem("PUBLIC KEY", spki);
  if (auto written = base::write_file_durably(ceremony.folder.public_key(label), base::view(pem)); !written)
    return written;
  facts["public-key"] = hash_of(spki);
  facts["public-key-file"] = hash_of(base::view(pem));
  const auto& plan = ceremony.plan().keys.at(label);
  if (plan.subject || plan.fate != Fate::make) return {};
  const auto vkey = log_key(ceremony.plan(), label, spki);
  if (!vkey) return vkey.error();
  facts["vkey"] = tlog::print(*vkey);
  return base::write_file_durably(ceremony.folder.verifier_key(label), base::view(tlog::print(*vkey) + "\n"));
}

base::Result<crypto::Certificate> read_certificate(const Ceremony& ceremony, const std::string& label) {
  const auto content = base::read_file(ceremony.folder.key_certificate(label), certificate_size_limit);
  if (!content) return content.error();
  return crypto::certificate_from_pem(*content);
}

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

std::string public_key_hash(const Ceremony& ceremony, const std::string& label) {
  return public_key_hash(ceremony.plan(), ceremony.steps, ceremony.entries(), label);
}

Done<Facts> expect_key(Ceremony& ceremony, const Step& step) {
  const auto& plan = ceremony.plan().keys.at(step.object);
  // By now the plan's own tokens are made: what is free is left for the spares.
  if (plan.backup == Backup::wrapped)
    if (auto spares = check_spares_can_be_had(ceremony); !spares) return spares.error();
  const auto session = session_on(ceremony, plan.token);
  if (!session) return session.error();
  const auto there = hsm::objects_labelled(*session, step.object);
  if (!there) return failed(there.error());
  if (!there->empty()) return needs_exception(Why::label_taken, {step.object});
  Facts facts{{"object", step.object},
              {"token", plan.token},
              {"algorithm", std::string(name_of(plan.algorithm))},
              {"backup", std::string(name_of(plan.backup))},
              {"id", base::to_hex(crypto::random_array<16>())}};
  if (plan.replaces) facts["replaces"] = *plan.replaces;
  return facts;
}

Done<Facts> generate_key(Ceremony& ceremony, const Step& step) {
  const auto session = session_on(ceremony, ceremony.plan().keys.at(step.object).token);
  if (!session) return session.error();
  Facts facts;
  const auto spki = make_or_adopt(ceremony, step, *session, facts);
  if (!spki) return spki.error();
  if (auto written = write_public_key(ceremony, step.object, *spki, facts); !written) return failed(written.error());
  // generate_key_pair has refused anything else, and so does adopting.
  const bool never = extraction_of(ceremony.plan().keys.at(step.object)) == hsm::Extraction::never;
  facts["never-extractable"] = never ? "yes" : "no: its backup is made next";
  facts["in-host-memory"] = "never";
  if (const auto& old = ceremony.plan().keys.at(step.object).replaces)
    facts["beside"] = *old + ", which stays in the token until it is destroyed";
  return facts;
}

Done<Facts> expect_same(const Ceremony& ceremony, const Step& step) {
  const auto& plan = ceremony.plan().keys.at(step.object);
  return Facts{{"object", step.object},
               {"token", plan.token},
               {"from", plan.known->from},
               {"public-key", base::print(plan.known->public_key)}};
}

Done<Facts> compare_key(Ceremony& ceremony, const Step& step) {
  const auto& plan = ceremony.plan().keys.at(step.object);
  const auto session = session_on(ceremony, plan.token);
  if (!session) return session.error();
  const auto found = hsm::find_keys(*session);
  if (!found) return failed(found.error());
  const auto key = find_key(ceremony, *found, step.object);
  if (!key) return key.error();
  const auto challenge = crypto::random_array<32>();
  if (const auto signature = sign_with(*session, *found, *key, challenge); !signature) return signature.error();
  Facts facts;
  if (auto put = write_public_key(ceremony, step.object, key->spki, facts); !put) return failed(put.error());
  if (const auto& wrapped = ceremony.formers.at(plan.known->from).keys.at(step.object).wrapped)
    facts["wrapped " + step.object] = base::print(*wrapped);
  return facts;
}

Done<Facts> request_certificate(Ceremony& ceremony, const Step& step) {
  const auto& plan = ceremony.plan().keys.at(step.object);
  const auto session = session_on(ceremony, plan.token);
  if (!session) return session.error();
  const auto found = hsm::find_keys(*session);
  if (!found) return failed(found.error());
  const auto key = find_key(ceremony, *found, step.object);
  if (!key) return key.error();
  const auto& subject = *plan.subject;
  const auto info = forms::certificate_request_info({subject.country, subject.organisation, subject.name}, key->spki);
  const auto signature = sign_with(*session, *found, *key, info);
  if (!signature) return signature.error();
  const auto request = forms::certificate_request(info, crypto::scheme_of(key->algorithm), *signature);
  const auto pem = crypto::to_pem("CERTIFICATE REQUEST", request);
  if (auto written = base::write_file_durably(ceremony.folder.request(step.object), base::view(pem)); !written)
    return failed(written.error());
  return Facts{{"request", hash_of(base::view(pem))}};
}

// The certificate is there before officers are asked: they approve this one.
Done<Facts> expect_certificate(Ceremony& ceremony, const Step& step) {
  const auto path = ceremony.folder.key_certificate(step.object);
  if (!std::filesystem::exists(path)) {
    if (is_rehearsal(ceremony.entries())) return Facts{{"object", step.object}, {"certificate", "none"}};
    return paused(Why::put_certificate, {path.string()});
  }
  const auto certificate = read_certificate(ceremony, step.object);
  if (!certificate) return failed(certificate.error());
  if (hash_of(certificate->spki) != public_key_hash(ceremony, step.object))
    return failed(Why::certificate_of_another_key, {path.string()});
  const auto held = check_key_certificate(ceremony.locked, step.object, *certificate, certificate->spki, now());
  if (!held) return failed(Why::certificate_does_not_hold, {path.string(), held.error().text});
  return Facts{{"object", step.object},
               {"certificate", base::print(certificate->hash)},
               {"subject", certificate->subject},
               {"not-after", base::print_seconds(certificate->not_after)}};
}

Done<Facts> take_certificate(Ceremony& ceremony, const Step& step) {
  const auto approved = beginning(ceremony, step).fact("certificate");
  if (approved == "none") return Facts{{"certificate", "none"}};
  const auto certificate = read_certificate(ceremony, step.object);
  if (!certificate) return failed(certificate.error());
  if (base::print(certificate->hash) != approved) return needs_exception(Why::certificate_not_approved, {step.object});
  const auto session = session_on(ceremony, ceremony.plan().keys.at(step.object).token);
  if (!session) return session.error();
  const auto found = hsm::find_keys(*session);
  if (!found) return failed(found.error());
  auto key = find_key(ceremony, *found, step.object);
  if (!key) return key.error();
  key->spki = certificate->spki;  // the test signature is verified with what verifiers will have
  const auto challenge = crypto::random_array<32>();
  if (const auto signature = sign_with(*session, *found, *key, challenge); !signature) return signature.error();
  return Facts{{"certificate", approved}};
}

Done<Facts> test_token(Ceremony& ceremony, const Step& step) {
  const auto session = session_on(ceremony, step.object);
  if (!session) return session.error();
  const auto found = hsm::find_keys(*session);
  if (!found) return failed(found.error());
  if (!found->left_out.empty()) return needs_exception(Why::left_out, {found->left_out.front()});
  unsigned tested = 0;
  for (const auto& [label, plan] : ceremony.plan().keys) {
    if (plan.token != step.object || plan.fate == Fate::destroy) continue;
    const auto key = find_key(ceremony, *found, label);
    if (!key) return key.error();
    const auto challenge = crypto::random_array<32>();
    if (const auto signature = sign_with(*session, *found, *key, challenge); !signature) return signature.error();
    ++tested;
  }
  return Facts{{"keys", std::to_string(tested)}};
}

}  // namespace antin::ceremony
