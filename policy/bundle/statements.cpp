#include "policy/bundle/statements.hpp"

namespace antin::policy::bundle {
namespace {

// What statements of both kinds say.
template <class Said>
Statement common_to(Said&& said) {
  return {.log = std::move(said.log),
          .unit = std::move(said.unit),
          .kind = std::move(said.kind),
          .record = std::move(said.record),
          .revision = said.revision,
          .step = std::move(said.step),
          .role = std::move(said.role),
          .scope = std::move(said.scope),
          .digest = std::move(said.digest),
          .previous = said.previous,
          .policy = said.policy,
          .expires = said.expires};
}

}  // namespace

Statement converted(statement::Approve&& said) {
  auto vouched = std::move(said.vouched);
  auto out = common_to(std::move(said));
  if (vouched) out.vouched = Vouching{std::move(vouched->system), std::move(vouched->person)};
  return out;
}

Statement converted(statement::Ending&& said) {
  auto reason = std::move(said.reason);
  const auto act = said.act;
  auto out = common_to(std::move(said));
  out.ending = EndingClause{act, std::move(reason)};
  return out;
}

}  // namespace antin::policy::bundle
