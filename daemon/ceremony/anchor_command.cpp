// antin-ceremony anchor: a ceremony's transcript comes into the appliance's log, by a request to the antind on this
// machine.
#include "client/cli/log_options.hpp"
#include "daemon/ceremony/anchored.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/local/asking.hpp"

namespace antin::ceremony {
namespace {

constexpr const char* default_socket = "/run/antin/control.sock";
constexpr std::uint64_t default_keeper = 64102;  // antin-keeper's uid

Proven proven(local::ProvenEntry answer) { return {std::move(answer.entry), std::move(answer.proof)}; }

Outcome<local::Connection> dial_antind(const Arguments& arguments) {
  const auto uid = arguments.number("keeper-uid", 0, UINT32_MAX);
  if (!uid) return uid.error();
  auto connection = local::dial(arguments.value("keeper-socket").value_or(default_socket),
                                static_cast<uid_t>(uid->value_or(default_keeper)));
  if (!connection) return Stop{Exit::temporary, "NO_ANTIND", connection.error().text};
  return *std::move(connection);
}

Outcome<local::CeremonyTaken> ask(local::Connection& connection, base::Bytes note, Console& console) {
  auto heard = local::ask(connection, local::TakeCeremony{std::move(note)},
                          [&](const local::Progress& progress) { console.err << progress.doing << "\n"; });
  if (!heard) return Stop{Exit::temporary, "NO_ANSWER", heard.error().text};
  if (auto* taken = std::get_if<local::CeremonyTaken>(&*heard)) return std::move(*taken);
  const auto* no = std::get_if<local::ControlRefused>(&*heard);
  if (no == nullptr) return Stop{Exit::temporary, "NO_ANSWER", "antind answers what was not asked"};
  if (no->reason == local::ControlRefusal::not_now) return Stop{Exit::temporary, "NOT_NOW", no->text};
  return refused(no->text);
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  const Folder folder(*where);
  const auto verified = verify_folder(folder);
  if (!verified) return Stop{Exit::refused, "DOES_NOT_HOLD", verified.error().text};
  if (is_rehearsal(verified->entries)) return refused("a rehearsal is not anchored: nothing of it counts");
  const auto trust = log_trust(arguments, folder, *verified);
  if (!trust) return trust.error();
  auto connection = dial_antind(arguments);
  if (!connection) return connection.error();
  auto taken = ask(*connection, verified->note, console);
  if (!taken) return taken.error();
  Anchor anchor{proven(std::move(taken->ceremony)), proven(std::move(taken->first))};
  // Of a log that began with another ceremony it says nothing about this one.
  if (!claims_officers(*anchor.first, *verified)) anchor.first.reset();
  const auto anchored = check_anchor(*verified, anchor, *trust);
  if (!anchored) return Stop{Exit::refused, "LOG_UNPROVEN", anchored.error().text};
  if (auto written = write_anchor(folder, anchor); !written) return cli::local_trouble(written.error());
  console.out << anchor.ceremony.proof;
  console.err << row_of(*anchored, *verified);
  return Exit::ok;
}

}  // namespace

const Command& anchor_command() {
  static const Command command{
      "anchor",
      "put the transcript's hash into the appliance's log",
      {"DIR", "DIR --log-key FILE"},
      "Asks the antind on this machine, which verifies the transcript's signatures by the security officers of now. "
      "The\n"
      "entry and its inclusion proof go to DIR/anchor, where verify checks them; the proof is printed too. The log's "
      "key is\n"
      "the one that the ceremony made or kept, or the one in --log-key. Asked again, it is the same entry.\n",
      {{"Options",
        {{"keeper-socket", "FILE", "antind's control socket (/run/antin/control.sock)"},
         {"keeper-uid", "UID", "user id of antind; another's socket is not believed (64102)"}}},
       cli::log_options()},
      1,
      "",
      run,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
