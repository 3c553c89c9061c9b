// antin-ceremony print: the script that lies before everyone.
#include "core/base/file.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/language.hpp"
#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/script/script.hpp"

namespace antin::ceremony {
namespace {

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  const auto language = language_from(arguments);
  if (!language) return language.error();
  const Folder folder(*where);
  const auto locked = read_locked_plan(folder);
  if (!locked) return cli::local_trouble(locked.error());
  const auto pdf = printed_script(locked->plan, locked->hash, *language);
  if (!pdf) return cli::local_trouble(pdf.error());
  if (auto written = base::write_file_durably(folder.script(), *pdf); !written)
    return cli::local_trouble(written.error());
  console.out << folder.script().string() << "\n";
  return Exit::ok;
}

}  // namespace

const Command& print_command() {
  static const Command command{
      "print",
      "the ceremony's script, a PDF to be printed for everyone in the room",
      {"DIR --language vi|en"},
      "Writes DIR/script.pdf: the hash of DIR/plan.lock in hex, in words and as a QR code, the participants, each "
      "step\n"
      "with room for initials and the time, and a table for how the journal ends when the program stops.\n",
      {{"Options", {language_option()}}},
      1,
      "",
      run,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
