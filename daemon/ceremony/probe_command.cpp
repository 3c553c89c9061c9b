// antin-ceremony probe: what an HSM can do, before the day.
#include "client/lib/keys.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/probe/probe.hpp"
#include "daemon/ceremony/probe/throw_away.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t pin_limit = 4096;

// From a file that nobody else may read, or from the terminal; never from an argument or the environment.
Outcome<base::Secret> pin_from(const Arguments& arguments, const std::string& option) {
  const auto file = arguments.value(option);
  if (!file) return base::Secret();
  auto content = client::read_secret_file(*file, pin_limit);
  if (!content) return cli::local_trouble(content.error());
  auto octets = content->expose_secret();
  while (!octets.empty() && (octets.back() == '\n' || octets.back() == '\r')) octets = octets.first(octets.size() - 1);
  if (octets.empty()) return cli::wrong_usage(*file + " holds no PIN");
  return base::Secret(octets);
}

Outcome<base::Secret> user_pin_from(const Arguments& arguments, Console& console) {
  if (arguments.has("pin-file") || !console.person) return pin_from(arguments, "pin-file");
  return cli::ask_secret(console, "PIN of the token's user (empty: ask nothing that needs it)");
}

Outcome<probe::Aim> aim_from(const Arguments& arguments) {
  const auto module = arguments.required("module");
  if (!module) return module.error();
  const auto slot = arguments.number("slot", 0, UINT64_MAX);
  if (!slot) return slot.error();
  const auto seconds = arguments.number("deadline-s", 1, 600);
  if (!seconds) return seconds.error();
  probe::Aim aim;
  aim.module = *module;
  aim.init_string = arguments.value("init-string").value_or("");
  aim.token_label = arguments.value("token").value_or("");
  if (*slot) aim.slot = static_cast<CK_SLOT_ID>(**slot);
  if (*seconds) aim.deadline = std::chrono::seconds(**seconds);
  aim.rough = arguments.has("rough");
  aim.module_log = arguments.value("module-log").value_or("");
  auto officer = pin_from(arguments, "so-pin-file");
  if (!officer) return officer.error();
  aim.officer_pin = std::move(*officer);
  return aim;
}

Outcome<Exit> find_out(probe::Aim& aim, const Arguments& arguments, Console& console) {
  const auto begun = [&](const probe::Group& group) { console.err << group.title << " …\n" << std::flush; };
  const auto findings = probe::examine(aim, arguments.values("only"), begun);
  if (!findings) return cli::wrong_usage(findings.error().text);
  console.out << (arguments.has("json") ? probe::as_json(*findings) : probe::as_text(*findings));
  return fit_for_antin(*findings) ? Exit::ok : Exit::refused;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  auto aim = aim_from(arguments);
  if (!aim) return aim.error();
  if (arguments.has("initialise-throw-away")) {
    if (arguments.has("token"))
      return cli::wrong_usage("a throw-away token gets a label of its own: leave --token out");
    if (const auto made = probe::make_throw_away(*aim); !made) return cli::local_trouble(made.error());
    cli::note(console, "made the token " + aim->token_label + ", which stays: remove it by the HSM's own tool");
  } else if (aim->names_token()) {
    auto pin = user_pin_from(arguments, console);
    if (!pin) return pin.error();
    aim->user_pin = std::move(*pin);
  }
  return find_out(*aim, arguments, console);
}

cli::OptionGroup token_options() {
  return {"The token; none is touched when none is named",
          {{"module", "FILE", "PKCS#11 library"},
           {"token", "LABEL", "its label"},
           {"slot", "N", "its slot, in decimal"},
           {"pin-file", "FILE", "PIN of its user; else the terminal asks"},
           {"so-pin-file", "FILE", "PIN of its security officer: also asks what only the officer may do"},
           {"init-string", "TEXT", "for C_Initialize, where a module wants one (NSS softoken)"},
           {"initialise-throw-away", "", "initialise an empty slot with random PINs, and probe that"}}};
}

cli::OptionGroup way_options() {
  return {"How",
          {{"only", "NAME", "ask this question, or group of them, alone; may be given again", true},
           {"rough", "", "also a wrong PIN once, and logins at the same moment, which may damage a token"},
           {"deadline-s", "SECONDS", "that a question may take; 10 unless given, six times that for a new key"},
           {"module-log", "FILE", "gets what the module prints"},
           {"json", "", "print a JSON document"}}};
}

}  // namespace

const Command& probe_command() {
  static const Command command{
      "probe",
      "find out what an HSM can do, before the day",
      {"--module FILE", "--module FILE --token LABEL [--pin-file FILE] [--so-pin-file FILE]",
       "--module FILE --initialise-throw-away"},
      "Asks a PKCS#11 module everything that a ceremony and antin-signer need, each question in a process with a\n"
      "deadline, and says what this HSM cannot do and what that means. It makes keys with labels that begin with\n"
      "antin-probe/ on the token, and removes them. A PIN that was refused once is not given again. A token with keys\n"
      "that matter is none to probe: take a new one, or a spare.\n",
      {token_options(), way_options()},
      0,
      "exit status: 0 fit; 1 something essential is missing or was not shown; 2 wrong usage.\n",
      run,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
