// antin-ceremony sign: one participant signs what the ceremony waits for, in a process of its own.
#include <algorithm>
#include <chrono>

#include "client/cli/new_file.hpp"
#include "client/cli/signing_key.hpp"
#include "client/cli/without_echo.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/language.hpp"
#include "daemon/ceremony/locked_memory.hpp"
#include "daemon/ceremony/record/abort.hpp"
#include "daemon/ceremony/record/approval.hpp"
#include "daemon/ceremony/record/transcript.hpp"
#include "daemon/ceremony/run/labels.hpp"
#include "daemon/ceremony/run/screen.hpp"

namespace antin::ceremony {
namespace {

struct Asked {
  std::string text;
  std::filesystem::path file;
  Entry line;  // that is asked about
  bool is_note = false;
};

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Outcome<Asked> what_is_asked(const Folder& folder, const LockedPlan& locked, const Entries& entries,
                             const std::string& id, Language language) {
  const auto steps = steps_of(locked.plan);
  const auto* asked = asked_now(locked.plan, entries);
  if (asked == nullptr) return refused(language, Why::nothing_waits);
  if (asked->step == steps.back().id) {
    const auto text = transcript_text(locked, steps, entries);
    if (!text) return refused(text.error().text);
    return Asked{*text, folder.signature(id), *asked, true};
  }
  if (!locked.plan.participants.at(id).is(Role::officer)) return refused(language, Why::no_officer, {id});
  return Asked{approval_statement(locked, *asked), folder.approval(asked->step, id), *asked, false};
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

// The token that a step is about.
std::string token_of(const Step& step, const Plan& plan) {
  const auto key = plan.keys.find(step.object);
  return key == plan.keys.end() ? step.object : key->second.token;
}

// What it is for, as on the screen before.
std::string head_of(const Asked& asked, const LockedPlan& locked, const Entries& entries, Language language) {
  const auto steps = steps_of(locked.plan);
  const auto* step = next_step(steps, entries);
  const auto& line = asked.line;
  Screen screen;
  screen.language = language;
  screen.ceremony = locked.plan.ceremony;
  screen.rehearsal = is_rehearsal(entries);
  screen.step = step == nullptr ? 0 : step->number;
  screen.steps = static_cast<unsigned>(steps.size());
  screen.title = line.kind == Kind::begin ? title_of(*step, language) : line.step;
  if (line.kind == Kind::begin)
    if (const auto token = token_of(*step, locked.plan); !serial_of(entries, token).empty())
      screen.facts.emplace_back(label_of("hsm", language),
                                say(language, Phrase::with_serial, {token, serial_of(entries, token)}));
  if (line.kind == Kind::exception) screen.facts = stops_shown(entries, line, locked.plan.quorum, language);
  if (line.kind == Kind::resume) screen.facts.emplace_back(label_of("tool", language), line.fact("tool"));
  if (line.kind == Kind::abort)
    for (auto& one : left_by(locked.plan, entries, language))
      screen.facts.emplace_back(label_of("left", language), std::move(one));
  screen.text = line.fact("text");
  if (!asked.is_note)
    screen.facts.emplace_back(label_of("approvals", language),
                              approvals_so_far(entries, line.step, locked.plan.quorum));
  return render(screen, 0);
}

// One screen after the other: what is signed must not scroll away unread. What a line does not hold goes on below.
bool show(Console& console, const std::string& text, Language language) {
  constexpr std::size_t page = screen_lines - 4;
  std::size_t lines = 0;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
    const auto line = rest.substr(0, rest.find('\n'));
    const auto shown = line.empty() ? "\n" : wrapped(cli::printable(line), screen_columns);
    const auto more = static_cast<std::size_t>(std::count(shown.begin(), shown.end(), '\n'));
    if (lines + more > page) {
      cli::drop_typed_ahead();
      console.err << say(language, Phrase::go_on_reading) << std::flush;
      std::string ignored;
      if (!std::getline(console.in, ignored)) return false;
      lines = 0;
    }
    lines += more;
    console.err << shown;
  }
  return true;
}

Outcome<void> consent(Console& console, const std::string& text, Language language) {
  if (!console.person) return cli::wrong_usage(say(language, Why::nobody_confirms));
  console.err << clear_screen;
  std::string answer;
  if (show(console, text, language)) {
    cli::drop_typed_ahead();
    console.err << "\n" << say(language, Phrase::yes_to_sign) << std::flush;
    std::getline(console.in, answer);
  }
  if (answer == "Yes") return {};
  return Stop{Exit::refused, "NOT_CONFIRMED", say(language, Why::nothing_signed)};
}

Outcome<std::unique_ptr<client::PersonKey>> key_from(const Arguments& arguments, Console& console, Language language) {
  auto key = cli::signing_key_from(arguments, console,
                                   {say(language, Phrase::passphrase_of_key), say(language, Phrase::passphrase_of),
                                    say(language, Phrase::pin_of_token), say(language, Phrase::tries_left, {""})});
  if (key) return key;
  auto stop = key.error();
  stop.text = say(language, Why::key_unusable, {stop.text});
  return stop;
}

Outcome<Exit> sign(const Arguments& arguments, Console& console, Language language) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  const auto id = arguments.required("as");
  if (!id) return id.error();
  const Folder folder(*where);
  const auto locked = read_locked_plan(folder);
  if (!locked) return cli::local_trouble(locked.error());
  if (auto done = lock_memory(locked->plan, language); !done) return done.error();
  const auto known = locked->plan.participants.find(*id);
  if (known == locked->plan.participants.end()) return refused(language, Why::no_participant, {*id});
  const auto entries = read_journal(folder.journal());
  if (!entries) return cli::local_trouble(entries.error());
  const auto asked = what_is_asked(folder, *locked, *entries, *id, language);
  if (!asked) return asked.error();
  const bool asks = !arguments.has("yes");
  const auto head = head_of(*asked, *locked, *entries, language);
  // The key may ask for a PIN, which must not scroll away what stands above.
  if (asks && console.person) console.err << clear_screen << head << "\n" << std::flush;
  const auto key = key_from(arguments, console, language);
  if (!key) return key.error();
  if ((*key)->chain().front().hash != known->second.certificate) return refused(language, Why::not_their_key, {*id});
  const auto shown = head + "\n" + say(language, Phrase::about_to_sign, {*id}) + "\n\n" + asked->text;
  if (asks)
    if (auto agreed = consent(console, shown, language); !agreed) return agreed.error();
  const auto signature = signature_of(*asked, *locked, *id, **key);
  if (!signature) return signature.error();
  if (auto written = cli::write_result(asked->file, *signature); !written) return written.error();
  return Exit::ok;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto language = arguments.has("language") ? language_from(arguments) : Language::english;
  if (!language) return language.error();
  auto done = sign(arguments, console, *language);
  if (!done) return in_the_room(*language, done.error());
  return done;
}

}  // namespace

const Command& sign_command() {
  static const Command command{
      "sign",
      "sign, as one participant, what the ceremony waits for",
      {"DIR --as ID --p12 FILE", "DIR --as ID --signing-key PEM --certificate PEM",
       "DIR --as ID --pkcs11 MODULE --token LABEL --label KEYLABEL --certificate PEM"},
      "An officer's approval of the step that is under way (or of an exception, of going on, of an abort), or a\n"
      "participant's signature over the transcript. `run` starts this for whoever is about to sign; whoever "
      "has\n"
      "signed at another terminal gives `run` their id, and only Enter where it asks for the key.\n",
      {{"Options", {{"as", "ID", "your id in the plan"}, {"yes", "", "sign without asking"}, language_option()}},
       cli::signing_key_options()},
      1,
      "",
      run,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
