#include "policy/bundle/files.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <vector>

#include "core/base/file.hpp"
#include "core/base/identifier.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::policy::bundle {
namespace {

namespace fs = std::filesystem;

enum class Part { unknown, text, certificate, none };

struct Found {
  fs::path file;
  std::string path;  // inside the folder
  Part part = Part::unknown;
};

// Names go into the digest's lines and into error messages: nothing that could look like something else there.
bool is_plain(const fs::path& relative) {
  return std::all_of(relative.begin(), relative.end(), [](const fs::path& name) {
    return base::is_identifier(name.string()) && name.string().front() != '.';
  });
}

Part part_of(const fs::path& relative) {
  if (relative.extension() == ".crt") return Part::certificate;
  if (relative.extension() != ".toml") return Part::none;
  return relative.has_parent_path() ? Part::unknown : Part::text;
}

base::Result<Found> look_at(const fs::directory_entry& entry, const fs::path& folder) {
  const auto relative = entry.path().lexically_relative(folder);
  const auto refuse = [&](const char* why) { return base::Error{entry.path().string() + ": " + why}; };
  std::error_code error;
  const auto type = entry.symlink_status(error).type();
  if (!error && type == fs::file_type::directory) return Found{entry.path(), {}, Part::none};
  if (error || type != fs::file_type::regular) return refuse("a bundle holds regular files only, no links");
  Found found{entry.path(), relative.generic_string(), part_of(relative)};
  if (found.part == Part::unknown) return refuse("policy text belongs in the top folder");
  if (found.part != Part::none && !is_plain(relative)) return refuse("the name may hold A-Z a-z 0-9 . _ - only");
  return found;
}

constexpr std::size_t hash_digits = 64;
constexpr std::size_t path_limit = 1024;  // octets

base::Result<ManifestLine> line_from(std::string_view line) {
  const base::Error none{"not a line of a manifest: each is `<sha256 hex>  <path>`"};
  const auto hash = base::parse_sha256("sha256:" + std::string(line.substr(0, hash_digits)));
  if (!hash || line.substr(hash_digits, 2) != "  ") return none;
  const std::string path(line.substr(hash_digits + 2));
  // A filesystem path forgets superfluous slashes: two lines could mean one file.
  const fs::path relative(path);
  if (path.size() > path_limit || path.empty() || !is_plain(relative) || relative.lexically_normal().string() != path)
    return base::Error{"a path of the manifest leads out of a bundle's folder, or is none"};
  switch (part_of(relative)) {
    case Part::text:
    case Part::certificate: return ManifestLine{*hash, path};
    case Part::none:
    case Part::unknown: break;
  }
  return base::Error{path + ": a bundle holds .toml files in its top folder, and .crt files"};
}

base::Result<std::vector<Found>> list_files(const fs::path& folder) {
  std::error_code error;
  std::vector<Found> all;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    auto found = look_at(*entry, folder);
    if (!found) return found.error();
    if (found->part != Part::none) all.push_back(std::move(*found));
    if (all.size() > file_count_limit) return base::Error{folder.string() + ": too many files for a bundle"};
  }
  if (error) return base::Error{"cannot list " + folder.string() + ": " + error.message()};
  return all;
}

}  // namespace

base::Result<BundleFiles> read_bundle_files(const fs::path& folder) {
  const auto listed = list_files(folder);
  if (!listed) return listed.error();
  BundleFiles files;
  for (const auto& found : *listed) {
    const bool is_text = found.part == Part::text;
    auto content = base::read_file(found.file, is_text ? text_size_limit : certificate_size_limit);
    if (!content) return content.error();
    (is_text ? files.texts : files.certificates).emplace(found.path, std::move(*content));
  }
  return files;
}

std::string manifest_of(const BundleFiles& files) {
  std::vector<std::string> lines;
  for (const auto* part : {&files.texts, &files.certificates})
    for (const auto& [path, content] : *part)
      lines.push_back(base::to_hex(crypto::sha256(content)) + "  " + path + "\n");
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const auto& line : lines) all += line;
  return all;
}

base::Sha256Hash digest_of(const BundleFiles& files) { return crypto::sha256(base::view(manifest_of(files))); }

base::Result<std::vector<ManifestLine>> parse_manifest(std::string_view manifest) {
  std::vector<ManifestLine> lines;
  std::set<std::string> paths;
  std::string_view before;
  for (auto rest = manifest; !rest.empty();) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return base::Error{"the manifest's last line does not end"};
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    auto read = line_from(line);
    if (!read) return read.error();
    if (line <= before) return base::Error{"the manifest's lines are not in order"};
    if (!paths.insert(read->path).second) return base::Error{read->path + ": is in the manifest twice"};
    before = line;
    lines.push_back(*std::move(read));
    if (lines.size() > file_count_limit) return base::Error{"too many files for a bundle"};
  }
  if (lines.empty()) return base::Error{"the manifest is empty"};
  return lines;
}

base::Result<BundleFiles> files_of(std::string_view manifest, const ContentOf& content_of) {
  const auto lines = parse_manifest(manifest);
  if (!lines) return lines.error();
  BundleFiles files;
  for (const auto& [hash, path] : *lines) {
    auto content = content_of(hash);
    if (!content) return base::Error{path + ": no file with the hash " + base::print(hash)};
    (path.ends_with(".toml") ? files.texts : files.certificates).emplace(path, std::move(*content));
  }
  if (manifest_of(files) != manifest) return base::Error{"the files are not those of the manifest"};
  return files;
}

}  // namespace antin::policy::bundle
