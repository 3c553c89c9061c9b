#include "client/cli/submitted.hpp"

#include "client/cli/json.hpp"
#include "core/statement/statement.hpp"

namespace antin::cli {
namespace {

// The log is named by what was approved; its entries do not repeat it.
std::string log_of(const std::vector<protocol::Approval>& approvals) {
  const auto statement = statement::parse_approve(base::text(approvals.front().single()));
  return statement ? statement->log : std::string();
}

}  // namespace

Outcome<DoneStep> done_step(const protocol::Submit& request, const client::Proven<protocol::StepResult>& result,
                            const std::optional<client::LogTrust>& trust) {
  const auto facts = entry_facts(result.entry);
  if (!facts) return Stop{Exit::temporary, "BAD_ANSWER", facts.error().text};
  auto receipt = accounted({log_of(request.approvals), result.index, facts->policy, request.unit, request.kind,
                            request.record, request.revision, request.step, result.entry, true, result.proof},
                           trust);
  if (!receipt) return receipt.error();
  return DoneStep{std::move(*receipt), result, request.digest, request.approvals};
}

}  // namespace antin::cli
