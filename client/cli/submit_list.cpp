#include "client/cli/submit_list.hpp"

#include <map>

#include "client/cli/approval_files.hpp"
#include "client/cli/class_list.hpp"
#include "client/cli/json.hpp"
#include "client/cli/submitted.hpp"
#include "client/lib/many.hpp"
#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::cli {
namespace {

constexpr std::size_t receipt_size_limit = 256 * 1024;
constexpr std::size_t lines_of_progress = 10;

// What became of one line of the list. `later`: the same command, run again, may do it.
enum class Fate { unknown, done, done_before, refused, later };

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::done: return "done";
    case Fate::done_before: return "done before";
    case Fate::refused: return "refused";
    case Fate::later: return "not done yet";
    case Fate::unknown: break;
  }
  return "unknown";
}

struct Line {
  Fate fate = Fate::later;
  std::string code;  // of a refusal, or why it is not done yet
  std::uint64_t index = 0;
};

// One run over the list.
class Run {
 public:
  Run(const Arguments& arguments, const ClassList& list, std::vector<protocol::Submit> requests,
      std::optional<client::LogTrust> trust, Console& console)
      : m_list(list),
        m_requests(std::move(requests)),
        m_trust(std::move(trust)),
        m_console(console),
        m_lines(list.items.size()) {
    if (const auto folder = arguments.value("out")) m_folder = *folder;
    for (std::size_t i = 0; i < m_requests.size(); ++i)
      if (!was_done_before(i)) m_open.push_back(i);
  }

  [[nodiscard]] bool has_open() const { return !m_open.empty(); }

  void send_all(client::Connection& connection) {
    const client::Many many{m_open.size(),
                            [&](std::size_t n) {
                              return protocol::Request{id_of(m_requests[m_open[n]]), m_requests[m_open[n]]};
                            },
                            [&](std::size_t n, client::Completion completion) {
                              return take(m_open[n], std::move(completion)) && tell_progress();
                            }};
    client::send_many(connection, many);
  }

  [[nodiscard]] std::size_t count(Fate fate) const {
    return static_cast<std::size_t>(
        std::count_if(m_lines.begin(), m_lines.end(), [&](const Line& line) { return line.fate == fate; }));
  }
  [[nodiscard]] Exit status() const {
    if (count(Fate::refused) != 0) return Exit::refused;
    return count(Fate::later) != 0 ? Exit::temporary : Exit::ok;
  }
  [[nodiscard]] std::string for_people() const {
    auto text = row("items", std::to_string(m_lines.size()));
    for (const auto fate : {Fate::done, Fate::done_before, Fate::refused, Fate::later})
      if (const auto number = count(fate); number != 0) text += row(name_of(fate), std::to_string(number));
    return text;
  }
  [[nodiscard]] Report for_machines() const {
    std::vector<Report> lines;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
      const auto& line = m_lines[i];
      Report report{{{"record", m_requests[i].record},
                     {"revision", std::uint64_t{m_requests[i].revision}},
                     {"outcome", std::string(name_of(line.fate))}}};
      if (!line.code.empty()) report.fields.emplace_back("code", line.code);
      if (line.fate == Fate::done || line.fate == Fate::done_before) report.fields.emplace_back("index", line.index);
      lines.push_back(std::move(report));
    }
    return {{{"items", m_lines.size()},
             {"done", count(Fate::done)},
             {"done_before", count(Fate::done_before)},
             {"refused", count(Fate::refused)},
             {"later", count(Fate::later)},
             {"lines", std::move(lines)}}};
  }

 private:
  // The same for every run: what is asked for, and with which approvals. Each of these has a nonce of 16 random octets,
  // so nobody else arrives at it.
  static protocol::RequestId id_of(const protocol::Submit& request) {
    auto preimage = protocol::meaning({{}, request});
    for (const auto& approval : request.approvals) base::append(preimage, crypto::sha256(approval.single()));
    const auto hash = crypto::sha256(preimage);
    protocol::RequestId id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
  }

  [[nodiscard]] std::string name_of_files(std::size_t number) const {
    const auto& request = m_requests[number];
    return request.record + "." + std::to_string(request.revision);
  }

  // A run before this one has left its receipt.
  bool was_done_before(std::size_t number) {
    const auto& request = m_requests[number];
    if (m_folder.empty()) return false;
    const auto file = m_folder / (name_of_files(number) + "." + request.step + ".receipt.json");
    const auto content = base::read_file(file, receipt_size_limit);
    const auto receipt = content ? parse_receipt(base::text(*content)) : base::Error{};
    if (!receipt) return false;
    const auto facts = entry_facts(receipt->entry);
    const bool same = facts && receipt->unit == request.unit && receipt->kind == request.kind &&
                      receipt->record == request.record && receipt->revision == request.revision &&
                      receipt->step == request.step && facts->approved == base::print(request.digest);
    if (same) m_lines[number] = {Fate::done_before, "", receipt->index};
    return same;
  }

  bool take(std::size_t number, client::Completion completion) {
    const auto result = client::step_result(std::move(completion));
    if (!result) return take_failure(number, result.error());
    auto step = done_step(m_requests[number], *result, m_trust);
    if (!step) return refuse(number, step.error());
    if (m_folder.empty()) {
      if (const auto checked = stamped_octets(*step); !checked) return refuse(number, checked.error());
    } else if (const auto written = write_step(*step, m_folder, name_of_files(number), m_console); !written) {
      return refuse(number, written.error()) && false;  // a disk that is full will be full for the next one too
    }
    m_lines[number] = {Fate::done, "", result->index};
    return true;
  }

  // What is true of the connection is true for every other line.
  bool take_failure(std::size_t number, const client::Failure& failure) {
    const bool answered = failure.trouble == client::Trouble::answered;
    return refuse(number, stop_from(failure)) && (answered || failure.trouble == client::Trouble::not_sent);
  }

  bool refuse(std::size_t number, const Stop& stop) {
    m_lines[number] = {stop.status == Exit::temporary ? Fate::later : Fate::refused, stop.code, 0};
    note(m_console, m_list.file.string() + ": line " + std::to_string(m_list.items[number].row.line) + ": " +
                        m_requests[number].record + ": " + stop.code + ": " + stop.text);
    return true;
  }

  bool tell_progress() {
    ++m_complete;
    const auto step = std::max<std::size_t>(1, m_open.size() / lines_of_progress);
    if (m_complete % step == 0)
      note(m_console, std::to_string(m_complete) + " of " + std::to_string(m_open.size()) + " answered, " +
                          std::to_string(count(Fate::refused)) + " of them refused");
    return true;
  }

  const ClassList& m_list;
  std::vector<protocol::Submit> m_requests;
  std::optional<client::LogTrust> m_trust;
  Console& m_console;
  std::filesystem::path m_folder;  // empty: results are checked, and not kept
  std::vector<Line> m_lines;
  std::vector<std::size_t> m_open;
  std::size_t m_complete = 0;
};

