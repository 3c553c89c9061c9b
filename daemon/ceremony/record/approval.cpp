#include "daemon/ceremony/record/approval.hpp"

#include "core/evidence/detached_cms.hpp"
#include "core/statement/ceremony.hpp"

namespace antin::ceremony {

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

}  // namespace antin::ceremony
