#include "daemon/ceremony/anchor/anchor.hpp"

#include <nlohmann/json.hpp>

#include "core/base/file.hpp"
#include "core/crypto/pem.hpp"
#include "core/crypto/sha2.hpp"
#include "core/tlog/hash.hpp"
#include "daemon/ceremony/record/log_key.hpp"
#include "daemon/ceremony/record/officers.hpp"
#include "daemon/ceremony/record/transcript.hpp"

namespace antin::ceremony {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t entry_size_limit = 16 * 1024;  // of the log
constexpr std::size_t proof_size_limit = 64 * 1024;
constexpr const char* ceremony_name = "ceremony";
constexpr const char* first_name = "officers";

// What an entry must say of the ceremony.
Json said_of(const Verified& verified) {
  return {{"ceremony", verified.locked.plan.ceremony},
          {"plan", base::print(verified.locked.hash)},
          {"transcript", base::print(crypto::sha256(base::view(verified.transcript)))}};
}

// Of the officers that a log pins: nobody before them has signed.
base::Result<Json> said_of_officers(const Verified& verified) {
  const auto officers = officers_of(verified.locked.plan, verified.locked.certificates);
  if (!officers) return officers.error();
  const auto& said = officers->statement;
  auto list = Json::array();
  for (const auto& [id, certificate] : said.officers)
    list.push_back({{"id", id}, {"certificate", base::print(certificate)}});
  return Json{{"type", "officers"},
              {"number", said.number},
              {"threshold", said.threshold},
              {"officers", std::move(list)},
              {"statement", base::print(policy::bundle::hash_of(said))},
              {"signers", Json::array()}};
}

// Every field that is wanted is there as it is wanted; there may be others, like the time.
bool says(const Json& entry, const Json& wanted) {
  if (!entry.is_object()) return false;
  for (const auto& [name, value] : wanted.items()) {
    const auto found = entry.find(name);
    if (found == entry.end() || *found != value) return false;
  }
  return true;
}

Json json_of(const Proven& proven) { return Json::parse(base::text(proven.entry), nullptr, false); }

struct Held {
  std::uint64_t index = 0;
  bool witnessed = false;
};

base::Result<Held> holds(const Proven& proven, const std::string& log, const client::LogTrust& trust) {
  const auto proof = tlog::parse_proof(proven.proof);
  if (!proof) return proof.error();
  const auto checkpoint = client::check_proof(*proof, tlog::leaf_hash(proven.entry), trust);
  if (!checkpoint) return checkpoint.error();
  if (checkpoint->checkpoint.origin != log)
    return base::Error{"it is in the log " + checkpoint->checkpoint.origin + ", the plan is for " + log};
  return Held{proof->index, checkpoint->witnessed};
}

base::Error wrong(const char* name, const std::string& why) { return {"anchor/" + std::string(name) + ": " + why}; }

base::Result<void> check_first(const Verified& verified, const Proven& first, const client::LogTrust& trust) {
  const auto held = holds(first, verified.locked.plan.log, trust);
  if (!held) return wrong(first_name, held.error().text);
  if (held->index != 0) return wrong(first_name, "it is not the first entry of the log");
  const auto officers = said_of_officers(verified);
  if (!officers) return officers.error();
  if (!claims_officers(first, verified) || !says(json_of(first), *officers))
    return wrong(first_name, "the entry pins other officers, or says that they come from elsewhere");
  return {};
}

std::vector<std::pair<std::string, const Proven*>> parts_of(const Anchor& anchor) {
  std::vector<std::pair<std::string, const Proven*>> parts{{ceremony_name, &anchor.ceremony}};
  if (anchor.first) parts.emplace_back(first_name, &*anchor.first);
  return parts;
}

base::Result<Proven> read_proven(const fs::path& folder, const std::string& name) {
  auto entry = base::read_file(folder / (name + ".entry"), entry_size_limit);
  if (!entry) return entry.error();
  const auto proof = base::read_file(folder / (name + ".tlog-proof"), proof_size_limit);
  if (!proof) return proof.error();
  return Proven{*std::move(entry), std::string(base::text(*proof))};
}

}  // namespace

base::Result<client::LogTrust> log_made_by(const Folder& folder, const Verified& verified) {
  client::LogTrust trust;
  for (const auto& label : log_keys(verified.locked.plan)) {
    const auto pem = base::read_file(folder.public_key(label), proof_size_limit);
    if (!pem) return pem.error();
    const auto spki = crypto::from_pem("PUBLIC KEY", base::text(*pem));
    if (!spki) return base::Error{folder.public_key(label).string() + " is no public key"};
    auto made = log_key(verified.locked.plan, label, *spki);
    if (!made) return made.error();
    trust.keys.push_back(*std::move(made));
  }
  return trust;
}

bool claims_officers(const Proven& first, const Verified& verified) {
  const auto entry = json_of(first);
  return says(entry, {{"type", "officers"}}) && says(entry, said_of(verified));
}

base::Result<Anchored> check_anchor(const Verified& verified, const Anchor& anchor, const client::LogTrust& trust) {
  const auto held = holds(anchor.ceremony, verified.locked.plan.log, trust);
  if (!held) return wrong(ceremony_name, held.error().text);
  const auto entry = json_of(anchor.ceremony);
  if (!says(entry, {{"type", "ceremony"}}) || !says(entry, said_of(verified)))
    return wrong(ceremony_name, "the entry is not of this ceremony and its transcript");
  const auto at = entry.find("at");
  Anchored anchored{held->index, at != entry.end() && at->is_string() ? at->get<std::string>() : std::string(),
                    held->witnessed, anchor.first.has_value()};
  if (!anchor.first) return anchored;
  if (auto pinned = check_first(verified, *anchor.first, trust); !pinned) return pinned.error();
  return anchored;
}

base::Result<void> write_anchor(const Folder& folder, const Anchor& anchor) {
  base::DurableFiles files;
  if (auto made = files.make_folder(folder.anchor(), 0755); !made) return made;
  for (const auto& [name, part] : parts_of(anchor))
    for (const auto& [ending, octets] :
         {std::pair(".entry", base::ByteView(part->entry)), std::pair(".tlog-proof", base::view(part->proof))})
      if (auto put = files.write(folder.anchor() / (name + ending), octets, 0644); !put) return put;
  return files.settle();
}

base::Result<std::optional<Anchor>> read_anchor(const Folder& folder) {
  const auto root = folder.anchor();
  if (!fs::exists(root)) return std::optional<Anchor>();
  auto ceremony = read_proven(root, ceremony_name);
  if (!ceremony) return ceremony.error();
  Anchor anchor{*std::move(ceremony), std::nullopt};
  if (!fs::exists(root / (std::string(first_name) + ".entry"))) return std::optional(std::move(anchor));
  auto first = read_proven(root, first_name);
  if (!first) return first.error();
  anchor.first = *std::move(first);
  return std::optional(std::move(anchor));
}

}  // namespace antin::ceremony
