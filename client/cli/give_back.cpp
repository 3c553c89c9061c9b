// antin give-back: after the appliance has lost its disk, what this system keeps of its log goes back to it.
#include <algorithm>

#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/cli/kept_receipts.hpp"
#include "client/cli/settings.hpp"
#include "client/lib/calls.hpp"
#include "client/lib/many.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t lines_of_progress = 10;

struct Given {
  std::string outcome = "not given yet";
  std::string code;  // why not
  std::uint64_t index = 0;
};

// One run over all receipts of the folders.
class Run {
 public:
  Run(std::vector<fs::path> receipts, Console& console)
      : m_receipts(std::move(receipts)), m_given(m_receipts.size()), m_console(console) {}

  void send_all(client::Connection& connection) {
    read_what_can_be_read();
    const client::Many many{
        m_ready.size(),
        [&](std::size_t n) {
          return protocol::Request{client::Connection::new_request_id(),
                                   protocol::GiveBack{{std::move(m_ready[n].receipt)}}};
        },
        [&](std::size_t n, client::Completion completion) { return take(m_ready[n].number, std::move(completion)); }};
    client::send_many(connection, many);
  }

  [[nodiscard]] std::size_t count(std::string_view outcome) const {
    return static_cast<std::size_t>(
        std::count_if(m_given.begin(), m_given.end(), [&](const Given& one) { return one.outcome == outcome; }));
  }
  [[nodiscard]] Exit status() const {
    if (count("conflict") != 0 || count("refused") != 0) return Exit::refused;
    return count("not given yet") != 0 ? Exit::temporary : Exit::ok;
  }
  [[nodiscard]] std::string for_people() const {
    auto text = row("receipts", std::to_string(m_given.size()));
    for (const auto* outcome : outcomes)
      if (const auto number = count(outcome); number != 0) text += row(outcome, std::to_string(number));
    return text;
  }
  [[nodiscard]] Report for_machines() const {
    std::vector<Report> lines;
    for (std::size_t i = 0; i < m_given.size(); ++i) {
      const auto& given = m_given[i];
      Report report{{{"receipt", m_receipts[i].string()}, {"outcome", given.outcome}}};
      if (!given.code.empty()) report.fields.emplace_back("code", given.code);
      if (given.index != 0) report.fields.emplace_back("index", given.index);
      lines.push_back(std::move(report));
    }
    return {{{"receipts", std::uint64_t{m_given.size()}},
             {"taken", std::uint64_t{count("taken")}},
             {"known", std::uint64_t{count("known")}},
             {"conflict", std::uint64_t{count("conflict")}},
             {"refused", std::uint64_t{count("refused")}},
             {"later", std::uint64_t{count("not given yet")}},
             {"lines", std::move(lines)}}};
  }

 private:
  static constexpr const char* outcomes[] = {"taken", "known", "conflict", "refused", "not given yet"};
  struct Ready {
    std::size_t number = 0;
    protocol::GivenReceipt receipt;
  };

  void read_what_can_be_read() {
    for (std::size_t i = 0; i < m_receipts.size(); ++i) {
      auto receipt = read_kept_receipt(m_receipts[i]);
      if (receipt)
        m_ready.push_back({i, *std::move(receipt)});
      else
        refuse(i, receipt.error().code, receipt.error().text);
    }
  }

  bool take(std::size_t number, client::Completion completion) {
    const auto result = client::give_back_result(std::move(completion));
    if (!result) return take_failure(number, result.error());
    const auto& outcome = result->outcomes.front();
    if (const auto* error = std::get_if<protocol::WireError>(&outcome)) {
      refuse(number, std::string(protocol::facts(error->code).name), error->text);
    } else {
      const auto& taken = std::get<protocol::ReceiptTaken>(outcome);
      m_given[number] = {std::string(name_of(taken.outcome)), "", taken.index};
      if (taken.outcome == protocol::Taking::conflict)
        note(m_console, m_receipts[number].string() + ": another is in its place; it is kept as evidence");
    }
    tell_progress();
    return true;
  }

  // What is true of the connection is true for every other receipt.
  bool take_failure(std::size_t number, const client::Failure& failure) {
    const auto why = stop_from(failure);
    if (why.status != Exit::temporary)
      refuse(number, why.code, why.text);
    else
      note(m_console, m_receipts[number].string() + ": " + why.code + ": " + why.text);
    return failure.trouble == client::Trouble::answered && !failure.retry;
  }

  void refuse(std::size_t number, const std::string& code, const std::string& text) {
    note(m_console, m_receipts[number].string() + ": " + code + ": " + text);
    m_given[number] = {"refused", code, 0};
  }

  void tell_progress() {
    ++m_complete;
    const auto step = std::max<std::size_t>(1, m_ready.size() / lines_of_progress);
    if (m_complete % step == 0)
      note(m_console, std::to_string(m_complete) + " of " + std::to_string(m_ready.size()) + " answered");
  }

  std::vector<fs::path> m_receipts;
  std::vector<Given> m_given;
  std::vector<Ready> m_ready;
  Console& m_console;
  std::size_t m_complete = 0;
};

Outcome<std::vector<fs::path>> receipts_from(const Arguments& arguments) {
  std::vector<fs::path> all;
  for (const auto& folder : arguments.operands()) {
    auto found = kept_receipts(folder);
    if (!found) return found.error();
    all.insert(all.end(), found->begin(), found->end());
  }
  if (all.empty()) return wrong_usage("there is no receipt in what was named: a folder that --out wrote to has them");
  return all;
}

Outcome<Exit> give_back(const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  auto receipts = receipts_from(arguments);
  if (!receipts) return receipts.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  Run run(*std::move(receipts), console);
  run.send_all(*connection);
  console.out << (arguments.has("json") ? print(run.for_machines()) : run.for_people());
  return run.status();
}

}  // namespace

const Command& give_back_command() {
  static const Command command{
      "give-back",
      "after the appliance has lost its disk: give it back the receipts that this system keeps",
      {"FOLDER..."},
      "Reads what --out of submit, return, supersede and withdraw has left in FOLDER and below: NAME.entry and\n"
      ".tlog-proof, with seal, timestamp and approvals beside them. The log that goes on has each verified and knows "
      "it\n"
      "from then on: a step that was done stays done, with the very seal that was given out. A receipt whose "
      "approvals\n"
      "are not there is taken too, but its revision goes no further: it can be returned. Safe to run again, and after "
      "an\n"
      "interruption: what was taken is known.\n",
      {{"Options", {{"json", "", "for machines"}}}, server_options()},
      64,
      "",
      give_back};
  return command;
}

}  // namespace antin::cli
