#include "core/tlog/archive.hpp"

#include <algorithm>

#include "core/tlog/lines.hpp"
#include "core/tlog/note.hpp"

namespace antin::tlog {
namespace {

constexpr std::string_view manifest_title = "antin-archive/v1";
constexpr std::string_view proof_title = "antin-archive-proof/v1";
constexpr std::size_t path_limit = 64;  // a size of 64 bits has no more subtrees, and no longer path
constexpr std::size_t hex_size = 64;

std::optional<std::string_view> take_field(std::string_view& rest, std::string_view key) {
  const auto line = take_line(rest);
  if (!line || !line->starts_with(key) || line->substr(key.size(), 2) != ": ") return std::nullopt;
  return line->substr(key.size() + 2);
}

std::optional<std::uint64_t> take_bound(std::string_view& rest, std::string_view key) {
  const auto text = take_field(rest, key);
  const auto value = text ? parse_decimal(*text) : std::nullopt;
  return value && *value % tile_width == 0 ? value : std::nullopt;
}

bool is_archived(std::string_view path) {
  if (path == "checkpoint" || path == "proof") return true;
  constexpr std::string_view bundles = "tile/entries/";
  if (!path.starts_with(bundles)) return false;
  const auto tile = parse_tile_path("tile/0/" + std::string(path.substr(bundles.size())));
  return tile && tile->full();
}

std::optional<ArchivedFile> parse_file(std::string_view line) {
  if (line.size() <= hex_size + 2 || line.substr(hex_size, 2) != "  ") return std::nullopt;
  const auto hash = base::parse_sha256("sha256:" + std::string(line.substr(0, hex_size)));
  const auto path = line.substr(hex_size + 2);
  if (!hash || !is_archived(path)) return std::nullopt;
  return ArchivedFile{*hash, std::string(path)};
}

void print_path(std::string& out, std::string_view title, const Path& path) {
  out += title;
  out += "\n";
  for (const auto& hash : path) out += base::to_base64(hash) + "\n";
}

// Hashes until a line that is `end`, or until the text's end when that is empty.
std::optional<Path> parse_path(std::string_view& rest, std::string_view end) {
  Path path;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line) return std::nullopt;
    if (!end.empty() && *line == end) return path;
    const auto hash = parse_hash(*line);
    if (!hash || path.size() == path_limit) return std::nullopt;
    path.push_back(*hash);
  }
  return end.empty() ? std::optional(path) : std::nullopt;
}

}  // namespace

std::string print(const ArchiveManifest& manifest) {
  auto files = manifest.files;
  std::sort(files.begin(), files.end(), [](const auto& one, const auto& other) { return one.path < other.path; });
  auto out = std::string(manifest_title) + "\norigin: " + manifest.origin + "\nfrom: " + std::to_string(manifest.from) +
             "\nto: " + std::to_string(manifest.to) + "\n\n";
  for (const auto& file : files) out += base::to_hex(file.hash) + "  " + file.path + "\n";
  return out;
}

base::Result<ArchiveManifest> parse_manifest(std::string_view text) {
  if (text.size() > manifest_size_limit) return base::Error{"it is too long"};
  if (take_line(text) != manifest_title) return base::Error{"the first line is not " + std::string(manifest_title)};
  const auto origin = take_field(text, "origin");
  if (!origin || !is_key_name(*origin)) return base::Error{"the second line is not `origin: ` and a log's name"};
  const auto from = take_bound(text, "from");
  const auto to = take_bound(text, "to");
  if (!from || !to || *from >= *to)
    return base::Error{"lines `from: ` and `to: `, of which the second is larger, each a multiple of 256, are missing"};
  if (take_line(text) != "") return base::Error{"there is no blank line after `to`"};
  ArchiveManifest manifest{std::string(*origin), *from, *to, {}};
  while (!text.empty()) {
    const auto line = take_line(text);
    auto file = line ? parse_file(*line) : std::nullopt;
    if (!file) return base::Error{"a line is not a SHA-256, two spaces and the path of a file of an archive"};
    if (!manifest.files.empty() && manifest.files.back().path >= file->path)
      return base::Error{"the paths are not in order, or one is there twice"};
    manifest.files.push_back(*std::move(file));
  }
  return manifest;
}

std::string print(const ArchiveProof& proof) {
  auto out = std::string(proof_title) + "\n";
  print_path(out, "edge", proof.edge);
  print_path(out, "consistency", proof.consistency);
  return out;
}

base::Result<ArchiveProof> parse_archive_proof(std::string_view text) {
  if (take_line(text) != proof_title) return base::Error{"the first line is not " + std::string(proof_title)};
  if (take_line(text) != "edge") return base::Error{"the second line is not `edge`"};
  auto edge = parse_path(text, "consistency");
  if (!edge) return base::Error{"after `edge` hashes in base64 are expected, a line each, and then `consistency`"};
  auto consistency = parse_path(text, "");
  if (!consistency) return base::Error{"after `consistency` hashes in base64 are expected, a line each"};
  return ArchiveProof{*std::move(edge), *std::move(consistency)};
}

}  // namespace antin::tlog
