// Keys come back: out of the backups of a former ceremony, under the key that its custodians hold, into a token that
// this ceremony has made. Keys are never in this machine's memory; the wrapping key is, while it is used.
#include "core/base/file.hpp"
#include "core/crypto/pem.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/sha2.hpp"
#include "core/hsm/restored_key.hpp"
#include "daemon/ceremony/run/pins.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t wrapped_limit = 64 * 1024;

const FormerKey& former_key(const Ceremony& ceremony, const std::string& label) {
  return ceremony.formers.at(ceremony.plan().keys.at(label).known->from).keys.at(label);
}

// Where people put it, and the very one that was made then.
Done<base::Bytes> backup_of(const Ceremony& ceremony, const std::string& label) {
  const auto path = ceremony.folder.wrapped_key(label);
  if (!std::filesystem::exists(path)) return paused(Why::put_backup, {label, path.string()});
  auto content = base::read_file(path, wrapped_limit);
  if (!content) return failed(content.error());
  if (crypto::sha256(*content) != former_key(ceremony, label).wrapped)
    return failed(Why::backup_not_that_one, {path.string(), ceremony.plan().keys.at(label).known->from});
  return std::move(*content);
}

// The public key as the former ceremony has it, which its record vouches for.
Done<hsm::RestoredKey> wanted_key(const Ceremony& ceremony, const Step& step, const std::string& label) {
  const auto& plan = ceremony.plan().keys.at(label);
  const auto pem = base::read_file(ceremony.folder.former(plan.known->from).public_key(label), wrapped_limit);
  auto spki = pem ? crypto::from_pem("PUBLIC KEY", base::text(*pem)) : std::nullopt;
  if (!spki || crypto::sha256(*spki) != plan.known->public_key)
    return failed(Why::public_key_not_in_record, {label, plan.known->from});
  const auto id = base::from_hex(begin_of(ceremony.entries(), step.id)->fact("id " + label));
  if (!id) return failed(Why::begun_unreadable, {label});
  return hsm::RestoredKey{label, plan.algorithm, *id, std::move(*spki)};
}

Done<void> bring_back(const Ceremony& ceremony, const Step& step, const hsm::WrappingKey& opener,
                      const std::string& label, Facts& facts) {
  const auto wrapped = backup_of(ceremony, label);
  if (!wrapped) return wrapped.error();
  const auto key = wanted_key(ceremony, step, label);
  if (!key) return key.error();
  if (auto good = hsm::try_backup(opener, *wrapped, *key); !good)
    return needs_exception(Why::backup_wrong, {label, good.error().text});
  if (auto back = hsm::restore_key_pair(opener, *wrapped, *key); !back)
    return needs_exception(Why::as_it_says, {back.error().text});
  const auto pem = crypto::to_pem("PUBLIC KEY", key->spki);
  if (auto put = base::write_file_durably(ceremony.folder.public_key(label), base::view(pem)); !put)
    return failed(put.error());
  facts["restored " + label] = base::print(crypto::sha256(key->spki));
  facts["wrapped " + label] = base::print(crypto::sha256(*wrapped));
  facts["public-key-file " + label] = base::print(crypto::sha256(base::view(pem)));
  return {};
}

}  // namespace

Done<Facts> expect_recovery(Ceremony& ceremony, const Step& step) {
  const auto labels = ceremony.plan().keys_of(step.object, Fate::restore);
  Facts facts{{"object", step.object},
              {"from", ceremony.plan().keys.at(labels.front()).known->from},
              {"keys", std::to_string(labels.size())}};
  for (const auto& label : labels) {
    const auto wrapped = backup_of(ceremony, label);
    if (!wrapped) return wrapped.error();
    facts["wrapped " + label] = base::print(crypto::sha256(*wrapped));
    facts["id " + label] = base::to_hex(crypto::random_array<16>());
  }
  return facts;
}

Done<Facts> recover(Ceremony& ceremony, const Step& step) {
  const auto labels = ceremony.plan().keys_of(step.object, Fate::restore);
  const auto origin = backups_of(ceremony.plan(), step.object, ceremony.formers);
  const auto split = split_before(ceremony, origin.from, origin.token, backup_key);
  if (!split) return split.error();
  const auto value = put_together(ceremony, *split);
  if (!value) return value.error();
  const auto opener = wrapping_key_on(ceremony, step.object, *value);
  if (!opener) return opener.error();
  Facts facts{{"extractable", "no more"}, {"keys-in-host-memory", "never"}, {"wrapping-key-in-host-memory", "yes"}};
  for (const auto& label : labels)
    if (auto back = bring_back(ceremony, step, *opener, label, facts); !back) return back.error();
  return facts;
}

}  // namespace antin::ceremony
