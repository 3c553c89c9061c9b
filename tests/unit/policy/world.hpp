// A small world in which a submission is approved as it stands; tests change one thing and look at what is decided.
#pragma once

#include "policy/decide.hpp"

namespace antin::policy {

constexpr std::uint8_t the_systems_certificate = 0x50;

struct World {
  Policy policy;
  std::vector<Person> people;
  Submission submission;
  Facts facts;
  base::Instant now;

  [[nodiscard]] Decision decide() const;
  Step& step(const std::string& name);
  PersonApproval& approval(std::size_t at = 0) { return submission.approvals.at(at); }
  Person& person(const std::string& id);
};

// School 79760001 under department 79; kind hoc-ba: teacher → principal (school seal) → department (department seal).
World teacher_submits();
World principal_submits();
World department_submits();
World system_vouches();         // for the teacher, where the policy lets it
World teacher_submits_again();  // revision 2, after the first was returned
World department_has_sealed();  // the department submits once more

// School 79760001 was merged into 79760002 a day ago, with all of its people; the caller is 79760002's system.
World merged(World world);

base::Sha256Hash hash(std::uint8_t octet);
base::Digest document(std::uint8_t octet);
base::Instant at(const char* text);

// What the world's submission would have to say to be approved by this person.
PersonApproval approval_by(const World& world, const std::string& role, std::optional<std::string> scope,
                           std::uint8_t certificate);

// unknown when it was no denial.
DenialReason reason(const Decision& decision);

}  // namespace antin::policy
