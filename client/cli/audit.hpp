// What the commands of `antin audit` share: a connection with somebody to believe about the log, and an auditor's
// reading that is closed however the command ends.
#pragma once

#include "client/cli/interruption.hpp"
#include "client/cli/log_options.hpp"
#include "client/lib/log_reader.hpp"
#include "core/base/secret.hpp"

namespace antin::cli {

struct Audit {
  client::LogTrust trust;
  client::Connection connection;
  client::Reading reading = {};
  base::Secret person_key = {};  // of a reading: HMAC-SHA256 under it makes the person ids of entries
};

base::Instant now();

// The options that in_audit() reads: the log, the auditor, the auditor's key, the appliance.
std::vector<OptionGroup> audit_options(std::vector<OptionGroup> own);

using AuditWork = std::function<Outcome<Exit>(Audit& audit)>;
Outcome<Exit> in_audit(const Arguments& arguments, Console& console, const AuditWork& work);

// Each entry from where the view is up to `end`, verified page by page; ends early when `show` says so or the user
// does. Whoever reads to the end of `newest`, the checkpoint that was asked for, has rehashed its very root.
using Show = std::function<bool(const client::LogEntry& entry)>;
Outcome<void> read_until(Audit& audit, client::LogView& view, const client::SignedCheckpoint& newest, std::uint64_t end,
                         const Show& show);

// `{"index":…,"leaf":…,"entry":{…}}`: the entry's octets as they are; `octets` in base64 when they would not fit a line
// of a terminal; without either the entry is another unit's.
std::string entry_line(const client::LogEntry& entry);

// An index, or unit/kind/record/revision/step.
using EntryName = std::variant<std::uint64_t, protocol::StepName>;
Outcome<EntryName> entry_name_of(const std::string& text);
Outcome<EntryName> entry_name_from(const Arguments& arguments);

// The size and root, and how far witnesses stand behind them.
std::string described(const client::SignedCheckpoint& checkpoint, const client::LogTrust& trust);

const Command& audit_vkey_command();
const Command& audit_tail_command();
const Command& audit_follow_command();
const Command& audit_show_command();
const Command& audit_check_command();
const Command& audit_prove_command();
const Command& audit_verify_command();
const Command& audit_export_command();
const Command& audit_report_command();
const Command& audit_anchors_command();

}  // namespace antin::cli
