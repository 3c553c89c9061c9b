// What people do with the HSM maker's own tools: this program says what the plan says, takes what it leaves on the
// record, and asks the keys whether they could ever be taken out the ordinary way.
#include <algorithm>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/hsm/key_pair.hpp"
#include "daemon/ceremony/run/ceremony.hpp"
#include "policy/text/values.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t evidence_limit = 4 * 1024 * 1024;

const VendorStep& planned(const Ceremony& ceremony, const Step& step) {
  const auto& all = ceremony.plan().vendor;
  return *std::find_if(all.begin(), all.end(), [&](const VendorStep& one) { return one.name == step.object; });
}

// Those whose backup this is about: keys that are made, and keys that are about to go.
Done<void> check_keys(Ceremony& ceremony, const std::string& token) {
  const auto session = session_on(ceremony, token);
  if (!session) return session.error();
  for (const auto fate : {Fate::make, Fate::destroy})
    for (const auto& label : ceremony.plan().keys_of(token, fate)) {
      const auto& key = ceremony.plan().keys.at(label);
      if (key.backup != Backup::vendor) continue;
      hsm::Attributes match;
      match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(label)).flag(CKA_TOKEN, true);
      const auto found = session->find(std::move(match));
      if (!found) return failed(found.error());
      if (found->size() != 1) return needs_exception(Why::not_one_private_key, {label});
      if (auto fault = hsm::attribute_fault(*session, found->front(), key.algorithm, hsm::Extraction::never))
        return needs_exception(Why::changed_by_vendor, {label, *fault});
    }
  return {};
}

// Everybody sees the hash of what goes on the record.
Done<Facts> see_file(Ceremony& ceremony, const Step& step) {
  const auto path = ceremony.folder.evidence(step.object);
  if (!std::filesystem::exists(path)) return paused(Why::put_evidence, {path.string()});
  const auto content = base::read_file(path, evidence_limit);
  if (!content) return failed(content.error());
  const auto hash = base::print(crypto::sha256(*content));
  auto screen = ceremony.screen(step);
  screen.facts.emplace_back("SHA-256", hash);
  if (auto agreed = ceremony.people.agree(screen); !agreed) return agreed.error();
  return Facts{{"evidence", hash}};
}

// What one person reads off a display nobody else has checked.
Done<Facts> see_line(Ceremony& ceremony, const Step& step) {
  std::vector<std::string> candidates;
  for (const auto& [id, participant] : ceremony.plan().participants) candidates.push_back(id);
  const auto screen = ceremony.screen(step);
  const auto first = ceremony.people.typed_line(screen, step.object, candidates);
  if (!first) return first.error();
  std::erase(candidates, first->who);
  const auto second = ceremony.people.typed_line(screen, step.object, candidates);
  if (!second) return second.error();
  if (first->text != second->text) return paused(Why::lines_differ, {first->who, second->who});
  if (!policy::text::is_display_name(first->text)) return paused(Why::line_not_printable);
  return Facts{{"line", first->text}, {"typed-by", first->who}, {"typed-again-by", second->who}};
}

}  // namespace

Done<Facts> expect_vendor(const Ceremony& ceremony, const Step& step) {
  const auto& one = planned(ceremony, step);
  return Facts{
      {"object", one.name}, {"token", one.token}, {"evidence", std::string(name_of(one.evidence))}, {"text", one.text}};
}

Done<Facts> see_evidence(Ceremony& ceremony, const Step& step) {
  const bool is_file = planned(ceremony, step).evidence == Evidence::file;
  auto facts = is_file ? see_file(ceremony, step) : see_line(ceremony, step);
  if (!facts) return facts;
  if (auto checked = check_keys(ceremony, step.token); !checked) return checked.error();
  facts->insert({{"never-extractable", "yes"}, {"keys-in-host-memory", "not by this program"}});
  return facts;
}

}  // namespace antin::ceremony
