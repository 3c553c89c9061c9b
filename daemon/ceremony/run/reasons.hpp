// Why a ceremony does not go on, in the language of the room; the journal has it in English.
#pragma once

#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

enum class Why {
  unknown,
  as_it_says,  // %1 is what the HSM, a file or the system says: nobody here can say it otherwise
  // People.
  people_paused,
  share_wrong,
  lines_differ,
  line_not_printable,
  put_certificate,
  put_backup,
  put_evidence,
  nobody_more_signs,
  nobody_more_types,
  no_line_about,
  // A signature.
  nothing_signed,
  not_options_of_sign,
  key_unusable,
  not_their_key,
  no_participant,
  no_officer,
  nothing_waits,
  nobody_confirms,
  // Before anything is begun, or gone on with.
  no_terminal,
  echo_stays_on,
  real_plan_needs_people,
  memory_not_locked,
  was_begun,
  record_altered,
  rehearsal_without_former,
  aborted,
  was_stopped,
  unknown_step,
  // Files.
  certificate_of_another_key,
  certificate_not_approved,
  certificate_does_not_hold,
  backup_not_that_one,
  backup_not_as_made,
  backup_lies_there,
  public_key_unreadable,
  public_key_not_in_record,
  begun_unreadable,
  inventory_altered,
  // Tokens.
  no_token,
  token_there_already,
  token_in_another_hsm,
  no_free_hsm,
  another_hsm_is_free,
  free_hsm_is_for_another,
  pin_length,
  pin_not_taken,
  does_not_open,
  last_try,
  pin_not_changed,
  new_pin_does_not_open,
  random_broken,
  no_spare,
  spare_there_already,
  spare_not_ours,
  spare_refuses,
  spare_not_shown,
  spare_not_wiped,
  names_no_text,
  other_objects,
  other_tokens,
  // Keys.
  not_the_key_made,
  no_usable_key,
  signature_does_not_fit,
  left_over_objects,
  read_again_differs,
  label_taken,
  left_out,
  not_one_private_key,
  changed_by_vendor,
  not_as_recorded,
  not_to_be_destroyed,
  still_there,
  backup_does_not_open,
  backup_does_not_sign,
  backup_of_another_key,
  backup_wrong,
  of_key,
  last = of_key,
};

std::string say(Language language, Why why, const std::vector<std::string>& what = {});

}  // namespace antin::ceremony
