// antin-policy stop, resume, clear: what security officers order at once.
#include "client/cli/json.hpp"
#include "client/cli/settings.hpp"
#include "client/cli/signing_key.hpp"
#include "client/cli/statement_source.hpp"
#include "client/lib/approval.hpp"
#include "client/lib/calls.hpp"
#include "core/crypto/random.hpp"
#include "core/statement/clear.hpp"
#include "core/statement/stop.hpp"
#include "core/tlog/hash.hpp"
#include "policy/bundle/signatures.hpp"
#include "policy/cli/folder.hpp"
#include "policy/cli/signing.hpp"

namespace antin::policy::cli {
namespace {

using antin::cli::local_trouble;
using antin::cli::wrong_usage;

// `appliance`, `unit CODE` …: one word or two of the command line.
Outcome<base::Target> target_from(const Arguments& arguments) {
  std::string words;
  for (const auto& word : arguments.operands()) words += (words.empty() ? "" : " ") + word;
  const auto target = base::parse_target(words);
  if (!target) return wrong_usage("TARGET is appliance, unit CODE, key LABEL or system NAME");
  return *target;
}

Outcome<std::string> log_from(const Arguments& arguments) {
  if (const auto given = arguments.value("log")) return *given;
  if (arguments.has("into") && !arguments.has("server")) return wrong_usage("--log is missing: the log's name");
  const auto settings = antin::cli::settings_from(arguments);
  if (!settings) return settings.error();
  auto connection = antin::cli::connect(*settings);
  if (!connection) return connection.error();
  auto about = client::about(*connection);
  if (!about) return antin::cli::stop_from(about.error());
  return std::move(about->log);
}

// log, nonce and expiry of each of these statements.
template <class Statement>
Outcome<Statement> begun(const Arguments& arguments) {
  Statement statement;
  auto log = log_from(arguments);
  if (!log) return log.error();
  const auto expires = antin::cli::expiry_from(arguments, now());
  if (!expires) return expires.error();
  statement.log = *std::move(log);
  statement.expires = *expires;
  statement.nonce = crypto::random_array<16>();
  return statement;
}

// Nobody should be asked to sign what antind could not read.
Outcome<std::string> readable(std::string text, const std::optional<base::Error>& error) {
  if (error) return wrong_usage("no statement can be made of this: " + error->text);
  return text;
}

template <class Statement>
Outcome<std::string> printed(const Statement& statement, base::Result<Statement> (*parse)(std::string_view)) {
  auto text = statement::print(statement);
  const auto read = parse(text);
  return readable(std::move(text), read ? std::nullopt : std::optional(read.error()));
}

Outcome<std::string> stop_statement(const Arguments& arguments) {
  const auto target = target_from(arguments);
  if (!target) return target.error();
  const auto reason = arguments.required("reason");
  if (!reason) return reason.error();
  auto statement = begun<statement::Stop>(arguments);
  if (!statement) return statement.error();
  statement->target = *target;
  statement->reason = *reason;
  return printed(*statement, statement::parse_stop);
}

Outcome<std::string> resume_statement(const Arguments& arguments) {
  const auto target = target_from(arguments);
  if (!target) return target.error();
  const auto previous = antin::cli::hash_from(arguments, "previous");
  if (!previous) return previous.error();
  if (!*previous) return wrong_usage("--previous is missing: the leaf of the stop's entry");
  auto statement = begun<statement::Resume>(arguments);
  if (!statement) return statement.error();
  statement->target = *target;
  statement->previous = **previous;
  return printed(*statement, statement::parse_resume);
}

Outcome<std::string> clear_statement(const Arguments& arguments) {
  if (arguments.operands() != std::vector<std::string>{"clock"}) return wrong_usage("FAULT is clock");
  const auto last = antin::cli::hash_from(arguments, "last");
  if (!last) return last.error();
  if (!*last) return wrong_usage("--last is missing: the leaf of the log's last entry, as antind says it");
  auto statement = begun<statement::Clear>(arguments);
  if (!statement) return statement.error();
  statement->fault = statement::StartFault::clock;
  statement->last = **last;
  return printed(*statement, statement::parse_clear);
}

Outcome<Exit> tell(const base::Result<protocol::OrderResult, client::Failure>& result, const Arguments& arguments,
                   Console& console) {
  if (!result) return antin::cli::stop_from(result.error());
  const auto leaf = base::print(tlog::leaf_hash(result->entry));
  if (arguments.has("json")) {
    console.out << print(antin::cli::Report{{{"index", result->index}, {"leaf", leaf}}});
    return Exit::ok;
  }
  console.out << antin::cli::row("log index", std::to_string(result->index)) << antin::cli::row("leaf", leaf);
  return Exit::ok;
}

template <class Order, class Call>
Outcome<Exit> send(const Order& order, Call call, const Arguments& arguments, Console& console) {
  const auto settings = antin::cli::settings_from(arguments);
  if (!settings) return settings.error();
  auto connection = antin::cli::connect(*settings);
  if (!connection) return connection.error();
  return tell(call(*connection, order), arguments, console);
}

Outcome<bundle::SignedStatement> signed_in(const std::string& folder) {
  auto read = bundle::read_signed(folder);
  if (!read) return local_trouble(read.error());
  return *std::move(read);
}

Outcome<Exit> run_stop(const Arguments& arguments, Console& console) {
  const auto text = stop_statement(arguments);
  if (!text) return text.error();
  if (const auto folder = arguments.value("into")) return officer_signs(*folder, *text, arguments, console);
  const auto key = antin::cli::signing_key_from(arguments, console);
  if (!key) return key.error();
  if (auto agreed = officer_agrees(*text, arguments, console); !agreed) return agreed.error();
  auto made = client::sign_statement(*text, **key, now());
  if (!made) return local_trouble(made.error());
  return send(protocol::Stop{std::move(made->statement), std::move(made->cms)}, client::stop, arguments, console);
}

// What lies beside the statement is nothing to these.
template <Outcome<std::string> (*make)(const Arguments&)>
Outcome<std::string> in_any_folder(const std::string&, const Arguments& arguments) {
  return make(arguments);
}

Outcome<Exit> run_resume(const Arguments& arguments, Console& console) {
  const auto folder = arguments.value("from");
  if (!folder) return sign_together(in_any_folder<resume_statement>, arguments, console);
  const auto read = signed_in(*folder);
  if (!read) return read.error();
  protocol::Resume order{base::copy(base::view(read->text)), {}};
  for (const auto& signature : read->signatures) order.signatures.push_back(signature.cms);
  return send(order, client::resume, arguments, console);
}

Outcome<Exit> run_clear(const Arguments& arguments, Console& console) {
  return sign_together(in_any_folder<clear_statement>, arguments, console);
}

antin::cli::OptionGroup statement_options(std::vector<antin::cli::Option> own) {
  own.push_back({"log", "ORIGIN", "name of the log; with --server the appliance is asked"});
  own.push_back({"expires", "TIME", "UTC, e.g. 2026-06-30T16:59:59Z"});
  own.push_back({"valid", "TIME", "instead of --expires: how long from now, e.g. 90m, 24h, 30d (24h)"});
  return {"What is signed", std::move(own)};
}

antin::cli::OptionGroup into_options() {
  return {"Where to",
          {{"into", "DIR", "sign into DIR/signatures, as `antin-policy sign` does"},
           officer_option(),
           {"yes", "", "sign without asking"},
           {"json", "", "what came of it, as JSON"}}};
}

}  // namespace

const Command& stop_command() {
  static const Command command{
      "stop",
      "stop a key, a unit, a system or the whole appliance at once, as one of the security officers",
      {"TARGET --reason CODE KEY --server …", "TARGET --reason CODE --log ORIGIN KEY --into DIR --officer ID"},
      "TARGET is `appliance`, `unit CODE`, `key LABEL` or `system NAME`. Shows the statement, signs it once you have "
      "typed\n"
      "`yes`, and sends it over the wire, by the key of any registered system; or writes files that `antin-control "
      "stop`\n"
      "brings to antind at the machine itself. What is done stays done; what is under way waits for the resume, which\n"
      "needs the officers' quorum.\n",
      {statement_options({{"reason", "CODE", "why, an identifier, e.g. key-suspected"}}),
       antin::cli::signing_key_options(), into_options(), antin::cli::server_options()},
      2,
      "",
      run_stop,
      {},
      "antin-policy"};
  return command;
}

const Command& resume_command() {
  static const Command command{
      "resume",
      "let go on what was stopped: each officer of the quorum signs, then it is sent",
      {"TARGET --previous LEAF --log ORIGIN KEY --into DIR --officer ID", "KEY --into DIR --officer ID",
       "--from DIR --server …"},
      "The first officer says what goes on, and names the stop by the leaf of its entry, which `antin-control status` "
      "and\n"
      "the reply to the stop show. The next ones sign what lies in DIR. With --from it is sent over the wire, by the "
      "key "
      "of\n"
      "any registered system; `antin-control resume` brings the same files to antind at the machine itself.\n",
      {statement_options({{"previous", "LEAF", "leaf of the stop's entry, sha256:<hex>"}}),
       antin::cli::signing_key_options(),
       into_options(),
       {"Sending", {{"from", "DIR", "send what DIR/signatures holds"}}},
       antin::cli::server_options()},
      2,
      "",
      run_resume,
      {},
      "antin-policy"};
  return command;
}

const Command& clear_command() {
  static const Command command{
      "clear",
      "let antind start in spite of a fault that it must not judge alone: each officer of the quorum signs",
      {"clock --last LEAF --log ORIGIN KEY --into DIR --officer ID", "KEY --into DIR --officer ID"},
      "`clock`: the clock is behind the log's last entry, which antind names when it refuses to start, and it is the "
      "entry\n"
      "that is wrong. Be sure of the clock first. Then, on the appliance: antind --clear DIR, once.\n",
      {statement_options({{"last", "LEAF", "leaf of the log's last entry, sha256:<hex>"}}),
       antin::cli::signing_key_options(), into_options(), antin::cli::server_options()},
      1,
      "",
      run_clear,
      {},
      "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
