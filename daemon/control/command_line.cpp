#include "daemon/control/command_line.hpp"

#include "core/base/file.hpp"

namespace antin::control {
namespace {

constexpr const char* purpose =
    "Asks a running antind, on its own machine:\n"
    "  antin-control status [--json]                       how the log and the programs are\n"
    "  antin-control backup NAME                           a copy of the ledger, made while antind serves\n"
    "  antin-control archive --before INDEX --to NAME      move full bundles of entries into an archive\n"
    "  antin-control close --successor ORIGIN [--yes]      end this log for ever; another goes on\n"
    "  antin-control take-bundle                           the policy bundle in its folder comes into force\n"
    "  antin-control take-officers                         those of its officers' folder follow those of now\n"
    "  antin-control stop STATEMENT CMS                    what one security officer has signed stops something at "
    "once\n"
    "  antin-control resume STATEMENT CMS...               what a quorum of them has signed lets it go on";

constexpr std::size_t file_limit = 32 * 1024;  // more than a signature has

constexpr const char* verbs =
    "a verb is expected: status, backup, archive, close, take-bundle, take-officers, stop or resume (antin-control "
    "--help)";

base::Result<Order> backup(const std::vector<std::string>& words) {
  if (words.size() != 2) return base::Error{"backup: one name is expected: antin-control backup NAME"};
  return Order{local::MakeBackup{words[1]}, false};
}

base::Result<Order> archive(const Settings& settings) {
  if (settings.before == 0 || settings.to.empty())
    return base::Error{"archive: both are expected: antin-control archive --before INDEX --to NAME"};
  return Order{local::MakeArchive{settings.before, settings.to}, false};
}

// As `antin-policy stop` and `antin-policy resume` leave them.
base::Result<std::vector<base::Bytes>> files_in(const std::vector<std::string>& words) {
  std::vector<base::Bytes> contents;
  for (auto file = words.begin() + 1; file != words.end(); ++file) {
    auto content = base::read_file(*file, file_limit);
    if (!content) return content.error();
    contents.push_back(*std::move(content));
  }
  return contents;
}

base::Result<Order> stop(const std::vector<std::string>& words) {
  if (words.size() != 3) return base::Error{"stop: two files are expected: antin-control stop STATEMENT CMS"};
  auto files = files_in(words);
  if (!files) return files.error();
  return Order{local::GiveStop{std::move((*files)[0]), std::move((*files)[1])}, false};
}

base::Result<Order> resume(const std::vector<std::string>& words) {
  if (words.size() < 3) return base::Error{"resume: files are expected: antin-control resume STATEMENT CMS..."};
  auto files = files_in(words);
  if (!files) return files.error();
  local::GiveResume given{std::move(files->front()), {}};
  files->erase(files->begin());
  given.signatures = *std::move(files);
  return Order{std::move(given), false};
}

base::Result<Order> close(const Settings& settings) {
  if (settings.successor.empty())
    return base::Error{"close: the log that goes on is expected: antin-control close --successor ORIGIN"};
  return Order{local::CloseLog{settings.successor}, true};
}

}  // namespace

process::Options options_into(Settings& settings) {
  process::Options options("antin-control", purpose, "/etc/antin/antin-control.conf");
  options.add("keeper-socket", settings.keeper_socket, "antind's control socket")
      .add("keeper-uid", settings.keeper_uid, 0, UINT32_MAX, "user id of antind; another's socket is not believed")
      .add("before", settings.before, 0, INT64_MAX,
           "archive: entries below this index, as far as bundles of 256 are full")
      .add("to", settings.to, "archive: its name, a folder below antind's `archives`")
      .add("successor", settings.successor, "close: the name (origin) of the log that goes on")
      .add("yes", settings.yes, "close: without being asked")
      .add("json", settings.json, "for machines");
  return options;
}

base::Result<Order> order_from(const std::vector<std::string>& words, const Settings& settings) {
  if (words.empty()) return base::Error{verbs};
  const auto& verb = words.front();
  if (verb == "backup") return backup(words);
  if (verb == "stop") return stop(words);
  if (verb == "resume") return resume(words);
  if (words.size() > 1) return base::Error{verb + ": '" + words[1] + "' is not expected here"};
  if (verb == "status") return Order{local::AskStatus{}, false};
  if (verb == "archive") return archive(settings);
  if (verb == "close") return close(settings);
  if (verb == "take-bundle") return Order{local::TakeBundle{}, false};
  if (verb == "take-officers") return Order{local::TakeOfficers{}, false};
  return base::Error{"'" + verb + "' is not a verb; " + verbs};
}

int first_option(int argc, const char* const* argv) {
  int at = 1;
  while (at < argc && argv[at][0] != '-') ++at;
  return at;
}

}  // namespace antin::control
