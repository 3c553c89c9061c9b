// antin roster enrol, acting-for, renew, suspend, resume, retire: one change of one person.
#include "client/cli/audit.hpp"
#include "client/cli/record.hpp"
#include "client/cli/roster.hpp"
#include "client/cli/roster_words.hpp"
#include "core/base/file.hpp"
#include "core/crypto/random.hpp"

namespace antin::cli {
namespace {

using base::RosterAction;

Outcome<std::optional<Day>> day_from(const Arguments& arguments, const std::string& option) {
  const auto text = arguments.value(option);
  if (!text) return std::optional<Day>();
  const auto day = parse_day(*text);
  if (!day) return wrong_usage("--" + option + " is a day like 2026-09-01");
  return day;
}

Outcome<CertificatePointer> certificate_from(const Arguments& arguments) {
  const auto file = arguments.value("person-certificate");
  if (!file) return CertificatePointer();
  const auto content = base::read_file(*file, certificate_limit);
  if (!content) return local_trouble(content.error());
  auto certificate = held_certificate(*content);
  if (!certificate) return local_trouble({*file + ": " + certificate.error().text});
  return std::move(*certificate);
}

// What the options say; log and policy are asked of the appliance where they say nothing.
Outcome<void> take_options(statement::RosterChange& change, const Arguments& arguments) {
  for (auto [option, field] : {std::pair("person", &change.person), {"unit", &change.unit}}) {
    auto value = identifier_from(arguments, option);
    if (!value) return value.error();
    *field = std::move(*value);
  }
  change.role = arguments.value("role");
  change.scope = arguments.value("scope");
  change.acting_for = arguments.value("for");
  for (auto [option, field] : {std::pair("from", &change.from), {"until", &change.until}}) {
    const auto day = day_from(arguments, option);
    if (!day) return day.error();
    *field = *day;
  }
  const auto expires = expiry_from(arguments, now());
  if (!expires) return expires.error();
  change.expires = *expires;
  change.nonce = crypto::random_array<16>();
  return {};
}

Outcome<void> complete(statement::RosterChange& change, const Arguments& arguments, const Settings& settings) {
  const auto policy = hash_from(arguments, "policy");
  if (!policy) return policy.error();
  if (arguments.has("log") && *policy) {
    change.log = *arguments.value("log");
    change.policy = **policy;
    return {};
  }
  auto connection = connect(settings);
  if (!connection) return connection.error();
  const auto about = client::about(*connection);
  if (!about) return stop_from(about.error());
  change.log = arguments.value("log").value_or(about->log);
  change.policy = policy->value_or(about->policy);
  return {};
}

Outcome<Exit> run(RosterAction action, const Arguments& arguments, Console& console) {
  const auto prefix = arguments.required("out");
  if (!prefix) return prefix.error();
  if (const auto fresh = RosterFiles::check_new(*prefix); !fresh) return fresh.error();
  const auto language = language_from(arguments);
  if (!language) return language.error();
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  if (!has_key(arguments)) return wrong_usage("give your key to sign with: one of --signing-key, --p12 and --pkcs11");
  PlannedLine planned;
  auto& change = planned.change;
  change.action = action;
  if (const auto taken = take_options(change, arguments); !taken) return taken.error();
  auto certificate = certificate_from(arguments);
  if (!certificate) return certificate.error();
  planned.certificate = std::move(*certificate);
  if (planned.certificate) change.certificate = planned.certificate->hash;
  if (!statement::fits(change)) return wrong_usage("an option is missing, or --until is before --from");
  if (const auto done = complete(change, arguments, *settings); !done) return done.error();
  const auto facts = std::vector<std::string>{sentence(planned, *language)};
  auto files = RosterFiles::of_one(*prefix, std::move(planned));
  if (!files) return wrong_usage("no statement can be made of this: " + files.error().text);
  return sign_and_send(*files, facts, arguments, *settings, console);
}

constexpr Option person{"person", "ID", "the person's id in the roster"};
constexpr Option unit{"unit", "UNIT", "code of the school or department"};
constexpr Option certificate{"person-certificate", "FILE", "the person's certificate, PEM or DER"};
constexpr Option role{"role", "ROLE", "role that the person holds there"};
constexpr Option scope{"scope", "SCOPE", "scope of that role, e.g. 2026-2027.1A (every one of the unit)"};
constexpr Option from{"from", "DAY", "first day of the role, e.g. 2026-09-01"};
constexpr Option until{"until", "DAY", "last day of the role"};
constexpr Option acts_for{"for", "ID", "person who is acted for"};

std::vector<OptionGroup> groups(std::vector<Option> own) {
  own.push_back({"out", "PREFIX", "write PREFIX.txt, what is signed, and beside it each signature"});
  return signing_groups({{"The change", std::move(own)},
                         {"The statement",
                          {{"log", "ORIGIN", "name of the log"},
                           {"policy", "DIGEST", "sha256:<hex> of the policy in force"},
                           {"expires", "TIME", "UTC, e.g. 2026-06-30T16:59:59Z"},
                           {"valid", "TIME", "instead of --expires: how long from now, e.g. 90m, 24h, 30d (24h)"}}}});
}

constexpr std::string_view shown_first =
    "What is signed is shown first, as a sentence and as the very text. With --log and --policy given nothing is asked "
    "of the\n"
    "appliance before it is sent.\n";

Command command_for(std::string_view name, std::string_view summary, std::string_view usage,
                    const std::string& description, std::vector<Option> options,
                    Outcome<Exit> (*run)(const Arguments&, Console&)) {
  return {name, summary, {usage}, description, groups(std::move(options)), 0, "", run};
}

}  // namespace

const Command& roster_enrol_command() {
  static const std::string description =
      "Gives a person a role, and a person who is new the certificate that they "
      "approve with.\n" +
      std::string(shown_first);
  static const auto command = command_for(
      "roster enrol", "give a person a role",
      "--person ID --unit UNIT --role ROLE [--scope SCOPE] --from DAY --until DAY [--person-certificate FILE] --p12 "
      "FILE "
      "--out PREFIX",
      description, {person, unit, role, scope, from, until, certificate},
      [](const Arguments& arguments, Console& console) { return run(RosterAction::enrol, arguments, console); });
  return command;
}

const Command& roster_acting_for_command() {
  static const std::string description =
      "Gives a person a role in which they act for somebody who cannot, for some days.\n" + std::string(shown_first);
  static const auto command = command_for(
      "roster acting-for", "let a person act for another one",
      "--person ID --for ID --unit UNIT --role ROLE --from DAY --until DAY [--person-certificate FILE] --p12 FILE "
      "--out "
      "PREFIX",
      description, {person, acts_for, unit, role, scope, from, until, certificate},
      [](const Arguments& arguments, Console& console) { return run(RosterAction::acting_for, arguments, console); });
  return command;
}

const Command& roster_renew_command() {
  static const std::string description =
      "Adds another certificate of a person who is there: it must name the same human. Those from before go on "
      "counting "
      "until\nthey expire or are revoked.\n" +
      std::string(shown_first);
  static const auto command = command_for(
      "roster renew", "add a certificate of a person",
      "--person ID --unit UNIT --person-certificate FILE --p12 FILE --out PREFIX", description,
      {person, unit, certificate},
      [](const Arguments& arguments, Console& console) { return run(RosterAction::certificate, arguments, console); });
  return command;
}

const Command& roster_suspend_command() {
  static const std::string description =
      "What the person signs in that unit counts no more until they are resumed; what they have signed before "
      "stays.\n" +
      std::string(shown_first);
  static const auto command = command_for(
      "roster suspend", "stop a person's signatures in a unit", "--person ID --unit UNIT --p12 FILE --out PREFIX",
      description, {person, unit},
      [](const Arguments& arguments, Console& console) { return run(RosterAction::suspend, arguments, console); });
  return command;
}

const Command& roster_resume_command() {
  static const std::string description =
      "Ends a suspension. It takes as many registrars as enrolling the person did.\n" + std::string(shown_first);
  static const auto command = command_for(
      "roster resume", "let a person sign in a unit again", "--person ID --unit UNIT --p12 FILE --out PREFIX",
      description, {person, unit},
      [](const Arguments& arguments, Console& console) { return run(RosterAction::resume, arguments, console); });
  return command;
}

const Command& roster_retire_command() {
  static const std::string description =
      "Ends one role of a person in a unit now, or without --role all of them; what they have signed before stays.\n" +
      std::string(shown_first);
  static const auto command = command_for(
      "roster retire", "end a person's roles in a unit",
      "--person ID --unit UNIT [--role ROLE [--scope SCOPE]] --p12 FILE --out PREFIX", description,
      {person, unit, role, scope},
      [](const Arguments& arguments, Console& console) { return run(RosterAction::retire, arguments, console); });
  return command;
}

}  // namespace antin::cli
