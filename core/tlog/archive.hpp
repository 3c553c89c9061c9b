// The two texts that let a folder of archived entries prove itself: a manifest of its files, and a proof that these
// entries stand where they say in the tree of a signed checkpoint.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/tlog/tree.hpp"

namespace antin::tlog {

// As `sha256sum` prints them, so that `tail -n +6 manifest | sha256sum -c` checks the files too.
struct ArchivedFile {
  base::Sha256Hash hash{};
  std::string path;  // in the folder
  friend bool operator==(const ArchivedFile&, const ArchivedFile&) = default;
};

struct ArchiveManifest {
  std::string origin;
  std::uint64_t from = 0;  // the first entry, a multiple of 256
  std::uint64_t to = 0;    // the first that is not in it, a multiple of 256
  std::vector<ArchivedFile> files;
  friend bool operator==(const ArchiveManifest&, const ArchiveManifest&) = default;
};

std::string print(const ArchiveManifest& manifest);  // the files sorted by path
// Exactly what print makes: paths sorted, none twice, each of `checkpoint`, `proof` and full bundles.
base::Result<ArchiveManifest> parse_manifest(std::string_view text);
constexpr std::size_t manifest_size_limit = 64 * 1024 * 1024;

struct ArchiveProof {
  Path edge;         // complete subtrees of the tree before `from`, largest first: Frontier::resume takes them
  Path consistency;  // from a tree of `to` entries to the checkpoint's
  friend bool operator==(const ArchiveProof&, const ArchiveProof&) = default;
};

std::string print(const ArchiveProof& proof);
base::Result<ArchiveProof> parse_archive_proof(std::string_view text);

}  // namespace antin::tlog
