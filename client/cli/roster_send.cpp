#include "client/cli/roster_send.hpp"

#include <algorithm>

#include "client/cli/new_file.hpp"
#include "client/cli/roster_journal.hpp"
#include "client/cli/roster_outcomes.hpp"
#include "client/cli/roster_words.hpp"
#include "client/lib/many.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::cli {
namespace {

constexpr std::size_t pages_in_flight = 8;
constexpr std::size_t lines_of_progress = 20;

struct Page {
  std::size_t first = 0, count = 0;  // among the open items
};

// One run over what was signed.
class Sending {
 public:
  Sending(const RosterFiles& files, RosterJournal journal, std::optional<client::LogTrust> trust, Language language,
          Console& console)
      : m_files(files),
        m_journal(std::move(journal)),
        m_trust(std::move(trust)),
        m_language(language),
        m_console(console),
        m_outcomes(files.items()) {
    for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
      const auto before = m_journal.done().find(i);
      if (before == m_journal.done().end())
        m_open.push_back(i);
      else
        m_outcomes[i] = {Fate::done, "", "", before->second};
    }
  }

  [[nodiscard]] bool has_open() const { return !m_open.empty(); }

  // One turn after the other: what a change needs is there before it is sent.
  void send_all(client::Connection& connection) {
    if (m_open.size() < m_files.items())
      note(m_console, std::to_string(m_files.items() - m_open.size()) + " were done before");
    for (std::size_t begin = 0; begin < m_open.size() && m_go_on;) {
      auto end = begin;
      while (end < m_open.size() && turn_at(end) == turn_at(begin)) ++end;
      send_turn(connection, begin, end);
      begin = end;
    }
  }

  [[nodiscard]] const std::optional<Stop>& stopped() const { return m_stop; }
  [[nodiscard]] std::vector<ItemOutcome> take() { return std::move(m_outcomes); }

 private:
  [[nodiscard]] unsigned turn_at(std::size_t open) const { return turn_of(m_files.item(m_open[open]).change.action); }

  [[nodiscard]] protocol::ChangeRoster request_of(const Page& page) const {
    protocol::ChangeRoster request{base::copy(base::view(m_files.text())), m_files.signatures(), {}};
    client::fill(request, page.first, page.first + page.count,
                 [&](std::size_t open) { return m_files.wire_item(m_open[open]); });
    return request;
  }

  void send_turn(client::Connection& connection, std::size_t begin, std::size_t end) {
    std::vector<Page> pages;
    while (begin < end) {
      pages.push_back({begin, request_of({begin, end - begin}).items.size()});
      begin += pages.back().count;
    }
    const client::Many many{pages.size(),
                            [&](std::size_t number) {
                              return protocol::Request{client::Connection::new_request_id(), request_of(pages[number])};
                            },
                            [&](std::size_t number, client::Completion completion) {
                              m_go_on = take(pages[number], std::move(completion)) && m_go_on;
                              return m_go_on;
                            },
                            pages_in_flight};
    client::send_many(connection, many);
  }

  bool take(const Page& page, client::Completion completion) {
    const auto result = client::change_roster_result(std::move(completion));
    if (!result) return take_failure(page, result.error());
    if (result->outcomes.size() != page.count) {
      const client::Failure bad{client::Trouble::bad_answer, "BAD_ANSWER",
                                "The reply has not an outcome for each item."};
      return take_failure(page, bad);
    }
    DoneItems done;
    for (std::size_t i = 0; i < page.count; ++i) take_outcome(m_open[page.first + i], result->outcomes[i], done);
    if (const auto proven = prove(result->proof, done); !proven) return stop(proven.error());
    if (const auto kept = m_journal.add(done); !kept) return stop(kept.error());
    tell_progress(page.count);
    return true;
  }

  // What is true of the connection is true for every other page.
  bool take_failure(const Page& page, const client::Failure& failure) {
    const auto why = stop_from(failure);
    for (std::size_t i = 0; i < page.count; ++i)
      refuse(m_open[page.first + i], why.code, why.text, why.status == Exit::temporary);
    return failure.trouble == client::Trouble::answered && !failure.retry;
  }

