#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {
namespace {

std::string_view word_of(Role role, Language language) {
  const bool vietnamese = language == Language::vietnamese;
  switch (role) {
    case Role::officer: return vietnamese ? "cán bộ an ninh" : "security officer";
    case Role::custodian: return vietnamese ? "người giữ phần bí mật" : "custodian";
    case Role::witness: return vietnamese ? "người chứng kiến" : "witness";
    case Role::unknown: break;
  }
  return {};
}

}  // namespace

std::string roles_of(const Participant& participant, Language language) {
  std::string said;
  for (const auto role : participant.roles) said.append(said.empty() ? "" : ", ").append(word_of(role, language));
  return said;
}

}  // namespace antin::ceremony
