// Office: the people of one school and its department, who approve steps of reports with keys of their own. For one
// thread: every client of a test has an office to itself.
#pragma once

#include <map>

#include "client/lib/calls.hpp"
#include "core/tlog/hash.hpp"
#include "tests/support/development_folder.hpp"
#include "tests/support/endings.hpp"
#include "tests/support/must.hpp"

namespace antin::test {

struct Report {
  std::string unit, record;
  base::Digest digest;
};

inline const std::vector<std::string>& steps() {
  static const std::vector<std::string> all{"teacher", "principal", "department"};
  return all;
}

class Office {
 public:
  Office(const DevelopmentFolder& folder, std::string unit, const base::Sha256Hash& policy,
         std::string log = Wish().log)
      : m_unit(std::move(unit)), m_policy(policy), m_log(std::move(log)) {
    const bool first = m_unit == "79760001";
    m_people.emplace("teacher", folder.person(first ? "p-000001" : "p-000007"));
    m_people.emplace("principal", folder.person(first ? "p-000002" : "p-000008"));
    m_people.emplace("department", folder.person("p-000003"));
  }

  [[nodiscard]] protocol::Submit submission(const Report& report, const std::string& step,
                                            const std::optional<base::Sha256Hash>& previous,
                                            std::uint32_t revision = 1) {
    auto made = wish(report, step, previous);
    made.revision = revision;
    return submit_of(made, {approve(made, m_people.at(step), now())});
  }
  // Instead of an approval.
  [[nodiscard]] protocol::End a_return(const Report& report, const std::string& step, const base::Sha256Hash& previous,
                                       const std::string& reason) {
    const auto ending = ending_of(base::Act::returned, wish(report, step, previous), reason);
    return end_of(ending, {sign(ending, m_people.at(step), now())});
  }

 private:
  static base::Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }
  [[nodiscard]] Wish wish(const Report& report, const std::string& step,
                          const std::optional<base::Sha256Hash>& previous) const {
    Wish wish;
    wish.log = m_log;
    wish.unit = m_unit;
    wish.record = report.record;
    wish.step = step;
    wish.role = step == "department" ? "department-leader" : step;
    if (step != "teacher") wish.scope.reset();
    wish.digest = report.digest;
    wish.previous = previous;
    wish.policy = m_policy;
    wish.expires = std::chrono::floor<std::chrono::seconds>(now()) + std::chrono::hours(1);
    return wish;
  }

  std::string m_unit;
  base::Sha256Hash m_policy;
  std::string m_log;
  std::map<std::string, client::SoftwareKey> m_people;
};

inline protocol::StepResult step_result(base::ByteView octets) {
  auto body = must(protocol::parse_result(octets));
  if (auto* step = std::get_if<protocol::StepResult>(&body)) return std::move(*step);
  throw std::runtime_error("not the result of a step");
}

inline protocol::Request request(decltype(protocol::Request::body) body) {
  return {client::Connection::new_request_id(), std::move(body)};
}

}  // namespace antin::test
