// The revocation lists in force: read from a folder, held against their issuers' keys and against the numbers seen
// before.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"
#include "core/evidence/trust.hpp"

namespace antin::keeper {

struct Reloaded {
  bool changed = false;               // lists() differ from before, generation() has risen
  std::size_t examined = 0;           // files that were parsed and verified, since they were not known yet
  std::vector<std::string> problems;  // for the operator's log, one line each: what was not taken and why
};

// Of each issuer it holds one list, that with the highest number. A list that none of the issuers signed is not taken,
// so nobody can push a number up by dropping a file. A list without a number is not taken: its age could not be told.
// Whatever is wrong with a file, the issuer's list that was held before stays until it is stale, which Trust judges.
class RevocationStore {
 public:
  static constexpr std::size_t list_size_limit = 16 * 1024 * 1024;
  static constexpr std::size_t list_count_limit = 256;

  // `issuers`: every certificate of the policy's authorities. `numbers`: what numbers() last gave, kept by the caller;
  // empty at the very first start. Fails when these bytes are not what numbers() gives. Reads no file yet.
  static base::Result<RevocationStore> open(std::filesystem::path folder, std::vector<crypto::Certificate> issuers,
                                            base::ByteView numbers);

  // Reads `*.crl` of the folder (PEM or DER, no symbolic links). After a change store numbers() durably before a
  // decision rests on the lists: a number never falls, also across a restart.
  Reloaded reload(base::Instant now);

  [[nodiscard]] std::vector<evidence::RevocationList> lists() const;
  [[nodiscard]] std::uint64_t generation() const { return m_generation; }
  [[nodiscard]] base::Bytes numbers() const;  // highest number by issuer, one opaque value

 private:
  using IssuerName = base::Sha256Hash;  // SHA-256 of subject and key: a CA that changes its key numbers anew
  // What a file was found to be.
  struct Judged {
    std::string refused;  // why; empty: it is in order
    IssuerName issuer{};
    std::vector<base::Sha256Hash> signers;  // certificates whose key has signed it
    base::Bytes number;
    base::Instant this_update;
  };
  struct Found {
    Judged what;
    std::string file;
    base::Bytes octets;
    std::optional<evidence::RevocationList> list;  // none: the file was known
  };
  struct Held {
    Judged what;
    evidence::RevocationList list;
    std::string file;
  };

  RevocationStore(std::filesystem::path folder, std::vector<crypto::Certificate> issuers,
                  std::map<IssuerName, base::Bytes> numbers);
  std::map<IssuerName, Found> read_folder(Reloaded& out);
  void read_one(const std::filesystem::path& file, std::map<IssuerName, Found>& found, Reloaded& out);
  [[nodiscard]] Judged judge(const base::Result<evidence::RevocationList>& list) const;
  bool take(Found&& found, std::vector<std::string>& problems);
  void report_gaps(base::Instant now, std::vector<std::string>& problems) const;

  std::filesystem::path m_folder;
  std::vector<crypto::Certificate> m_issuers;
  std::map<IssuerName, base::Bytes> m_numbers;
  std::map<IssuerName, Held> m_held;
  // By the hash of its octets: the folder is read every few seconds, and a list of megabytes takes long to parse.
  std::map<base::Sha256Hash, Judged> m_judged;
  std::uint64_t m_generation = 0;
};

}  // namespace antin::keeper
