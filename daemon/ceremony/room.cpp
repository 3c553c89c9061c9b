#include "daemon/ceremony/room.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "daemon/ceremony/language.hpp"
#include "daemon/ceremony/record/head.hpp"

extern char** environ;

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;

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
Done<void> sign(const Folder& folder, Language language, const Signatory& signatory, bool is_played, Console& console) {
  Words words{folder.root().string(), "--as", signatory.id, "--language", name_of(language)};
  words.insert(words.end(), signatory.options.begin(), signatory.options.end());
  const auto arguments = Arguments::parse(sign_command(), words);
  if (!arguments) {
    if (!is_played) console.err << clear_screen << std::flush;
    return failed(Why::not_options_of_sign);
  }
  return is_played && !arguments->has("pkcs11") ? sign_here(*arguments, console) : sign_in_child(std::move(words));
}

}  // namespace

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

cli::Option answers_option() { return {"answers", "FILE", "play the people from a file; a real plan refuses it"}; }

Proceedings proceedings_of(const Folder& folder, const LockedPlan& locked, Journal& journal, People& people,
                           Language language, const Arguments& arguments, Console& console) {
  const bool is_played = arguments.has("answers");
  return {folder,
          locked,
          steps_of(locked.plan),
          journal,
          people,
          [&folder, &console, language, is_played](const Signatory& signatory) {
            return sign(folder, language, signatory, is_played, console);
          },
          language};
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

Farewell::~Farewell() {
  if (m_console.person) m_console.err << clear_screen;
  m_console.err << shown_head(m_journal.entries(), m_language);
}

}  // namespace antin::ceremony
