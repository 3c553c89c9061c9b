// The files that make a bundle, read from its folder in one fixed order, and the digest over them.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"

namespace antin::keeper {

constexpr std::size_t text_size_limit = 64 * 1024 * 1024;
constexpr std::size_t certificate_size_limit = 64 * 1024;
constexpr std::size_t file_count_limit = 500'000;

struct BundleFiles {
  std::map<std::string, base::Bytes> texts;         // *.toml, by name
  std::map<std::string, base::Bytes> certificates;  // *.crt, by path inside the folder
};

base::Result<BundleFiles> read_bundle_files(const std::filesystem::path& folder);
base::Sha256Hash digest_of(const BundleFiles& files);

}  // namespace antin::keeper
