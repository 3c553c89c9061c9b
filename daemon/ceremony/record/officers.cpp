#include "daemon/ceremony/record/officers.hpp"

#include "core/base/file.hpp"
#include "core/crypto/pem.hpp"
#include "policy/bundle/ceremony.hpp"
#include "policy/text/officers.hpp"

namespace antin::ceremony {
namespace {

std::string table_of(const statement::Officers& officers) {
  auto text = "threshold = " + std::to_string(officers.threshold) + "\n";
  for (const auto& [id, certificate] : officers.officers)
    text.append("\n[[officer]]\nid = \"").append(id).append("\"\ncertificate = \"").append(id).append(".crt\"\n");
  return text;
}

}  // namespace

base::Result<policy::bundle::Officers> officers_of(const Plan& plan, const Certificates& certificates) {
  statement::Officers said{plan.log, 1, plan.quorum, {}, std::nullopt};
  for (const auto& id : plan.with(Role::officer)) said.officers.emplace(id, plan.participants.at(id).certificate);
  if (const auto read = statement::parse_officers(statement::print(said)); !read)
    return base::Error{"no log takes the officers of this plan: " + read.error().text};
  return policy::bundle::make_officers(
      std::move(said), [&](const base::Sha256Hash& hash) { return std::optional(certificates.at(hash)); });
}

base::Result<void> write_officers(const Folder& folder, const LockedPlan& locked, std::string_view note) {
  const auto officers = officers_of(locked.plan, locked.certificates);
  if (!officers) return officers.error();
  const auto root = folder.officers();
  base::DurableFiles files;
  if (auto made = files.make_folder(root, 0755); !made) return made;
  for (const auto& [id, one] : officers->certificates)
    if (auto put = files.write(root / (id + ".crt"), base::view(crypto::to_pem("CERTIFICATE", one.der)), 0644); !put)
      return put;
  const auto table = table_of(officers->statement);
  if (auto put = files.write(root / policy::text::officers_file, base::view(table), 0644); !put) return put;
  if (auto put = files.write(policy::bundle::ceremony_file(root), base::view(note), 0644); !put) return put;
  return files.settle();
}

base::Result<void> check_officers(const Folder& folder, const LockedPlan& locked, std::string_view note) {
  const auto wanted = officers_of(locked.plan, locked.certificates);
  if (!wanted) return wanted.error();
  const auto found = policy::bundle::read_first_officers(folder.officers(), locked.plan.log);
  if (!found) return found.error();
  if (found->officers.statement != wanted->statement || !found->ceremony || base::text(found->ceremony->note) != note)
    return base::Error{folder.officers().string() + " is not what the plan and the transcript say"};
  return {};
}

}  // namespace antin::ceremony
