// antin-ceremony run and rehearse: the ceremony itself.
#include <cstdlib>

#include "core/base/file.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/language.hpp"
#include "daemon/ceremony/locked_memory.hpp"
#include "daemon/ceremony/record/abort.hpp"
#include "daemon/ceremony/record/former.hpp"
#include "daemon/ceremony/record/opening.hpp"
#include "daemon/ceremony/record/verify.hpp"
#include "daemon/ceremony/room.hpp"
#include "daemon/ceremony/run/interrupt.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;

struct Wanted {
  Folder folder;
  LockedPlan locked;
  Language language = Language::unknown;
  FormerRecords formers = {};
};

// Before the module is loaded: SoftHSM reads its tokens' folder from there.
void use_throw_away_tokens(const Folder& folder) {
  ::setenv("SOFTHSM2_CONF", (fs::absolute(folder.root()) / "softhsm2.conf").c_str(), 1);
}

Outcome<Exit> complete(Console& console, const Wanted& wanted) {
  console.err << say(wanted.language, Phrase::complete, {wanted.folder.note().string()}) << "\n";
  return Exit::ok;
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

Outcome<Exit> hold_with_people(const Arguments& arguments, Console& console, const Wanted& wanted, Journal& journal,
                               Start start) {
  const Farewell farewell(journal, console, wanted.language);
  const bool rehearsal = is_rehearsal(journal.entries());
  const bool may_be_played = rehearsal || wanted.locked.plan.purpose == Purpose::development;
  const auto people = people_from(arguments, console, wanted.language, may_be_played);
  if (!people) return people.error();
  if (auto locked = lock_memory(wanted.locked.plan, wanted.language); !locked) return locked.error();
  if (rehearsal) use_throw_away_tokens(wanted.folder);
  pause_on_signals();
  auto proceedings =
      proceedings_of(wanted.folder, wanted.locked, journal, **people, wanted.language, arguments, console);
  return hold(std::move(proceedings), wanted, start);
}

Outcome<Exit> go_on(const Arguments& arguments, Console& console, const Wanted& wanted, Journal& journal, Start start) {
  auto done = hold_with_people(arguments, console, wanted, journal, start);
  return done ? complete(console, wanted) : done;
}

Outcome<Exit> resume(const Arguments& arguments, Console& console, Wanted& wanted) {
  auto journal = Journal::open(wanted.folder.journal());
  if (!journal) return cli::local_trouble(journal.error());
  if (const auto held = check_so_far(wanted.folder, wanted.locked, journal->entries()); !held)
    return refused(wanted.language, Why::record_altered, {held.error().text});
  if (abort_of(wanted.locked.plan, journal->entries()) != nullptr) return refused(wanted.language, Why::aborted);
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
      {{"Options", {language_option(), {"resume", "", "go on with a ceremony that was begun"}, answers_option()}}},
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
      {{"Options", {{"out", "REHEARSAL", "a new folder"}, language_option(), answers_option()}}},
      1,
      "",
      in_its_language<rehearse>,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
