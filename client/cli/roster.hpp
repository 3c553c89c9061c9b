// What the commands of `antin roster` share.
#pragma once

#include "client/cli/command.hpp"
#include "client/cli/log_options.hpp"
#include "client/cli/report_words.hpp"
#include "client/cli/roster_files.hpp"
#include "client/cli/roster_plan.hpp"
#include "client/cli/settings.hpp"
#include "client/cli/statement_source.hpp"

namespace antin::cli {

// The language of what a registrar reads: --lang.
Option language_option();
Outcome<Language> language_from(const Arguments& arguments);
bool has_key(const Arguments& arguments);

// The options of commands that sign, that send, or both.
std::vector<OptionGroup> signing_groups(std::vector<OptionGroup> own);

// Signs with the key that is given, and unless --sign-only says otherwise sends. `facts` are shown above the statement.
Outcome<Exit> sign_and_send(RosterFiles& files, const std::vector<std::string>& facts, const Arguments& arguments,
                            const Settings& settings, Console& console);

const Command& roster_list_command();
const Command& roster_show_command();
const Command& roster_export_command();
const Command& roster_import_command();
const Command& roster_enrol_command();
const Command& roster_acting_for_command();
const Command& roster_renew_command();
const Command& roster_suspend_command();
const Command& roster_resume_command();
const Command& roster_retire_command();
const Command& roster_sign_command();
const Command& roster_send_command();

}  // namespace antin::cli
