// antin audit verify: a whole log, from files that were copied or from the appliance.
#include "client/cli/audit.hpp"
#include "client/cli/json.hpp"
#include "client/cli/loss_tally.hpp"
#include "client/lib/log_archive.hpp"
#include "client/lib/log_files.hpp"

namespace antin::cli {
namespace {

// A verdict is a result: it goes to stdout, also when it is bad.
Exit verdict(bool good, const std::string& text, const client::SignedCheckpoint* checkpoint, std::uint64_t entries,
             bool json, Console& console) {
  if (json) {
    Report report{{{"verdict", std::string(good ? "good" : "bad")}}};
    if (!good) report.fields.emplace_back("reason", text);
    if (checkpoint != nullptr) {
      report.fields.emplace_back("size", checkpoint->checkpoint.size);
      report.fields.emplace_back("root", base::to_base64(checkpoint->checkpoint.root));
      report.fields.emplace_back("cosigned", std::uint64_t{checkpoint->cosigned});
      report.fields.emplace_back("entries", entries);
    }
    console.out << print(report);
  } else {
    console.out << painted(console.colour_out, good ? Paint::green : Paint::red, good ? "GOOD" : "BAD") << "  "
                << printable(text) << "\n";
  }
  return good ? Exit::ok : Exit::refused;
}

std::string entries_text(const client::VerifiedFiles& files) {
  if (files.entries == 0) return "no entries are there: their hashes alone were verified";
  return std::to_string(files.entries) + " entries have the leaf hashes that the tree is made of" +
         (files.first_entry == 0
              ? ""
              : "; those before " + std::to_string(files.first_entry) + " are not here: verify their archives too");
}

// What an archive says of itself, by its own proof alone.
Exit verify_archive(const std::filesystem::path& folder, const client::LogTrust& trust, bool json, Console& console) {
  const auto archive = client::verify_archive(folder, trust);
  if (!archive) return verdict(false, archive.error().text, nullptr, 0, json, console);
  const auto text = described(archive->checkpoint, trust) + "; an archive of entries " + std::to_string(archive->from) +
                    " to " + std::to_string(archive->to - 1) + ", each where the tree has it; manifest " +
                    base::print(archive->manifest);
  return verdict(true, text, &archive->checkpoint, archive->to - archive->from, json, console);
}

std::string with(const LossTally& loss) { return loss.said().empty() ? "" : "; " + loss.said(); }

Outcome<Exit> verify_folder(const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto trust = log_trust_from(arguments, *settings);
  if (!trust) return trust.error();
  std::optional<std::filesystem::path> bundles;
  if (const auto folder = arguments.value("entries")) bundles = *folder;
  const bool json = arguments.has("json");
  const std::filesystem::path folder = arguments.operands().front();
  if (client::is_archive(folder)) return verify_archive(folder, *trust, json, console);
  LossTally loss;
  const auto files = client::verify_log_files(folder, bundles, *trust, [&](base::ByteView entry) { loss.take(entry); });
  if (!files) return verdict(false, files.error().text, nullptr, 0, json, console);
  const auto text = described(files->checkpoint, *trust) + "; " + std::to_string(files->tiles) + " tiles rehashed; " +
                    entries_text(*files) + with(loss);
  return verdict(true, text, &files->checkpoint, files->entries, json, console);
}

// That the log is bad is for what it has shown; an appliance that shows nothing leaves it unchecked.
Outcome<Exit> bad_or_unread(const Stop& stop, bool json, Console& console) {
  if (!stop.code.starts_with("LOG_")) {
    return Stop{stop.status == Exit::refused ? Exit::usage : stop.status, stop.code, stop.text};
  }
  verdict(false, stop.code + ": " + stop.text, nullptr, 0, json, console);
  return stop.status;
}

Outcome<Exit> verify_live(Audit& audit, bool json, Console& console) {
  const auto newest = client::newest_checkpoint(audit.connection, audit.trust);
  if (!newest) return bad_or_unread(stop_from(newest.error()), json, console);
  client::LogView view(audit.trust);
  LossTally loss;
  std::uint64_t shown = 0;
  const auto read = read_until(audit, view, *newest, newest->checkpoint.size, [&](const client::LogEntry& entry) {
    const auto* octets = std::get_if<base::Bytes>(&entry.item);
    if (octets == nullptr) return true;
    ++shown;
    loss.take(*octets);
    return true;
  });
  if (!read) return bad_or_unread(read.error(), json, console);
  if (view.next() < newest->checkpoint.size) return Stop{Exit::temporary, "INTERRUPTED", "not all of it was read"};
  const auto text = described(*newest, audit.trust) + "; read and rehashed all, " + std::to_string(shown) +
                    " of them with their contents" + with(loss);
  return verdict(true, text, &*newest, shown, json, console);
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  if (arguments.has("live") == !arguments.operands().empty()) return wrong_usage("give either a DIR or --live");
  if (!arguments.has("live")) return verify_folder(arguments, console);
  const bool json = arguments.has("json");
  return in_audit(arguments, console, [&](Audit& audit) { return verify_live(audit, json, console); });
}

}  // namespace

const Command& audit_verify_command() {
  static const Command command{
      "audit verify",
      "rehash a whole log: its public files, or what the appliance shows",
      {"DIR [--entries DIR] --log-key FILE", "--live --log-key FILE [--auditor …]"},
      "DIR holds the log's public files: checkpoint and tile/…, as C2SP tlog-tiles lays them out. Every tile is read "
      "and\n"
      "rehashed, down from the root that the log has signed; with tile/entries/… each entry too. The first fault is\n"
      "told with its file, what was expected there and what was found. Nothing is connected to.\n"
      "DIR may be an archive, too (it has a manifest): its entries are proven by what lies beside them; the "
      "manifest's\n"
      "hash is told, which the log's own `archive` entry says.\n"
      "--live asks the appliance for all entries, or their leaf hashes, and does the same.\n",
      audit_options({{"Options",
                      {{"entries", "DIR", "the folder with tile/entries, when it is another one"},
                       {"live", "", "from the appliance instead of files"},
                       {"json", "", "for machines"}}}}),
      1,
      "exit status: 0 good; 1 bad; 2 cannot check.\n",
      run};
  return command;
}

}  // namespace antin::cli
