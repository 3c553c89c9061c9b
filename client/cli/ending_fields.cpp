#include "client/cli/ending_fields.hpp"

#include <algorithm>

#include "client/cli/statement_source.hpp"
#include "core/crypto/random.hpp"

namespace antin::cli {
namespace {

// The policy's provision for it.
Outcome<protocol::EndingShape> shape_of(const Asked& asked, const statement::Ending& statement) {
  const auto workflow = workflow_of(asked.about, statement.kind);
  if (!workflow) return workflow.error();
  for (const auto& shape : workflow->endings)
    if (shape.act == statement.act && shape.step == statement.step) return shape;
  return refused_as(protocol::Code::reason_not_allowed);
}

Outcome<void> check_reason(const std::string& reason, const std::vector<std::string>& listed) {
  if (std::find(listed.begin(), listed.end(), reason) != listed.end()) return {};
  std::string all;
  for (const auto& one : listed) all += (all.empty() ? "" : ", ") + one;
  return wrong_usage("the policy does not list this reason; it lists " + all);
}

const protocol::StepState* last_done(const Asked& asked) {
  const protocol::StepState* last = nullptr;
  for (const auto& state : asked.lookup.steps)
    if (state.leaf) last = &state;
  return last;
}

// What the options are silent about.
Outcome<void> complete(statement::Ending& statement, const Asked& asked, const Arguments& arguments,
                       bool document_is_known) {
  if (statement.log.empty()) statement.log = asked.about.log;
  if (!arguments.has("policy")) statement.policy = asked.about.policy;
  const auto shape = shape_of(asked, statement);
  if (!shape) return shape.error();
  if (const auto listed = check_reason(statement.reason, shape->reasons); !listed) return listed.error();
  const auto role = role_from(arguments, shape->roles);
  if (!role) return role.error();
  statement.role = *role;
  if (document_is_known && arguments.has("previous")) return {};
  const auto* last = last_done(asked);
  if (last == nullptr) return refused_as(protocol::Code::out_of_order);
  if (!arguments.has("previous")) statement.previous = *last->leaf;
  if (!document_is_known) statement.digest = last->digest;
  return {};
}

Outcome<void> take_options(statement::Ending& statement, const Arguments& arguments, base::Instant now) {
  const auto reason = arguments.required("reason");
  if (!reason) return reason.error();
  const auto expires = expiry_from(arguments, now);
  if (!expires) return expires.error();
  const auto policy = hash_from(arguments, "policy");
  if (!policy) return policy.error();
  const auto previous = hash_from(arguments, "previous");
  if (!previous) return previous.error();
  if (statement.act == base::Act::returned) {
    const auto step = arguments.required("step");
    if (!step) return step.error();
    statement.step = *step;
  }
  statement.log = arguments.value("log").value_or("");
  statement.role = arguments.value("role").value_or("");
  statement.scope = arguments.value("scope");
  statement.reason = *reason;
  statement.expires = *expires;
  statement.policy = policy->value_or(base::Sha256Hash{});
  statement.previous = previous->value_or(base::Sha256Hash{});
  return {};
}

bool needs_appliance(const Arguments& arguments, bool document_is_known) {
  return !document_is_known || !arguments.has("log") || !arguments.has("policy") || !arguments.has("previous") ||
         !arguments.has("role");
}

}  // namespace

Outcome<statement::Ending> ending_from(base::Act act, const Arguments& arguments, const Settings& settings,
                                       const Record& record, const std::optional<Document>& document,
                                       base::Instant now) {
  statement::Ending statement;
  statement.act = act;
  statement.unit = record.unit;
  statement.kind = record.kind;
  statement.record = record.id;
  statement.revision = record.revision;
  statement.nonce = crypto::random_array<16>();
  if (document) statement.digest = document->digest;
  if (const auto taken = take_options(statement, arguments, now); !taken) return taken.error();
  if (needs_appliance(arguments, document.has_value())) {
    const auto asked = ask(settings, record);
    if (!asked) return asked.error();
    if (const auto done = complete(statement, *asked, arguments, document.has_value()); !done) return done.error();
  }
  // Nobody should be asked to sign what the appliance could not read.
  const auto read = statement::parse_ending(statement::print(statement));
  if (!read) return wrong_usage("no statement can be made of this: " + read.error().text);
  return statement;
}

}  // namespace antin::cli
