// People who end a revision.
#pragma once

#include "core/statement/ending.hpp"
#include "tests/support/development_folder.hpp"

namespace antin::test {

// As the wish says, for a reason; its `previous` must be there. Only a return is at the wish's step.
inline statement::Ending ending_of(base::Act act, const Wish& wish, const std::string& reason) {
  const auto step = act == base::Act::returned ? wish.step : std::string();
  return {act,
          wish.log,
          wish.unit,
          wish.kind,
          wish.record,
          wish.revision,
          step,
          wish.role,
          wish.scope,
          wish.digest,
          wish.previous.value(),
          reason,
          wish.policy,
          crypto::random_array<16>(),
          wish.expires};
}

inline protocol::Approval sign(const statement::Ending& ending, client::PersonKey& key, base::Instant now) {
  auto signed_statement = client::sign_statement(statement::print(ending), key, now);
  if (!signed_statement) throw std::runtime_error(signed_statement.error().text);
  return std::move(*signed_statement);
}

inline protocol::End end_of(const statement::Ending& ending, std::vector<protocol::Approval> approvals) {
  return {ending.unit, ending.kind, ending.record, ending.revision, ending.act, ending.step, std::move(approvals)};
}

}  // namespace antin::test
