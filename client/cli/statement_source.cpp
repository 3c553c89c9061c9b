#include "client/cli/statement_source.hpp"

#include <algorithm>
#include <charconv>

#include "client/lib/calls.hpp"

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

}  // namespace

Outcome<Asked> ask(const Settings& settings, const Record& record) {
  auto connection = connect(settings);
  if (!connection) return connection.error();
  auto about = ask_about(settings, *connection);
  if (!about) return about.error();
  auto lookup = client::lookup(*connection, {record.unit, record.kind, record.id, record.revision, ""});
  if (lookup) return Asked{std::move(*about), std::move(*lookup)};
  if (lookup.error().code != protocol::facts(protocol::Code::not_found).name) return stop_from(lookup.error());
  return Asked{std::move(*about), {}};  // nothing is known of a record before its first step
}

Outcome<protocol::WorkflowShape> workflow_of(const protocol::AboutResult& about, const std::string& kind) {
  for (const auto& workflow : about.workflows) {
    if (workflow.kind == kind) return workflow;
  }
  return refused_as(protocol::Code::unknown_kind);
}

Stop refused_as(protocol::Code code) {
  return stop_from(client::failure_from(client::Trouble::answered, protocol::wire_error(code)));
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

Outcome<std::optional<base::Sha256Hash>> hash_from(const Arguments& arguments, const std::string& option) {
  const auto given = arguments.value(option);
  if (!given) return std::optional<base::Sha256Hash>();
  const auto hash = base::parse_sha256(*given);
  if (!hash) return wrong_usage("--" + option + " is sha256:<hex>");
  return hash;
}

Outcome<std::string> role_from(const Arguments& arguments, const std::vector<std::string>& roles) {
  if (const auto given = arguments.value("role")) return *given;
  if (roles.size() == 1) return roles.front();
  return wrong_usage("the policy names several roles for this: give --role");
}

}  // namespace antin::cli
