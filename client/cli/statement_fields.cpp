#include "client/cli/statement_fields.hpp"

#include <algorithm>
#include <charconv>

#include "core/crypto/random.hpp"

namespace antin::cli {
namespace {

using std::chrono::seconds;

Outcome<seconds> validity_from(const std::string& text) {
  const Stop refusal = wrong_usage("--valid is a number with m, h or d, e.g. 24h; at most 366d");
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || number == 0 || end + 1 != text.data() + text.size()) return refusal;
  const std::uint64_t unit = *end == 'm' ? 60 : *end == 'h' ? 3600 : *end == 'd' ? 86400 : 0;
  const auto total = unit * number;
  if (total == 0 || total > std::uint64_t{366} * 86400) return refusal;
  return seconds(total);
}

Outcome<base::Instant> expiry_from(const Arguments& arguments, base::Instant now) {
  if (const auto at = arguments.value("expires")) {
    if (arguments.has("valid")) return wrong_usage("--expires and --valid exclude each other");
    const auto instant = base::parse_instant(*at);
    if (!instant || *instant != std::chrono::floor<seconds>(*instant)) {
      return wrong_usage("--expires is a time in UTC without fractions, e.g. 2026-06-30T16:59:59Z");
    }
    if (*instant <= now) return wrong_usage("--expires is in the past");
    return *instant;
  }
  const auto validity = validity_from(arguments.value("valid").value_or("24h"));
  if (!validity) return validity.error();
  return base::Instant(std::chrono::floor<seconds>(now) + *validity);
}

Outcome<std::vector<protocol::StepShape>> steps_of(const protocol::AboutResult& about, const std::string& kind) {
  for (const auto& workflow : about.workflows) {
    if (workflow.kind == kind) return workflow.steps;
  }
  return stop_from(client::failure_from(client::Trouble::answered, protocol::wire_error(protocol::Code::unknown_kind)));
}

// What the options say; empty where they are silent.
Outcome<void> take_options(statement::Approve& statement, const Arguments& arguments) {
  statement.log = arguments.value("log").value_or("");
  statement.role = arguments.value("role").value_or("");
  statement.scope = arguments.value("scope");
  if (const auto policy = arguments.value("policy")) {
    const auto hash = base::parse_sha256(*policy);
    if (!hash) return wrong_usage("--policy is sha256:<hex>");
    statement.policy = *hash;
  }
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
  const auto about = client::about(*connection);
  if (!about) return stop_from(about.error());
  const auto before = fill_common(statement, *about, arguments);
  if (!before) return before.error();
  if (arguments.has("previous") || !*before) return {};
  const auto lookup = client::lookup(*connection, lookup_of(statement));
  const auto leaf = lookup ? leaf_of(*lookup, **before) : leaf_of(lookup.error());
  if (!leaf) return leaf.error();
  statement.previous = *leaf;
  return {};
}

}  // namespace

bool needs_appliance(const Arguments& arguments) {
  return !arguments.has("log") || !arguments.has("policy") || !arguments.has("previous") || !arguments.has("role");
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
  const auto steps = steps_of(about, statement.kind);
  if (!steps) return steps.error();
  const auto step =
      std::find_if(steps->begin(), steps->end(), [&](const auto& each) { return each.name == statement.step; });
  if (step == steps->end()) {
    return stop_from(
        client::failure_from(client::Trouble::answered, protocol::wire_error(protocol::Code::unknown_step)));
  }
  if (statement.role.empty()) {
    if (step->roles.size() != 1) return wrong_usage("this step can be filled in several roles: give --role");
    statement.role = step->roles.front();
  }
  if (step == steps->begin()) return std::optional<std::string>();
  return std::optional(std::prev(step)->name);
}

protocol::Lookup lookup_of(const statement::Approve& statement) {
  return {statement.unit, statement.kind, statement.record, statement.revision, ""};
}

Outcome<base::Sha256Hash> leaf_of(const protocol::LookupResult& lookup, const std::string& step) {
  for (const auto& state : lookup.steps) {
    if (state.step == step && state.leaf) return *state.leaf;
  }
  return stop_from(client::failure_from(client::Trouble::answered, protocol::wire_error(protocol::Code::out_of_order)));
}

// Nothing is known of a record before its first step.
Outcome<base::Sha256Hash> leaf_of(const client::Failure& failure) {
  if (failure.code == protocol::facts(protocol::Code::not_found).name) return leaf_of(protocol::LookupResult{}, "");
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
