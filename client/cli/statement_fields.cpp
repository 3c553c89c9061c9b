#include "client/cli/statement_fields.hpp"

#include <algorithm>
#include <charconv>

#include "client/lib/calls.hpp"
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

struct Asked {
  protocol::AboutResult about;
  protocol::LookupResult lookup;
};

Outcome<Asked> ask(const Settings& settings, const Record& record) {
  auto connection = connect(settings);
  if (!connection) return connection.error();
  auto about = client::about(*connection);
  if (!about) return stop_from(about.error());
  auto lookup = client::lookup(*connection, {record.unit, record.kind, record.id, record.revision, ""});
  if (lookup) return Asked{std::move(*about), std::move(*lookup)};
  if (lookup.error().code != protocol::facts(protocol::Code::not_found).name) return stop_from(lookup.error());
  return Asked{std::move(*about), {}};  // nothing is known of a record before its first step
}

Outcome<std::vector<protocol::StepShape>> steps_of(const Asked& asked, const std::string& kind) {
  for (const auto& workflow : asked.about.workflows) {
    if (workflow.kind == kind) return workflow.steps;
  }
  return stop_from(client::failure_from(client::Trouble::answered, protocol::wire_error(protocol::Code::unknown_kind)));
}

// The step's role when it has only one; the entry that completed the step before.
Outcome<void> fill(statement::Approve& statement, const Asked& asked, const Arguments& arguments) {
  const auto steps = steps_of(asked, statement.kind);
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
  if (arguments.has("previous") || step == steps->begin()) return {};
  for (const auto& state : asked.lookup.steps) {
    if (state.step == std::prev(step)->name && state.leaf) statement.previous = state.leaf;
  }
  if (statement.previous) return {};
  return stop_from(client::failure_from(client::Trouble::answered, protocol::wire_error(protocol::Code::out_of_order)));
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
  const auto previous = arguments.value("previous").value_or("none");
  if (previous == "none") return {};
  statement.previous = base::parse_sha256(previous);
  if (!statement.previous) return wrong_usage("--previous is sha256:<hex> or none");
  return {};
}

Outcome<void> complete(statement::Approve& statement, const Settings& settings, const Record& record,
                       const Arguments& arguments) {
  if (!needs_appliance(arguments)) return {};
  const auto asked = ask(settings, record);
  if (!asked) return asked.error();
  if (statement.log.empty()) statement.log = asked->about.log;
  if (!arguments.has("policy")) statement.policy = asked->about.policy;
  return fill(statement, *asked, arguments);
}

}  // namespace

bool needs_appliance(const Arguments& arguments) {
  return !arguments.has("log") || !arguments.has("policy") || !arguments.has("previous") || !arguments.has("role");
}

Outcome<statement::Approve> statement_from(const Arguments& arguments, const Settings& settings, const Record& record,
                                           const Document& document, base::Instant now) {
  statement::Approve statement;
  const auto step = arguments.required("step");
  if (!step) return step.error();
  const auto expires = expiry_from(arguments, now);
  if (!expires) return expires.error();
  statement.unit = record.unit;
  statement.kind = record.kind;
  statement.record = record.id;
  statement.revision = record.revision;
  statement.step = *step;
  statement.digest = document.digest;
  statement.nonce = crypto::random_array<16>();
  statement.expires = *expires;
  if (const auto taken = take_options(statement, arguments); !taken) return taken.error();
  if (const auto done = complete(statement, settings, record, arguments); !done) return done.error();
  // Nobody should be asked to sign what the appliance could not read.
  const auto read = statement::parse_approve(statement::print(statement));
  if (!read) return wrong_usage("no statement can be made of this: " + read.error().text);
  return statement;
}

}  // namespace antin::cli
