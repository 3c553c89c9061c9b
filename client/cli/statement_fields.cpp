#include "client/cli/statement_fields.hpp"

#include <algorithm>

#include "client/cli/statement_source.hpp"
#include "core/crypto/random.hpp"

namespace antin::cli {
namespace {

using protocol::Code;

// What the options say; empty where they are silent.
Outcome<void> take_options(statement::Approve& statement, const Arguments& arguments) {
  statement.log = arguments.value("log").value_or("");
  statement.role = arguments.value("role").value_or("");
  statement.scope = arguments.value("scope");
  const auto policy = hash_from(arguments, "policy");
  if (!policy) return policy.error();
  statement.policy = policy->value_or(base::Sha256Hash{});
  const auto person = arguments.value("vouch-for");
  if (!person && arguments.has("system")) return wrong_usage("--system goes with --vouch-for");
  if (person) statement.vouched = {arguments.value("system").value_or(""), *person};
  return {};
}

Outcome<void> take_previous(statement::Approve& statement, const Arguments& arguments) {
  const auto previous = arguments.value("previous").value_or("none");
  if (previous == "none") return {};
  statement.previous = base::parse_sha256(previous);
  if (!statement.previous) return wrong_usage("--previous is sha256:<hex> or none");
  return {};
}

Outcome<void> complete(statement::Approve& statement, const Settings& settings, const Arguments& arguments) {
  if (!needs_appliance(arguments)) return {};
  auto connection = connect(settings);
  if (!connection) return connection.error();
  const auto about = ask_about(settings, *connection);
  if (!about) return about.error();
  const auto before = fill_common(statement, *about, arguments);
  if (!before) return before.error();
  const auto asked = lookup_of(statement, *before);
  if (arguments.has("previous") || !asked) return {};
  const auto lookup = client::lookup(*connection, *asked);
  const auto leaf = lookup ? leaf_of(*lookup, *before) : leaf_of(lookup.error());
  if (!leaf) return leaf.error();
  statement.previous = *leaf;
  return {};
}

}  // namespace

bool needs_appliance(const Arguments& arguments) {
  const bool vouches = arguments.has("vouch-for") && !arguments.has("system");
  return vouches || !arguments.has("log") || !arguments.has("policy") || !arguments.has("previous") ||
         !arguments.has("role");
}

Outcome<statement::Approve> common_from(const Arguments& arguments, base::Instant now) {
  statement::Approve statement;
  const auto step = arguments.required("step");
  if (!step) return step.error();
  const auto expires = expiry_from(arguments, now);
  if (!expires) return expires.error();
  statement.step = *step;
  statement.expires = *expires;
  if (const auto taken = take_options(statement, arguments); !taken) return taken.error();
  return statement;
}

Outcome<std::optional<std::string>> fill_common(statement::Approve& statement, const protocol::AboutResult& about,
                                                const Arguments& arguments) {
  if (statement.log.empty()) statement.log = about.log;
  if (!arguments.has("policy")) statement.policy = about.policy;
  if (statement.vouched && statement.vouched->system.empty()) statement.vouched->system = about.system;
  const auto workflow = workflow_of(about, statement.kind);
  if (!workflow) return workflow.error();
  const auto& steps = workflow->steps;
  const auto step =
      std::find_if(steps.begin(), steps.end(), [&](const auto& each) { return each.name == statement.step; });
  if (step == steps.end()) return refused_as(Code::unknown_step);
  const auto role = role_from(arguments, step->roles);
  if (!role) return role.error();
  statement.role = *role;
  if (step == steps.begin()) return std::optional<std::string>();
  return std::optional(std::prev(step)->name);
}

std::optional<protocol::Lookup> lookup_of(const statement::Approve& statement,
                                          const std::optional<std::string>& before) {
  protocol::Lookup lookup{statement.unit, statement.kind, statement.record, statement.revision, ""};
  if (before) return lookup;
  if (--lookup.revision == 0) return std::nullopt;
  return lookup;
}

Outcome<base::Sha256Hash> leaf_of(const protocol::LookupResult& lookup, const std::optional<std::string>& before) {
  if (!before && lookup.ending && base::leads_on(lookup.ending->act)) return lookup.ending->leaf;
  for (const auto& state : lookup.steps) {
    if (state.step == before && state.leaf) return *state.leaf;
  }
  return refused_as(Code::out_of_order);
}

// Nothing is known of a record before its first step.
Outcome<base::Sha256Hash> leaf_of(const client::Failure& failure) {
  if (failure.code == protocol::facts(Code::not_found).name) return refused_as(Code::out_of_order);
  return stop_from(failure);
}

Outcome<statement::Approve> statement_from(const Arguments& arguments, const Settings& settings, const Record& record,
                                           const Document& document, base::Instant now) {
  auto statement = common_from(arguments, now);
  if (!statement) return statement;
  statement->unit = record.unit;
  statement->kind = record.kind;
  statement->record = record.id;
  statement->revision = record.revision;
  statement->digest = document.digest;
  statement->nonce = crypto::random_array<16>();
  if (const auto taken = take_previous(*statement, arguments); !taken) return taken.error();
  if (const auto done = complete(*statement, settings, arguments); !done) return done.error();
  // Nobody should be asked to sign what the appliance could not read.
  const auto read = statement::parse_approve(statement::print(*statement));
  if (!read) return wrong_usage("no statement can be made of this: " + read.error().text);
  return statement;
}

}  // namespace antin::cli
