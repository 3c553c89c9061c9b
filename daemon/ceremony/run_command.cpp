// antin-ceremony run and rehearse: the ceremony itself.
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "core/base/file.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/language.hpp"
#include "daemon/ceremony/record/approval.hpp"
#include "daemon/ceremony/record/former.hpp"
#include "daemon/ceremony/record/head.hpp"
#include "daemon/ceremony/record/opening.hpp"
#include "daemon/ceremony/record/sequence.hpp"
#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/interrupt.hpp"

extern char** environ;

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;

struct Wanted {
  Folder folder;
  LockedPlan locked;
  Language language = Language::unknown;
  FormerRecords formers = {};
};

using Words = std::vector<std::string>;

// This very program again, as `sign`: a participant's token and the HSM may be of one PKCS#11 module.
Done<void> sign_in_child(Words words) {
  words.insert(words.begin(), {"antin-ceremony", "sign"});
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const auto self = fs::read_symlink("/proc/self/exe");
  pid_t child = 0;
  if (::posix_spawn(&child, self.c_str(), nullptr, nullptr, argv.data(), environ) != 0)
    return failed({"cannot start " + self.string()});
  int status = -1;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return failed(Why::nothing_signed);
}

Done<void> sign_here(const Arguments& arguments, Console& console) {
  const auto done = sign_command().run(arguments, console);
  if (!done) return failed({done.error().text});
  return {};
}

// Whoever a file plays signs in this process unless they bring a token. What is no option may be a PIN that somebody
// took for one: it does not stay on the screen and is not among the arguments of any process.
Done<void> sign(const Wanted& wanted, const Signatory& signatory, bool is_played, Console& console) {
  Words words{wanted.folder.root().string(), "--as", signatory.id, "--language", name_of(wanted.language)};
  words.insert(words.end(), signatory.options.begin(), signatory.options.end());
  const auto arguments = Arguments::parse(sign_command(), words);
  if (!arguments) {
    if (!is_played) console.err << clear_screen << std::flush;
    return failed(Why::not_options_of_sign);
  }
  return is_played && !arguments->has("pkcs11") ? sign_here(*arguments, console) : sign_in_child(std::move(words));
}

// Locked memory is not written to a swap device.
Outcome<void> lock_memory(const LockedPlan& locked, Language language) {
  if (::mlockall(MCL_CURRENT | MCL_FUTURE) == 0) return {};
  if (locked.plan.purpose == Purpose::development) return {};
  return refused(language, Why::memory_not_locked);
}

Outcome<std::unique_ptr<People>> people_from(const Arguments& arguments, Console& console, Language language,
                                             bool may_be_played) {
  const auto answers = arguments.value("answers");
  if (!answers) {
    if (!console.person || ::isatty(STDOUT_FILENO) != 1) return cli::wrong_usage(say(language, Why::no_terminal));
    return people_at_terminal(language);
  }
  if (!may_be_played) return refused(language, Why::real_plan_needs_people);
  auto people = people_in_file(*answers);
  if (!people) return cli::local_trouble(people.error());
  return std::move(*people);
}

// Before the module is loaded: SoftHSM reads its tokens' folder from there.
void use_throw_away_tokens(const Folder& folder) {
  ::setenv("SOFTHSM2_CONF", (fs::absolute(folder.root()) / "softhsm2.conf").c_str(), 1);
}

Outcome<Exit> complete(Console& console, const Wanted& wanted) {
  console.err << say(wanted.language, Phrase::complete, {wanted.folder.note().string()}) << "\n";
  return Exit::ok;
}

Outcome<Exit> ended(const Done<void>& done, Language language) {
  if (done) return Exit::ok;
  const auto text = done.error().in(language);
  switch (done.error().weight) {
    case Trouble::Weight::pause: return Stop{Exit::temporary, "PAUSED", text};
    case Trouble::Weight::exception: return Stop{Exit::refused, "EXCEPTION", text};
    case Trouble::Weight::failed:
    case Trouble::Weight::unknown: break;
  }
  return Stop{Exit::refused, "FAILED", text};
}

enum class Start { unknown, first, again };