  void take_outcome(std::size_t item, const std::variant<protocol::RosterDone, protocol::WireError>& outcome,
                    DoneItems& done) {
    if (const auto* error = std::get_if<protocol::WireError>(&outcome))
      return refuse(item, std::string(protocol::facts(error->code).name), error->text, error->retry);
    done[item] = std::get<protocol::RosterDone>(outcome);
    m_outcomes[item] = {Fate::done, "", "", done[item]};
  }

  void refuse(std::size_t item, std::string code, std::string text, bool later) {
    note(m_console, described(m_files.item(item), m_language) + ": " + code + ": " + text);
    m_outcomes[item] = {later ? Fate::later : Fate::refused, std::move(code), std::move(text), {}};
  }

  // The proof is of the newest entry among these. What is not proven is not kept as done.
  Outcome<void> prove(const std::string& text, const DoneItems& done) const {
    if (!m_trust || text.empty()) return {};
    const Stop unproven{Exit::refused, "PROOF_INVALID", "the log does not prove what the appliance says was done"};
    const auto proof = tlog::parse_proof(text);
    if (!proof) return unproven;
    for (const auto& [item, each] : done)
      if (each.index == proof->index && client::check_proof(*proof, each.leaf, *m_trust)) return {};
    return unproven;
  }

  bool stop(const Stop& why) {
    m_stop = why;
    return false;
  }

  void tell_progress(std::size_t count) {
    const auto step = std::max<std::size_t>(1, m_open.size() / lines_of_progress);
    const auto before = m_complete / step;
    m_complete += count;
    if (m_complete / step == before) return;
    const auto refused = std::count_if(m_outcomes.begin(), m_outcomes.end(),
                                       [](const ItemOutcome& outcome) { return outcome.fate == Fate::refused; });
    note(m_console, std::to_string(m_complete) + " of " + std::to_string(m_open.size()) + " answered, " +
                        std::to_string(refused) + " of them refused");
  }

  const RosterFiles& m_files;
  RosterJournal m_journal;
  std::optional<client::LogTrust> m_trust;
  Language m_language;
  Console& m_console;
  std::vector<ItemOutcome> m_outcomes;
  std::vector<std::size_t> m_open;
  std::size_t m_complete = 0;
  bool m_go_on = true;
  std::optional<Stop> m_stop;
};

Outcome<std::vector<ItemOutcome>> send(const RosterFiles& files, const Arguments& arguments, const Settings& settings,
                                       Language language, Console& console) {
  auto trust = log_trust_if_given(arguments, settings.log_key);
  if (!trust) return trust.error();
  auto journal =
      RosterJournal::open(with(files.prefix(), ".journal"), crypto::sha256(base::view(files.text())), files.items());
  if (!journal) return journal.error();
  Sending sending(files, std::move(*journal), std::move(*trust), language, console);
  if (sending.has_open()) {
    auto connection = connect(settings);
    if (!connection) return connection.error();
    sending.send_all(*connection);
  }
  if (sending.stopped()) return *sending.stopped();
  return sending.take();
}

}  // namespace

Outcome<Exit> send_changes(const RosterFiles& files, const Arguments& arguments, const Settings& settings,
                           Language language, Console& console) {
  if (files.signatures().empty()) return wrong_usage("nobody has signed this yet: `antin roster sign` does");
  auto outcomes = send(files, arguments, settings, language, console);
  if (!outcomes) return outcomes.error();
  const auto lines = lines_with(files, std::move(*outcomes));
  if (files.is_batch()) {
    const auto file = with(files.prefix(), ".outcomes.csv");
    if (const auto written = write_result(file, base::view(outcomes_csv(lines))); !written) return written.error();
    note(console, "what became of every line: " + file.string());
  }
  console.out << (arguments.has("json") ? print(for_machines(lines)) : for_people(lines, language));
  return status_of(lines);
}

}  // namespace antin::cli
