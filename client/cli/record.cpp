#include "client/cli/record.hpp"

#include <array>
#include <charconv>
#include <fstream>

#include "client/cli/record_keys.hpp"
#include "core/base/file.hpp"
#include "core/base/identifier.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t personal_id_limit = 256;

Outcome<std::uint32_t> revision_from(const Arguments& arguments) {
  const auto text = arguments.value("revision").value_or("1");
  std::uint32_t revision = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (failure != std::errc() || end != text.data() + text.size() || revision == 0) {
    return wrong_usage("--revision is a number from 1");
  }
  return revision;
}

Outcome<std::string> personal_id_in(const std::string& file, Console& console) {
  std::string line;
  if (file == "-") {
    if (console.person) console.err << "personal id: " << std::flush;
    std::getline(console.in, line);
  } else {
    const auto content = base::read_file(file, personal_id_limit);
    if (!content) return local_trouble(content.error());
    line = base::text(*content);
    if (line.ends_with('\n')) line.pop_back();
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Outcome<std::string> id_from(const Arguments& arguments, const std::string& unit, const std::string& kind,
                             const Settings& settings, Console& console) {
  const auto personal_id = arguments.value("personal-id");
  if (!personal_id) return identifier_from(arguments, "record");
  if (arguments.has("record")) return wrong_usage("--record and --personal-id exclude each other");
  const auto ids = derived_record_ids(arguments, settings, console, *personal_id);
  if (!ids) return ids.error();
  return id_in_use(*ids, unit, kind, settings, console);
}

}  // namespace

Outcome<std::string> identifier_from(const Arguments& arguments, const std::string& option) {
  auto value = arguments.required(option);
  if (value && !base::is_identifier(*value)) {
    return wrong_usage("--" + option + " is 1 to 128 of A-Z a-z 0-9 . _ -");
  }
  return value;
}

Outcome<base::DigestAlgorithm> algorithm_from(const Arguments& arguments) {
  const auto algorithm = base::digest_algorithm_from_name(arguments.value("algorithm").value_or("sha256"));
  if (algorithm == base::DigestAlgorithm::unknown) return wrong_usage("--algorithm is sha256 or sha384");
  return algorithm;
}

Outcome<Record> record_from(const Arguments& arguments, const Settings& settings, Console& console) {
  const auto unit = identifier_from(arguments, "unit");
  if (!unit) return unit.error();
  const auto kind = identifier_from(arguments, "kind");
  if (!kind) return kind.error();
  const auto revision = revision_from(arguments);
  if (!revision) return revision.error();
  const auto id = id_from(arguments, *unit, *kind, settings, console);
  if (!id) return id.error();
  return Record{*unit, *kind, *id, *revision};
}

Outcome<std::vector<std::string>> derived_record_ids(const Arguments& arguments, const Settings& settings,
                                                     Console& console, const std::string& personal_id_file) {
  const auto keys = record_keys_of(settings);
  if (!keys) return keys.error();
  const auto personal_id = personal_id_in(personal_id_file, console);
  if (!personal_id) return personal_id.error();
  std::vector<std::string> ids;
  for (const auto& key : *keys) {
    auto id = key.record_id(*personal_id, arguments.value("series").value_or(""));
    if (!id) return wrong_usage(id.error().text);
    ids.push_back(std::move(*id));
  }
  return ids;
}

Outcome<Document> document_from(const Arguments& arguments) {
  const auto file = arguments.value("document");
  const auto given = arguments.value("digest");
  if (file.has_value() == given.has_value()) return wrong_usage("give either --document or --digest");
  if (given) {
    auto digest = base::parse_digest(*given);
    if (!digest) return wrong_usage("--digest is sha256:<hex> or sha384:<hex>");
    return Document{std::move(*digest), "", 0};
  }
  const auto algorithm = algorithm_from(arguments);
  if (!algorithm) return algorithm.error();
  auto digests = digests_of(*file, {*algorithm});
  if (!digests) return local_trouble(digests.error());
  return Document{std::move(digests->front()), fs::path(*file).filename().string(), fs::file_size(*file)};
}

base::Result<std::vector<base::Digest>> digests_of(const fs::path& file,
                                                   const std::vector<base::DigestAlgorithm>& algorithms) {
  const base::Error unreadable{"cannot read " + file.string()};
  std::error_code failure;
  if (!fs::is_regular_file(file, failure)) return base::Error{file.string() + " is not a file"};
  std::ifstream in(file, std::ios::binary);
  if (!in) return unreadable;
  std::vector<crypto::RunningDigest> running;
  running.reserve(algorithms.size());
  for (const auto algorithm : algorithms) running.emplace_back(algorithm);
  std::vector<char> block(1 << 18);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const std::string_view got(block.data(), static_cast<std::size_t>(in.gcount()));
    for (auto& each : running) each.update(base::view(got));
  }
  if (in.bad() || !in.eof()) return unreadable;
  std::vector<base::Digest> digests;
  digests.reserve(running.size());
  for (auto& each : running) digests.push_back(std::move(each).finish());
  return digests;
}

}  // namespace antin::cli
