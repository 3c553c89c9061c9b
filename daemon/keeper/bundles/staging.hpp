// A bundle that arrives in pieces: first its manifest, whose hash a quorum of the security officers has signed, then
// the files that the manifest names. One at a time, in a folder of antind's own, until all of it is there.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/instant.hpp"
#include "policy/bundle/admission.hpp"

namespace antin::keeper {

struct StagingLimits {
  std::uint64_t octets = 256 * 1024 * 1024;  // of all that is sent
  std::uint64_t manifest = 8 * 1024 * 1024;
  std::size_t files = 20'000;
  base::Instant::duration idle = std::chrono::minutes(10);  // then another may begin
};

class Staging {
 public:
  // `has`: a file with this hash is in the ledger already, and need not be sent.
  using Has = std::function<bool(const base::Sha256Hash&)>;
  Staging(std::filesystem::path folder, StagingLimits limits) : m_folder(std::move(folder)), m_limits(limits) {}
  explicit Staging(std::filesystem::path folder) : Staging(std::move(folder), StagingLimits()) {}

  // Makes the folder, or empties it: what a start finds there was never taken, and is sent again.
  base::Result<void> clear();

  // A bundle that was vouched for. Begins, or goes on; refused while another is on its way.
  base::Result<void> offer(policy::bundle::SignedStatement signed_statement, const base::Sha256Hash& bundle,
                           base::Instant now);

  struct Missing {
    base::Sha256Hash object{};
    std::uint64_t there = 0;  // octets, from the first on
  };
  struct Progress {
    std::vector<Missing> missing;
    bool more = false;  // others may be missing too: ask again when these are there
    std::size_t files = 0;
  };
  Progress progress(std::size_t most, const Has& has);

  struct Piece {
    const base::Sha256Hash& object;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
    base::ByteView content;
  };
  // True: it is there now. False: octets before it are not. Refused: an object that the manifest does not name, one
  // that is too large, another size than before; and when the object is whole, another hash: then all of it goes.
  base::Result<bool> put(const base::Sha256Hash& bundle, const Piece& piece, base::Instant now);

  struct Whole {
    policy::bundle::BundleFiles files;
    policy::bundle::SignedStatement signed_statement;
  };
  // Each file from here or by `from_ledger`; the first that is in neither is named.
  base::Result<Whole> whole(const base::Sha256Hash& bundle, const policy::bundle::ContentOf& from_ledger) const;

  void drop();  // it was taken
  void drop_idle(base::Instant now);

 private:
  struct Arriving {
    policy::bundle::SignedStatement signed_statement;
    base::Sha256Hash bundle{};
    base::Instant last;
    std::uint64_t octets = 0;                         // of all objects that were begun
    std::vector<policy::bundle::ManifestLine> lines;  // empty until the manifest is there
    std::map<base::Sha256Hash, std::uint64_t> most;   // octets, of each object that the manifest names
    std::size_t looked_at = 0;                        // lines
    std::set<base::Sha256Hash> missing;               // of those
    std::set<base::Sha256Hash> there;                 // whole
    struct Begun {
      std::uint64_t size = 0, there = 0;
    };
    std::map<base::Sha256Hash, Begun> begun;
  };
  base::Result<std::uint64_t> most_of(const base::Sha256Hash& object) const;
  base::Result<void> write(const Piece& piece) const;
  base::Result<void> finish(const base::Sha256Hash& object);
  base::Result<void> read_manifest();
  void forget(const base::Sha256Hash& object);
  [[nodiscard]] std::filesystem::path file_of(const base::Sha256Hash& object) const;

  std::filesystem::path m_folder;
  StagingLimits m_limits;
  std::optional<Arriving> m_arriving;
};

}  // namespace antin::keeper