Outcome<std::vector<BulkFolder>> folders_from(const Arguments& arguments) {
  std::vector<BulkFolder> folders;
  for (const auto& name : arguments.values("approval")) {
    auto folder = BulkFolder::open(name);
    if (!folder) return folder.error();
    folders.push_back(std::move(*folder));
  }
  if (folders.empty()) return wrong_usage("--approval is missing: the folder that `antin approve --list` wrote");
  return folders;
}

Outcome<std::vector<protocol::Submit>> requests_from(const Arguments& arguments, const ClassList& list) {
  protocol::Submit common;
  for (auto [option, field] : {std::pair("unit", &common.unit), {"kind", &common.kind}, {"step", &common.step}}) {
    auto value = identifier_from(arguments, option);
    if (!value) return value.error();
    *field = std::move(*value);
  }
  common.formats = arguments.values("format");
  const auto folders = folders_from(arguments);
  if (!folders) return folders.error();
  std::vector<protocol::Submit> requests;
  for (const auto& item : list.items) {
    auto request = common;
    request.record = item.row.record;
    request.revision = item.row.revision;
    request.digest = item.document.digest;
    for (const auto& folder : *folders) {
      auto approval = folder.approval(request.record, request.revision);
      if (!approval) return approval.error();
      request.approvals.push_back(std::move(*approval));
    }
    requests.push_back(std::move(request));
  }
  return requests;
}

}  // namespace

Outcome<Exit> submit_list(const Arguments& arguments, Console& console) {
  if (arguments.has("name")) return wrong_usage("with --list, files are named by record and revision: no --name");
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto trust = log_trust_if_given(arguments, settings->log_key);
  if (!trust) return trust.error();
  const auto list = class_list_from(arguments);
  if (!list) return list.error();
  auto requests = requests_from(arguments, *list);
  if (!requests) return requests.error();
  Run run(arguments, *list, std::move(*requests), *trust, console);
  if (run.has_open()) {
    auto connection = connect(*settings);
    if (!connection) return connection.error();
    run.send_all(*connection);
  }
  console.out << (arguments.has("json") ? print(run.for_machines()) : run.for_people());
  return run.status();
}

}  // namespace antin::cli
