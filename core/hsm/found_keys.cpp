#include "core/hsm/found_keys.hpp"

#include <algorithm>
#include <set>

#include "core/hsm/public_key.hpp"

namespace antin::hsm {
namespace {

using PublicObjects = std::map<base::Bytes, std::vector<CK_OBJECT_HANDLE>>;

Attributes of_class(CK_OBJECT_CLASS kind) {
  Attributes match;
  match.number(CKA_CLASS, kind).flag(CKA_TOKEN, true);
  return match;
}

// All at once, by CKA_ID: one search a key would take minutes on a full token.
base::Result<PublicObjects> public_objects(const Session& session) {
  const auto found = session.find(of_class(CKO_PUBLIC_KEY));
  if (!found) return found.error();
  PublicObjects by_id;
  for (const auto object : *found) {
    const auto id = session.attribute(object, CKA_ID);
    if (id && !id->empty()) by_id[*id].push_back(object);
  }
  return by_id;
}

base::Result<PublicKey> public_key_of(const Session& session, CK_OBJECT_HANDLE private_key,
                                      const PublicObjects& objects) {
  const auto id = session.attribute(private_key, CKA_ID);
  if (!id) return id.error();
  const auto found = objects.find(*id);
  if (found == objects.end()) return base::Error{"no public key has its CKA_ID"};
  if (found->second.size() != 1) return base::Error{"several public keys have its CKA_ID"};
  return read_public_key(session, found->second.front());
}

base::Result<PublicKey> examine(const Session& session, CK_OBJECT_HANDLE private_key, const PublicObjects& objects) {
  if (!session.flag_is(private_key, CKA_SENSITIVE, true)) return base::Error{"it is not CKA_SENSITIVE"};
  if (!session.flag_is(private_key, CKA_EXTRACTABLE, false)) return base::Error{"it is CKA_EXTRACTABLE"};
  if (!session.flag_is(private_key, CKA_SIGN, true)) return base::Error{"it is not for signing"};
  return public_key_of(session, private_key, objects);
}

}  // namespace

base::Result<FoundKeys> find_keys(const Session& session) {
  const auto objects = public_objects(session);
  if (!objects) return objects.error();
  const auto private_keys = session.find(of_class(CKO_PRIVATE_KEY));
  if (!private_keys) return private_keys.error();
  FoundKeys result;
  std::set<std::string> labels;
  for (const auto handle : *private_keys) {
    const auto octets = session.attribute(handle, CKA_LABEL);
    if (!octets) return octets.error();
    const std::string label(base::text(*octets));
    if (!labels.insert(label).second) return base::Error{"two private keys are labelled " + label};
    const auto key = examine(session, handle, *objects);
    if (!key) {
      result.left_out.push_back(label + ": " + key.error().text);
      continue;
    }
    result.keys.push_back({label, key->spki, key->algorithm});
    result.handles.emplace(label, handle);
  }
  std::sort(result.keys.begin(), result.keys.end(), [](const Key& a, const Key& b) { return a.label < b.label; });
  return result;
}

}  // namespace antin::hsm
