// antin-ceremony exception and abort: what was not as planned.
#include "daemon/ceremony/language.hpp"
#include "daemon/ceremony/record/abort.hpp"
#include "daemon/ceremony/record/head.hpp"
#include "daemon/ceremony/record/verify.hpp"
#include "daemon/ceremony/room.hpp"
#include "daemon/ceremony/run/interrupt.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t longest_text = 1000;  // octets

// A ceremony that a line is added to.
struct Open {
  Folder folder;
  LockedPlan locked;
  Journal journal;
  std::string text;
};

// The transcript stands for what comes before it is begun: nobody would believe a line that comes later.
Outcome<void> check_takes(Kind kind, const Open& open) {
  const auto& plan = open.locked.plan;
  const auto& entries = open.journal.entries();
  const auto steps = steps_of(plan);
  if (const auto held = check_so_far(open.folder, open.locked, entries); !held)
    return refused("the record was altered: " + held.error().text);
  if (abort_of(plan, entries) != nullptr) return refused("the ceremony was aborted already");
  if (next_step(steps, entries) == nullptr) return refused("the ceremony is complete: nothing is added to its record");
  if (kind == Kind::exception && begin_of(entries, steps.back().id) != nullptr)
    return refused(
        "the transcript is being signed and would not count this exception: complete the ceremony, or abort");
  return {};
}

Outcome<Open> opened(const Arguments& arguments, Kind kind) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  if (arguments.operands().size() < 2) return cli::wrong_usage("TEXT is missing");
  auto text = cli::printable(arguments.operands()[1]);
  if (text.empty() || text.size() > longest_text) return cli::wrong_usage("TEXT has 1 to 1000 octets");
  Folder folder(*where);
  auto locked = read_locked_plan(folder);
  if (!locked) return cli::local_trouble(locked.error());
  auto journal = Journal::open(folder.journal());
  if (!journal) return cli::local_trouble(journal.error());
  Open open{std::move(folder), std::move(*locked), std::move(*journal), std::move(text)};
  if (auto takes = check_takes(kind, open); !takes) return takes.error();
  return open;
}

Outcome<Exit> exception(const Arguments& arguments, Console& console) {
  auto open = opened(arguments, Kind::exception);
  if (!open) return open.error();
  if (auto noted = open->journal.append(Kind::exception, "", {{"text", open->text}}); !noted)
    return cli::local_trouble(noted.error());
  console.err << shown_head(open->journal.entries(), Language::english);
  console.err << "Recorded. The officers approve it when the ceremony goes on (run --resume).\n";
  return Exit::ok;
}

Outcome<Exit> abort_with_people(Open& open, Language language, const Arguments& arguments, Console& console) {
  const Farewell farewell(open.journal, console, language);
  const bool may_be_played = is_rehearsal(open.journal.entries()) || open.locked.plan.purpose == Purpose::development;
  const auto people = people_from(arguments, console, language, may_be_played);
  if (!people) return people.error();
  pause_on_signals();
  auto proceedings = proceedings_of(open.folder, open.locked, open.journal, **people, language, arguments, console);
  return ended(abort_ceremony(proceedings, open.text), language);
}

Outcome<Exit> abort(const Arguments& arguments, Console& console) {
  const auto language = language_from(arguments);
  if (!language) return language.error();
  auto open = opened(arguments, Kind::abort);
  if (!open) return open.error();
  auto done = abort_with_people(*open, *language, arguments, console);
  if (!done) return in_the_room(*language, done.error());
  console.err << say(*language, Phrase::aborted) << "\n";
  return done;
}

}  // namespace

const Command& exception_command() {
  static const Command command{"exception",
                               "record what was not as planned",
                               {"DIR TEXT"},
                               "Adds TEXT to the journal. The officers must approve it before the ceremony goes on; it "
                               "stays in the transcript.\n",
                               {},
                               2,
                               "",
                               exception,
                               {},
                               "antin-ceremony"};
  return command;
}

const Command& abort_command() {
  static const Command command{
      "abort",
      "end a ceremony for good",
      {"DIR TEXT --language vi|en"},
      "Shows what the ceremony would leave behind (tokens, keys that can still be taken out, PINs that were changed), "
      "and\n"
      "asks for exactly `Yes`. TEXT is the reason. While nothing would be left one person may abort; else the "
      "officers\n"
      "approve it, as many as the plan asks for. Until they have, nothing has ended: `run --resume` goes on.\n",
      {{"Options", {language_option(), answers_option()}}},
      2,
      "",
      abort,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
