// Keys go for good, from each token that has them, and only they: what is removed bears the label, the id and the
// public key that everybody has seen.
#include "core/crypto/sha2.hpp"
#include "core/hsm/key_pair.hpp"
#include "core/hsm/public_key.hpp"
#include "daemon/ceremony/run/labels.hpp"
#include "daemon/ceremony/run/pins.hpp"

namespace antin::ceremony {
namespace {

using Objects = std::vector<CK_OBJECT_HANDLE>;

// Both halves that bear the label; whatever else bears it is nothing that officers were asked about.
struct Halves {
  Objects private_keys;
  Objects public_keys;
  bool alone = false;
  [[nodiscard]] bool none() const { return private_keys.empty() && public_keys.empty() && alone; }
};

base::Result<Objects> of_class(const hsm::Session& session, CK_OBJECT_CLASS kind, const std::string& label) {
  hsm::Attributes match;
  match.number(CKA_CLASS, kind).bytes(CKA_LABEL, base::view(label)).flag(CKA_TOKEN, true);
  return session.find(std::move(match));
}

base::Result<Halves> halves_of(const hsm::Session& session, const std::string& label) {
  auto private_keys = of_class(session, CKO_PRIVATE_KEY, label);
  if (!private_keys) return private_keys.error();
  auto public_keys = of_class(session, CKO_PUBLIC_KEY, label);
  if (!public_keys) return public_keys.error();
  const auto all = hsm::objects_labelled(session, label);
  if (!all) return all.error();
  const bool alone = all->size() == private_keys->size() + public_keys->size();
  return Halves{std::move(*private_keys), std::move(*public_keys), alone};
}

// At most one of each, both of this id, the public one of the key that the plan names.
bool is_the_key(const hsm::Session& session, const Halves& halves, base::ByteView id, const base::Sha256Hash& hash) {
  if (!halves.alone || halves.private_keys.size() > 1 || halves.public_keys.size() > 1) return false;
  for (const auto* half : {&halves.private_keys, &halves.public_keys})
    for (const auto object : *half) {
      const auto theirs = session.attribute(object, CKA_ID);
      if (!theirs || !base::equal(*theirs, id)) return false;
    }
  if (halves.public_keys.empty()) return true;
  const auto read = hsm::read_public_key(session, halves.public_keys.front());
  return read && crypto::sha256(read->spki) == hash;
}

Done<void> remove(const hsm::Session& session, const Objects& objects) {
  for (const auto object : objects)
    if (const auto value = session.functions().C_DestroyObject(session.handle(), object); value != CKR_OK)
      return failed(hsm::cryptoki_error("C_DestroyObject", value));
  return {};
}

const FormerKey& former_key(const Ceremony& ceremony, const std::string& label) {
  return ceremony.formers.at(ceremony.plan().keys.at(label).known->from).keys.at(label);
}

// Those who could open the backup and are here.
std::vector<std::string> holders_here(const Ceremony& ceremony, const std::string& label) {
  const auto& record = ceremony.formers.at(ceremony.plan().keys.at(label).known->from);
  std::vector<std::string> here;
  for (const auto& holder : record.tokens.at(former_key(ceremony, label).token).shares.at("backup-key").holders)
    if (ceremony.plan().participants.contains(holder)) here.push_back(holder);
  return here;
}

}  // namespace

Done<Facts> expect_destruction(Ceremony& ceremony, const Step& step) {
  const auto session = session_on(ceremony, step.token);
  if (!session) return session.error();
  const auto halves = halves_of(*session, step.object);
  if (!halves) return failed(halves.error());
  const auto& known = *ceremony.plan().keys.at(step.object).known;
  const auto wrong = needs_exception(Why::not_as_recorded, {step.token, step.object, known.from});
  if (halves->private_keys.size() != 1 || halves->public_keys.size() != 1) return wrong;
  const auto id = session->attribute(halves->private_keys.front(), CKA_ID);
  if (!id || !is_the_key(*session, *halves, *id, known.public_key)) return wrong;
  return Facts{{"object", step.object},
               {"token", step.token},
               {"id", base::to_hex(*id)},
               {"public-key", base::print(known.public_key)},
               {"from", known.from}};
}

// Absent: as it should be, an interrupted try has done it. A half that is left goes too.
Done<Facts> destroy_key(Ceremony& ceremony, const Step& step) {
  const auto session = session_on(ceremony, step.token);
  if (!session) return session.error();
  const auto& known = *ceremony.plan().keys.at(step.object).known;
  const auto id = base::from_hex(begin_of(ceremony.entries(), step.id)->fact("id"));
  auto halves = halves_of(*session, step.object);
  if (!id || !halves) return failed(Why::begun_unreadable, {step.object});
  const bool gone = halves->none();
  if (!is_the_key(*session, *halves, *id, known.public_key))
    return needs_exception(Why::not_to_be_destroyed, {step.token, step.object});
  // The secret first: what is left after an interruption is then of no use.
  for (const auto* half : {&halves->private_keys, &halves->public_keys})
    if (auto removed = remove(*session, *half); !removed) return removed.error();
  halves = halves_of(*session, step.object);
  if (!halves) return failed(halves.error());
  if (!halves->none()) return needs_exception(Why::still_there, {step.object, step.token});
  return Facts{{"public-key", base::print(known.public_key)},
               {"serial", *ceremony.plan().tokens.at(step.token).serial},
               {"adopted", gone ? "yes" : "no"}};
}

Done<Facts> expect_disposal(const Ceremony& ceremony, const Step& step) {
  return Facts{{"object", step.object},
               {"from", ceremony.plan().keys.at(step.object).known->from},
               {"file", ceremony.folder.wrapped_key(step.object).filename().string()},
               {"hash", base::print(*former_key(ceremony, step.object).wrapped)}};
}

// Nobody can look into their safes: each gives their word, and it is in the record whose.
Done<Facts> dispose_of_backup(Ceremony& ceremony, const Step& step) {
  const auto path = ceremony.folder.wrapped_key(step.object);
  if (std::filesystem::exists(path)) return failed(Why::backup_lies_there, {path.string()});
  Facts facts{{"wrapped " + step.object, base::print(*former_key(ceremony, step.object).wrapped)}};
  for (const auto& holder : holders_here(ceremony, step.object)) {
    auto screen = ceremony.screen(step);
    screen.facts.emplace_back(label_of("word", ceremony.language), holder);
    if (auto given = ceremony.people.agree(screen); !given) return given.error();
    facts["word of " + holder] = "destroyed";
  }
  return facts;
}

}  // namespace antin::ceremony
