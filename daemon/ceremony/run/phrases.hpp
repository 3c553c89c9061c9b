// What people at the terminal are asked and told, in the language of the room. Why a ceremony does not go on is in
// reasons.hpp, what a step is about in the room steps.
#pragma once

#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

enum class Phrase {
  unknown,
  step_of,
  with_serial,
  none_needed,
  step_done,
  ask_yes,
  who_signs,
  which_key,
  waiting_for,
  nobody_waited_for,
  eyes_of,
  write_down,
  written_down,
  type_share,
  not_shown,
  tries_left,
  who_holds,
  share_wiped,
  read_it,
  take_up_again,
  compare_end,
  another_program,
  abort_title,
  abort_leaves,
  abort_leaves_nothing,
  aborted,
  who_types,
  the_line,
  about_to_sign,
  go_on_reading,
  yes_to_sign,
  passphrase_of_key,
  passphrase_of,
  pin_of_token,
  complete,
  paused,
  exception,
  failed,
  refused,
  cannot,
  usage,
  not_confirmed,
  last = not_confirmed,
};

std::string say(Language language, Phrase phrase, const std::vector<std::string>& what = {});

}  // namespace antin::ceremony
