// antin-ceremony sign: one participant signs what the ceremony waits for, in a process of its own.
#include <algorithm>
#include <chrono>

#include "client/cli/new_file.hpp"
#include "client/cli/signing_key.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/record/approval.hpp"
#include "daemon/ceremony/record/transcript.hpp"
#include "daemon/ceremony/run/screen.hpp"

namespace antin::ceremony {
namespace {

struct Asked {
  std::string text;
  std::filesystem::path file;
  bool is_note = false;
};

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// An exception that lacks approvals comes first, then the step that is under way.
Outcome<Asked> what_is_asked(const Folder& folder, const LockedPlan& locked, const Entries& entries,
                             const std::string& id) {
  const auto steps = steps_of(locked.plan);
  const auto* exception = open_exception(entries, locked.plan.quorum);
  const auto* step = next_step(steps, entries);
  if (exception == nullptr && (step == nullptr || begin_of(entries, step->id) == nullptr))
    return refused("nothing waits for a signature");
  const auto& asked = exception != nullptr ? *exception : *begin_of(entries, step->id);
  if (exception == nullptr && step->act == Act::transcript) {
    const auto text = transcript_text(locked, steps, entries);
    if (!text) return refused(text.error().text);
    return Asked{*text, folder.signature(id), true};
  }
  if (!locked.plan.participants.at(id).is(Role::officer)) return refused(id + " is no officer: officers approve");
  return Asked{approval_statement(locked, asked), folder.approval(asked.step, id), false};
}

Outcome<base::Bytes> signature_of(const Asked& asked, const LockedPlan& locked, const std::string& id,
                                  client::PersonKey& key) {
  if (!asked.is_note) {
    auto made = client::sign_statement(asked.text, key, now());
    if (!made) return cli::local_trouble(made.error());
    return std::move(made->cms);
  }
  const auto verifier = note_key(locked, id);
  if (!verifier) return cli::local_trouble(verifier.error());
  auto signature = key.sign(base::view(asked.text));
  if (!signature) return cli::local_trouble(signature.error());
  const auto line = tlog::print(tlog::NoteSignature{verifier->name, verifier->id(), std::move(*signature)});
  return base::copy(base::view(line));
}

// One screen after the other: what is signed must not scroll away unread. What a line does not hold goes on below.
bool show(Console& console, const std::string& text) {
  constexpr std::size_t page = screen_lines - 4;
  std::size_t lines = 0;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
    const auto shown = wrapped(cli::printable(rest.substr(0, rest.find('\n'))), screen_columns);
    const auto more = static_cast<std::size_t>(std::count(shown.begin(), shown.end(), '\n'));
    if (lines + more > page) {
      console.err << "-- Enter: go on reading -- " << std::flush;
      std::string ignored;
      if (!std::getline(console.in, ignored)) return false;
      lines = 0;
    }
    lines += more;
    console.err << shown;
  }
  return true;
}

Outcome<void> consent(const Arguments& arguments, Console& console, const std::string& text) {
  if (arguments.has("yes")) return {};
  if (!console.person) return cli::wrong_usage("nobody is at the terminal to confirm; --yes signs without asking");
  console.err << clear_screen << "You are about to sign this:\n\n";
  std::string answer;
  if (show(console, text)) {
    console.err << "\nType exactly Yes to sign: " << std::flush;
    std::getline(console.in, answer);
  }
  if (answer == "Yes") return {};
  return Stop{Exit::refused, "NOT_CONFIRMED", "nothing was signed"};
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  const auto id = arguments.required("as");
  if (!id) return id.error();
  const Folder folder(*where);
  const auto locked = read_locked_plan(folder);
  if (!locked) return cli::local_trouble(locked.error());
  const auto known = locked->plan.participants.find(*id);
  if (known == locked->plan.participants.end()) return refused(*id + " is no participant of this plan");
  const auto entries = read_journal(folder.journal());
  if (!entries) return cli::local_trouble(entries.error());
  const auto asked = what_is_asked(folder, *locked, *entries, *id);
  if (!asked) return asked.error();
  const auto key = cli::signing_key_from(arguments, console);
  if (!key) return key.error();
  if ((*key)->chain().front().hash != known->second.certificate)
    return refused("this is not the key that the plan names for " + *id);
  if (auto agreed = consent(arguments, console, asked->text); !agreed) return agreed.error();
  const auto signature = signature_of(*asked, *locked, *id, **key);
  if (!signature) return signature.error();
  if (auto written = cli::write_result(asked->file, *signature); !written) return written.error();
  return Exit::ok;
}

}  // namespace

const Command& sign_command() {
  static const Command command{
      "sign",
      "sign, as one participant, what the ceremony waits for",
      {"DIR --as ID --p12 FILE", "DIR --as ID --signing-key PEM --certificate PEM",
       "DIR --as ID --pkcs11 MODULE --token LABEL --label KEYLABEL --certificate PEM"},
      "An officer's approval of the step that is under way (or of an exception), or a participant's signature over "
      "the\n"
      "transcript. `run` starts this for whoever is about to sign; an officer may also do it at another terminal.\n",
      {{"Options", {{"as", "ID", "your id in the plan"}, {"yes", "", "sign without asking"}}},
       cli::signing_key_options()},
      1,
      "",
      run,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