Outcome<Exit> hold(Proceedings proceedings, const Wanted& wanted, Start start) {
  if (start == Start::again)
    if (const auto taken = take_up_again(proceedings); !taken) return ended(taken, wanted.language);
  if (const auto compared = compare_plan(proceedings); !compared) return ended(compared, wanted.language);
  auto module = hsm::Module::load(module_of(proceedings.plan(), is_rehearsal(proceedings.entries())));
  if (!module) return cli::local_trouble(module.error());
  Ceremony ceremony{std::move(proceedings), *module, wanted.formers};
  return ended(carry_out(ceremony), wanted.language);
}

// Whatever ended the program: until it goes on, people know how the journal ended, and nobody else can change that.
class Farewell {
 public:
  Farewell(const Journal& journal, Console& console, Language language)
      : m_journal(journal), m_console(console), m_language(language) {}
  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;
  ~Farewell() {
    if (m_console.person) m_console.err << clear_screen;
    m_console.err << shown_head(m_journal.entries(), m_language);
  }

 private:
  const Journal& m_journal;
  Console& m_console;
  Language m_language;
};

Outcome<Exit> hold_with_people(const Arguments& arguments, Console& console, const Wanted& wanted, Journal& journal,
                               Start start) {
  const Farewell farewell(journal, console, wanted.language);
  const bool rehearsal = is_rehearsal(journal.entries());
  const bool may_be_played = rehearsal || wanted.locked.plan.purpose == Purpose::development;
  const auto people = people_from(arguments, console, wanted.language, may_be_played);
  if (!people) return people.error();
  if (auto locked = lock_memory(wanted.locked, wanted.language); !locked) return locked.error();
  if (rehearsal) use_throw_away_tokens(wanted.folder);
  pause_on_signals();
  Proceedings proceedings{
      wanted.folder,
      wanted.locked,
      steps_of(wanted.locked.plan),
      journal,
      **people,
      [&](const Signatory& signatory) { return sign(wanted, signatory, arguments.has("answers"), console); },
      wanted.language};
  return hold(std::move(proceedings), wanted, start);
}

Outcome<Exit> go_on(const Arguments& arguments, Console& console, const Wanted& wanted, Journal& journal, Start start) {
  auto done = hold_with_people(arguments, console, wanted, journal, start);
  return done ? complete(console, wanted) : done;
}

Outcome<Exit> resume(const Arguments& arguments, Console& console, Wanted& wanted) {
  auto journal = Journal::open(wanted.folder.journal());
  if (!journal) return cli::local_trouble(journal.error());
  if (const auto held = check_opening(wanted.locked, journal->entries()); !held)
    return refused(wanted.language, Why::record_altered, {held.error().text});
  if (const auto held = check_recorded_approvals(wanted.folder, wanted.locked, journal->entries()); !held)
    return refused(wanted.language, Why::record_altered, {held.error().text});
  if (const auto held = check_sequence(wanted.locked.plan, journal->entries()); !held)
    return refused(wanted.language, Why::record_altered, {held.error().text});
  if (next_step(steps_of(wanted.locked.plan), journal->entries()) == nullptr) return complete(console, wanted);
  return go_on(arguments, console, wanted, *journal, Start::again);
}

Outcome<Exit> begin(const Arguments& arguments, Console& console, Wanted& wanted, bool rehearsal) {
  const bool may_be_played = rehearsal || wanted.locked.plan.purpose == Purpose::development;
  // Nothing is begun that cannot go on.
  if (const auto people = people_from(arguments, console, wanted.language, may_be_played); !people)
    return people.error();
  if (auto made = wanted.folder.make_folders(); !made) return cli::local_trouble(made.error());
  const auto tool = tool_hash();
  if (!tool) return cli::local_trouble(tool.error());
  auto journal = Journal::create(wanted.folder.journal(), {{"plan", base::print(wanted.locked.hash)},
                                                           {"rehearsal", rehearsal ? "yes" : "no"},
                                                           {"tool", *tool},
                                                           {"module", module_of(wanted.locked.plan, rehearsal)}});
  if (!journal) return cli::local_trouble(journal.error());
  return go_on(arguments, console, wanted, *journal, Start::first);
}

