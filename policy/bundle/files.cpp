#include "policy/bundle/files.hpp"

#include <algorithm>
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

base::Result<BundleFiles> files_of(std::string_view manifest, const ContentOf& content_of) {
  constexpr std::size_t hash_digits = 64;
  BundleFiles files;
  for (auto rest = manifest; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto hash = base::parse_sha256("sha256:" + std::string(line.substr(0, hash_digits)));
    if (!hash || line.size() <= hash_digits + 2) return base::Error{"not a line of a manifest"};
    const std::string path(line.substr(hash_digits + 2));
    auto content = content_of(*hash);
    if (!content) return base::Error{path + ": no file with the hash " + base::print(*hash)};
    (path.ends_with(".toml") ? files.texts : files.certificates).emplace(path, std::move(*content));
  }
  if (manifest_of(files) != manifest) return base::Error{"the files are not those of the manifest"};
  return files;
}

}  // namespace antin::policy::bundle
