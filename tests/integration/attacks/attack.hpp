// The scene of every attack: a running appliance, the people of two schools and a department, and what a school's own
// system could send, honest or not. Over the real wire.
#pragma once

#include <gtest/gtest.h>

#include "tests/support/appliance.hpp"
#include "tests/support/endings.hpp"
#include "tests/support/must.hpp"
#include "tests/support/office.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {

class Attack : public ::testing::Test {
 protected:
  Attack() { learn_policy(); }

  // Statements name the bundle in force.
  void learn_policy() {
    auto connection = appliance.connect("department-79");
    policy = must(client::about(connection)).policy;
  }
  [[nodiscard]] static base::Instant now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }

  // What an approver of the step would say; of the teacher's and principal's in the first school.
  [[nodiscard]] Wish wish(const std::string& step, const std::optional<base::Sha256Hash>& previous = std::nullopt,
                          const std::string& record = "1.attacked") const {
    Wish made;
    made.record = record;
    made.step = step;
    made.role = step == "department" ? "department-leader" : step;
    if (step != "teacher") made.scope.reset();
    made.previous = previous;
    made.policy = policy;
    made.expires = std::chrono::floor<std::chrono::seconds>(now()) + std::chrono::hours(1);
    return made;
  }
  [[nodiscard]] protocol::Approval by(const std::string& person, const Wish& wish) const {
    auto key = appliance.folder().person(person);
    return approve(wish, key, now());
  }

  // The error's code, or `done`.
  [[nodiscard]] std::string code(const protocol::Submit& submit, const std::string& system = "school-79760001") const {
    auto connection = appliance.connect(system);
    const auto result = client::submit(connection, submit);
    return result ? "done" : result.error().code;
  }
  [[nodiscard]] std::string code(const Wish& wish, const std::string& person) const {
    return code(submit_of(wish, {by(person, wish)}));
  }
  // Honestly; the leaf that the next statement names.
  [[nodiscard]] base::Sha256Hash done(const Wish& wish, const std::string& person) const {
    auto connection = appliance.connect(wish.step == "department" ? "department-79" : "school-79760001");
    return tlog::leaf_hash(must(client::submit(connection, submit_of(wish, {by(person, wish)}))).entry);
  }
  [[nodiscard]] bool is_done(const Wish& wish) const {
    auto connection = appliance.connect("department-79");
    const auto found = client::lookup(connection, {wish.unit, wish.kind, wish.record, wish.revision, wish.step});
    return found && found->result.has_value();
  }

  [[nodiscard]] Outcome control(const std::string& verb) const {
    return appliance.folder().tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin-control " + verb +
                                          " --config dev/antin-control.conf");
  }

  Appliance appliance;
  base::Sha256Hash policy{};
};

}  // namespace antin::test
