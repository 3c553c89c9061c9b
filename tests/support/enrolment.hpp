// Registrars who bring people into the roster over the wire, as one signed batch for each set of registrars.
#pragma once

#include "client/lib/calls.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/roster.hpp"
#include "core/tlog/hash.hpp"
#include "core/tlog/small_tree.hpp"
#include "tests/support/development_folder.hpp"
#include "tests/support/must.hpp"

namespace antin::test {

// A change as a registrar writes it, and the certificate that it brings along; empty: none.
struct Enrolment {
  statement::RosterChange change;
  base::Bytes certificate;
};

// Around today, as keys-dev has it: a role that holds now.
inline std::chrono::year_month_day day_from(base::Instant now, int days) {
  return std::chrono::floor<std::chrono::days>(now + std::chrono::days(days));
}

inline Enrolment change_of(base::RosterAction action, const std::string& unit, const std::string& person,
                           const base::Sha256Hash& policy, base::Instant expires) {
  statement::RosterChange change;
  change.log = Wish().log;
  change.action = action;
  change.unit = unit;
  change.person = person;
  change.policy = policy;
  change.nonce = crypto::random_array<16>();
  change.expires = std::chrono::floor<std::chrono::seconds>(expires);
  return {change, {}};
}

// With the certificate that the folder has of `file`.
inline Enrolment with_certificate(Enrolment enrolment, const DevelopmentFolder& folder, const std::string& file) {
  enrolment.certificate = must(crypto::certificate_from_pem(folder.read("people/" + file + ".crt"))).der;
  enrolment.change.certificate = crypto::sha256(enrolment.certificate);
  return enrolment;
}

inline Enrolment enrol(const DevelopmentFolder& folder, const std::string& unit, const std::string& person,
                       const std::string& role, const std::optional<std::string>& scope, const base::Sha256Hash& policy,
                       base::Instant now) {
  auto made = change_of(base::RosterAction::enrol, unit, person, policy, now + std::chrono::hours(1));
  made.change.role = role;
  made.change.scope = scope;
  made.change.from = day_from(now, -90);
  made.change.until = day_from(now, 365);
  return with_certificate(std::move(made), folder, person);
}

inline std::vector<base::Bytes> signed_by(const DevelopmentFolder& folder, const std::vector<std::string>& registrars,
                                          const std::string& text, base::Instant now) {
  std::vector<base::Bytes> all;
  for (const auto& registrar : registrars) {
    auto key = folder.person(registrar);
    all.push_back(must(client::sign_statement(text, key, now)).cms);
  }
  return all;
}

// One change, signed as it is.
inline protocol::ChangeRoster alone(const DevelopmentFolder& folder, const std::vector<std::string>& registrars,
                                    const Enrolment& enrolment, base::Instant now) {
  const auto text = statement::print(enrolment.change);
  return {base::copy(base::view(text)), signed_by(folder, registrars, text, now), {{{}, 0, {}, enrolment.certificate}}};
}

// Many, with one signature of each.
inline protocol::ChangeRoster together(const DevelopmentFolder& folder, const std::vector<std::string>& registrars,
                                       const std::vector<Enrolment>& enrolments, base::Instant now) {
  tlog::Path leaves;
  std::vector<base::Bytes> texts;
  for (const auto& one : enrolments) {
    texts.push_back(base::copy(base::view(statement::print(one.change))));
    leaves.push_back(tlog::leaf_hash(texts.back()));
  }
  const tlog::SmallTree tree(leaves);
  const auto& first = enrolments.front().change;
  const auto text =
      statement::print(statement::RosterBatch{first.log, static_cast<std::uint32_t>(texts.size()), tree.root(),
                                              first.policy, crypto::random_array<16>(), first.expires});
  protocol::ChangeRoster change{base::copy(base::view(text)), signed_by(folder, registrars, text, now), {}};
  for (std::size_t i = 0; i < texts.size(); ++i)
    change.items.push_back({texts[i], static_cast<std::uint32_t>(i), tree.inclusion(i), enrolments[i].certificate});
  return change;
}

// Everybody of the folder whose certificate is valid: the department's registrars sign for leaders and principals, each
// school's for its teachers.
inline std::vector<protocol::ChangeRoster> everybody(const DevelopmentFolder& folder, const base::Sha256Hash& policy,
                                                     base::Instant now) {
  const auto class_1a = Wish().scope;
  const auto one = [&](const std::string& unit, const std::string& person, const std::string& role) {
    return enrol(folder, unit, person, role, role == "teacher" ? class_1a : std::nullopt, policy, now);
  };
  const auto renewed = [&](const std::string& unit, const std::string& person) {
    auto made = change_of(base::RosterAction::certificate, unit, person, policy, now + std::chrono::hours(1));
    return with_certificate(std::move(made), folder, person + "-renewed");
  };
  return {together(folder, {"r-000001", "r-000002"},
                   {one("79", "p-000003", "department-leader"), one("79760001", "p-000002", "principal"),
                    one("79760001", "p-000004", "principal"), renewed("79760001", "p-000004"),
                    one("79760002", "p-000008", "principal"), one("79760001", "p-000010", "deputy-principal"),
                    renewed("79760001", "p-000010"), one("79760001", "p-000011", "deputy-principal"),
                    one("79760001", "p-000012", "deputy-principal")},
                   now),
          together(folder, {"r-000003"},
                   {one("79760001", "p-000001", "teacher"), one("79760001", "p-000004", "teacher")}, now),
          together(folder, {"r-000004"}, {one("79760002", "p-000007", "teacher")}, now)};
}

// Over the wire; throws when it is refused as a whole.
inline protocol::ChangeRosterResult change_roster(client::Connection& connection,
                                                  const protocol::ChangeRoster& change) {
  const auto completion = connection.complete({client::Connection::new_request_id(), change});
  if (const auto* failure = std::get_if<client::Failure>(&completion.outcome))
    throw std::runtime_error("a roster change: " + failure->text);
  const auto result = must(protocol::parse_result(std::get<base::Bytes>(completion.outcome)));
  return std::get<protocol::ChangeRosterResult>(result);
}

// Throws unless every item was done.
inline void expect_all_done(const protocol::ChangeRosterResult& result) {
  for (const auto& outcome : result.outcomes)
    if (const auto* error = std::get_if<protocol::WireError>(&outcome))
      throw std::runtime_error("not enrolled: " + error->text);
}

}  // namespace antin::test
