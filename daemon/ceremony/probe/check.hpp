// One question to a module, what hangs on its answer, and the groups of questions that a process asks together.
#pragma once

#include <span>
#include <string_view>

#include "daemon/ceremony/probe/answer.hpp"

namespace antin::ceremony::probe {

class Subject;

// What is lost without a `yes`: everything; one choice in a ceremony's plan; nothing, but whoever debugs wants to know.
enum class Bearing { unknown, essential, choice, note };
std::string_view name_of(Bearing bearing);

// How far a module is opened before a group's first question.
enum class Opening { unknown, nothing, initialised, session, user };

struct Check {
  std::string_view id;        // `sign.ecdsa-p256`: stable, for tables and tests
  std::string_view question;  // for people, answerable by yes
  Bearing bearing = Bearing::unknown;
  std::string_view meaning;  // what its absence means for the ceremony or antin-signer: one sentence
  Answer (*ask)(Subject&) = nullptr;
};

struct Group {
  std::string_view name;   // `sign`
  std::string_view title;  // for people
  Opening opening = Opening::unknown;
  bool needs_token = true;  // it is not asked when no token was named
  bool needs_user = true;   // nor without the user's PIN
  bool tries_pins = false;  // its questions log in: one without a good end stops the use of the PINs
  // Each question in a process of its own: modules do not bear being unloaded and loaded again in one.
  bool one_process_each = false;
  std::span<const Check> checks;
};

// In the order in which they are asked: the PINs are tried first, and never again once one was refused.
std::span<const Group* const> groups();

extern const Group module_group, module_opened_group, token_group, mechanism_group, login_group, officer_group,
    key_group, template_group, sign_group, attribute_group, usage_group, copy_group, wrap_group, trusted_group,
    error_group, process_group, pool_group, signer_group, rough_group, left_group;

}  // namespace antin::ceremony::probe
