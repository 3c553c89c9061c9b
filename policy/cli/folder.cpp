#include "policy/cli/folder.hpp"

#include <nlohmann/json.hpp>

#include "core/base/file.hpp"
#include "policy/bundle/people.hpp"

namespace antin::policy::cli {
namespace {

using antin::cli::local_trouble;
using antin::cli::wrong_usage;

constexpr std::size_t entry_limit = 16 * 1024;

Outcome<bundle::Officers> officers_in_entry(const std::string& file, const Arguments& arguments,
                                            const std::string& log) {
  const auto folder = arguments.required("certificates");
  if (!folder) return folder.error();
  const auto entry = base::read_file(file, entry_limit);
  if (!entry) return local_trouble(entry.error());
  auto statement = officers_of_entry(*entry, log);
  if (!statement) return local_trouble({file + ": " + statement.error().text});
  const auto files = bundle::read_bundle_files(*folder);
  if (!files) return local_trouble(files.error());
  auto made = bundle::make_officers(*std::move(statement), [&](const base::Sha256Hash& hash) {
    for (const auto& [path, content] : files->certificates)
      if (auto certificate = crypto::certificate_from_pem(content); certificate && certificate->hash == hash)
        return std::optional(*std::move(certificate));
    return std::optional<crypto::Certificate>();
  });
  if (!made) return local_trouble(made.error());
  return *std::move(made);
}

// As antind does before a bundle comes into force, whose key no one else has: any tells the same people apart.
base::Result<void> check_registrars(const bundle::Bundle& bundle) {
  const auto founders = bundle::founders_of(bundle, base::Bytes(32));
  if (!founders) return founders.error();
  Roster roster;
  if (auto problem = roster.found(*founders)) return base::Error{"registration.toml: " + *problem};
  return {};
}

}  // namespace

Outcome<ReadBundle> bundle_in(const std::string& folder) {
  auto files = bundle::read_bundle_files(folder);
  if (!files) return local_trouble(files.error());
  auto bundle = bundle::make_bundle(*files);
  if (!bundle) return refused({folder + ": " + bundle.error().text});
  if (const auto known = check_registrars(*bundle); !known) return refused({folder + ": " + known.error().text});
  return ReadBundle{*std::move(files), *std::move(bundle)};
}

Outcome<std::string> operand(const Arguments& arguments, std::size_t at, const char* what) {
  if (arguments.operands().size() <= at) return wrong_usage(std::string(what) + " is missing");
  return arguments.operands()[at];
}

antin::cli::OptionGroup officers_options() {
  return {"The security officers: one of --officers, --officers-from",
          {{"officers", "DIR", "officers.toml and certificates, as a new log pins them"},
           {"officers-from", "FILE", "the log's newest `officers` entry; with --certificates"},
           {"certificates", "DIR", "where their certificates are (*.crt)"}}};
}

Outcome<bundle::Officers> officers_from(const Arguments& arguments, const std::string& log) {
  const auto folder = arguments.value("officers");
  const auto entry = arguments.value("officers-from");
  if (folder.has_value() == entry.has_value()) return wrong_usage("give one of --officers and --officers-from");
  if (entry) return officers_in_entry(*entry, arguments, log);
  auto read = bundle::read_officers(*folder, log, nullptr);
  if (!read) return local_trouble(read.error());
  return *std::move(read);
}

base::Result<statement::Officers> officers_of_entry(base::ByteView entry, const std::string& log) {
  const auto refuse = [] { return base::Error{"not an `officers` entry of the log "}; };
  try {
    const auto said = nlohmann::json::parse(base::text(entry));
    if (said.at("type") != "officers") return base::Error{refuse().text + log};
    const auto hash = [](const nlohmann::json& value) { return base::parse_sha256(value.get<std::string>()); };
    statement::Officers statement{log, said.at("number"), said.at("threshold"), {}, std::nullopt};
    if (said.contains("previous")) statement.previous = hash(said.at("previous"));
    for (const auto& officer : said.at("officers")) {
      const auto certificate = hash(officer.at("certificate"));
      if (certificate) statement.officers.emplace(officer.at("id").get<std::string>(), *certificate);
    }
    // The entry names the statement by its hash: what was put together here is that, or nothing.
    if (hash(said.at("statement")) != std::optional(bundle::hash_of(statement)))
      return base::Error{refuse().text + log};
    return statement;
  } catch (const nlohmann::json::exception&) {
    return base::Error{refuse().text + log};
  }
}

}  // namespace antin::policy::cli
