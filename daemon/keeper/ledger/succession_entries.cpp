#include "daemon/keeper/ledger/succession_entries.hpp"

#include <nlohmann/json.hpp>

#include "daemon/keeper/ledger/entry_json.hpp"

namespace antin::keeper {

base::Bytes encode(const BackupEntry& entry) {
  return finish({{"name", entry.name}, {"size", entry.size}}, "backup", entry.at, entry.policy);
}

base::Bytes encode(const ArchiveEntry& entry) {
  return finish(
      {{"name", entry.name}, {"from", entry.from}, {"to", entry.to}, {"manifest", base::print(entry.manifest)}},
      "archive", entry.at, entry.policy);
}

base::Bytes encode(const CloseEntry& entry) {
  return finish({{"successor", entry.successor}}, "close", entry.at, entry.policy);
}

base::Bytes encode(const SucceedsEntry& entry) {
  Json object = {{"log", entry.log}, {"size", entry.size}, {"checkpoint", entry.checkpoint}};
  if (const auto& lost = entry.lost) {
    object["lost"] = {{"size", lost->size},
                      {"checkpoint", lost->checkpoint},
                      {"reason", lost->reason},
                      {"witnesses", lost->witnesses},
                      {"proven", lost->proven}};
    object["statement"] = base::print(lost->statement);
    object["signers"] = array_of(lost->signers);
  }
  return finish(std::move(object), "succeeds", entry.at, entry.policy);
}

base::Bytes encode(const GivenBackEntry& entry) {
  Json object = object_of(entry.name);
  object["log"] = entry.log;
  object["index"] = entry.index;
  object["leaf"] = base::print(entry.leaf);
  object["what"] = entry.what;
  object["system"] = entry.system;
  object["outcome"] = entry.outcome;
  object["seen"] = entry.seen;
  object["approvers"] = entry.approvers;
  if (entry.seal) object["seal"] = base::print(*entry.seal);
  if (entry.token) object["token"] = base::print(*entry.token);
  if (entry.instead) object["instead"] = base::print(*entry.instead);
  return finish(std::move(object), "given-back", entry.at, entry.policy);
}

}  // namespace antin::keeper
