// The files that make a bundle, read from its folder, and the digest over them.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"

namespace antin::policy::bundle {

constexpr std::size_t text_size_limit = 64 * 1024 * 1024;
constexpr std::size_t certificate_size_limit = 64 * 1024;
constexpr std::size_t file_count_limit = 500'000;

struct BundleFiles {
  std::map<std::string, base::Bytes> texts;         // *.toml, by name
  std::map<std::string, base::Bytes> certificates;  // *.crt, by path inside the folder
};

// Reads `*.toml` of the folder itself and `*.crt` (PEM or DER) anywhere below; other files count for nothing. Refused:
// links, names that are no identifiers, a .toml below the top level, files too large or too many.
base::Result<BundleFiles> read_bundle_files(const std::filesystem::path& folder);

// A line of a manifest.
struct ManifestLine {
  base::Sha256Hash hash{};
  std::string path;  // inside the folder
};
// Strict, for one that came from outside: each line as manifest_of makes it, in order, no path twice, each of a file
// that a bundle may have. What the files themselves hold is for their readers.
base::Result<std::vector<ManifestLine>> parse_manifest(std::string_view manifest);

// The sorted lines `<sha256 hex>  <path>` of exactly these files, as `sha256sum … | LC_ALL=C sort` gives them.
std::string manifest_of(const BundleFiles& files);
base::Sha256Hash digest_of(const BundleFiles& files);  // SHA-256 of the manifest: the bundle's name everywhere

// The way back, from a manifest and the contents by their hashes. Refuses a manifest that manifest_of does not make of
// what it led to, so whoever holds it against the bundle's digest has that bundle.
using ContentOf = std::function<std::optional<base::Bytes>(const base::Sha256Hash&)>;
base::Result<BundleFiles> files_of(std::string_view manifest, const ContentOf& content_of);

}  // namespace antin::policy::bundle
