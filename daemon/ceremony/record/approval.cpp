#include "daemon/ceremony/record/approval.hpp"

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/ceremony.hpp"

namespace antin::ceremony {
namespace {

base::Result<void> check_recorded(const Folder& folder, const LockedPlan& locked, const Entries& entries,
                                  const Entry& approval) {
  const auto officer = approval.fact("officer");
  const auto* asked = asked_in(entries, approval.step);
  if (asked == nullptr || asked->number >= approval.number) return base::Error{"of what was not asked"};
  const auto cms = base::read_file(folder.approval(approval.step, officer), evidence::cms_size_limit);
  if (!cms) return cms.error();
  if (approval.fact("cms") != base::print(crypto::sha256(*cms))) return base::Error{"the file was altered"};
  return check_approval(locked, *asked, officer, *cms, approval.at);
}

}  // namespace

std::string approval_statement(const LockedPlan& locked, const Entry& asked) {
  return statement::print(
      statement::Ceremony{locked.plan.log, locked.plan.ceremony, locked.hash, asked.step, asked.hash});
}

base::Result<void> check_approval(const LockedPlan& locked, const Entry& asked, const std::string& officer,
                                  base::ByteView cms, base::Instant at) {
  const auto known = locked.plan.participants.find(officer);
  if (known == locked.plan.participants.end() || !known->second.is(Role::officer))
    return base::Error{officer + " is no officer of this plan"};
  const auto statement = approval_statement(locked, asked);
  const auto read = evidence::read_detached_cms(cms, base::view(statement));
  if (!read) return base::Error{"not a signature over this step at this moment: " + read.error().text};
  if (read->certificate.hash != known->second.certificate)
    return base::Error{"signed with another certificate than the plan names for " + officer};
  if (at < read->certificate.not_before || at > read->certificate.not_after)
    return base::Error{"the certificate of " + officer + " is not in date"};
  return {};
}

base::Result<void> check_recorded_approvals(const Folder& folder, const LockedPlan& locked, const Entries& entries) {
  for (const auto& entry : entries) {
    if (entry.kind != Kind::approval) continue;
    if (const auto held = check_recorded(folder, locked, entries, entry); !held)
      return base::Error{"line " + std::to_string(entry.number) + ", approval of " + entry.fact("officer") + ": " +
                         held.error().text};
  }
  return {};
}

}  // namespace antin::ceremony