Outcome<Wanted> wanted_from(const Arguments& arguments) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  const auto language = language_from(arguments);
  if (!language) return language.error();
  Folder folder(*where);
  auto locked = read_locked_plan(folder);
  if (!locked) return cli::local_trouble(locked.error());
  auto formers = read_formers(folder, locked->plan);
  if (!formers) return refused(formers.error().text);
  return Wanted{std::move(folder), std::move(*locked), *language, std::move(*formers)};
}

Outcome<Exit> run(const Arguments& arguments, Console& console, Wanted& wanted) {
  const bool begun = Journal::is_begun(wanted.folder.journal());
  if (arguments.has("resume")) return resume(arguments, console, wanted);
  if (begun) return refused(wanted.language, Why::was_begun);
  return begin(arguments, console, wanted, false);
}

Outcome<Exit> rehearse(const Arguments& arguments, Console& console, Wanted& wanted) {
  const auto out = arguments.required("out");
  if (!out) return out.error();
  if (!wanted.locked.plan.formers.empty()) return refused(wanted.language, Why::rehearsal_without_former);
  const Folder folder(*out);
  if (auto written = folder.write_plan({wanted.locked.plan, wanted.locked.certificates}); !written)
    return cli::local_trouble(written.error());
  const auto tokens = fs::absolute(folder.root()) / "tokens";
  fs::create_directories(tokens);
  const auto text =
      "directories.tokendir = " + tokens.string() +
      "\nobjectstore.backend = file\nobjectstore.umask = 0077\nlog.level = ERROR\nslots.removable = false\n";
  if (auto written = base::write_file_durably(folder.root() / "softhsm2.conf", base::view(text)); !written)
    return cli::local_trouble(written.error());
  wanted.folder = folder;
  return begin(arguments, console, wanted, true);
}

template <Outcome<Exit> (*Command)(const Arguments&, Console&, Wanted&)>
Outcome<Exit> in_its_language(const Arguments& arguments, Console& console) {
  auto wanted = wanted_from(arguments);
  if (!wanted) return wanted.error();
  auto done = Command(arguments, console, *wanted);
  if (!done) return in_the_room(wanted->language, done.error());
  return done;
}

const cli::Option answers_option{"answers", "FILE", "play the people from a file; a real plan refuses it"};

}  // namespace

const Command& run_command() {
  static const Command command{
      "run",
      "hold the ceremony, or go on with it",
      {"DIR --language vi|en", "DIR --language vi|en --resume"},
      "Takes the steps of DIR/plan.lock one after the other: each is written to DIR/journal.jsonl before it is done, "
      "and\n"
      "approved by as many officers as the plan asks for. Whoever does not type exactly `Yes` pauses the ceremony.\n"
      "Whenever it stops it says how many lines the journal has and the hash of the last: note both on the script.\n"
      "--resume goes on where it was left or interrupted, once people have compared that and the officers have "
      "approved\n"
      "it: what the HSM holds half done is done again or taken over.\n",
      {{"Options", {language_option(), {"resume", "", "go on with a ceremony that was begun"}, answers_option}}},
      1,
      "A certificate from the CA is expected in DIR/cert/, a backup that is restored in DIR/wrapped/, what the "
      "vendor's\n"
      "tool left in DIR/evidence/; until it is there the ceremony pauses.\n",
      in_its_language<run>,
      {},
      "antin-ceremony"};
  return command;
}

const Command& rehearse_command() {
  static const Command command{
      "rehearse",
      "the same steps on a throw-away token, marked as a rehearsal everywhere",
      {"DIR --out REHEARSAL --language vi|en"},
      "Runs the plan of DIR in a new folder REHEARSAL, on SoftHSM tokens that lie in it. Nothing of it counts: the "
      "journal\n"
      "and the transcript say that it is a rehearsal. Go on with one by `run REHEARSAL --resume`.\n",
      {{"Options", {{"out", "REHEARSAL", "a new folder"}, language_option(), answers_option}}},
      1,
      "",
      in_its_language<rehearse>,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
