// The OCSP responses in force: read from the folder of revocation lists, held against their authorities' keys and
// against the times seen before.
#pragma once

#include <map>

#include "core/evidence/status_response.hpp"
#include "daemon/keeper/revocation/revocation_store.hpp"

namespace antin::keeper {

// Of each certificate it holds the newest response. One that speaks for none of the authorities is not taken, so nobody
// can push a time up by dropping a file; nor is one whose thisUpdate or producedAt is before that of another seen
// before, or which is good where another of the same time was not. Whatever is wrong with a file, the response that was
// held before stays until it is stale, which Trust judges.
class ResponseStore {
 public:
  static constexpr std::size_t response_size_limit = 64 * 1024;
  static constexpr std::size_t response_count_limit = 4096;

  // `issuers`: every certificate of the policy's authorities. `times`: what times() last gave, kept by the caller;
  // empty at the very first start. Fails when these bytes are not what times() gives. Reads no file yet.
  static base::Result<ResponseStore> open(std::filesystem::path folder, std::vector<crypto::Certificate> issuers,
                                          base::ByteView times);

  // Reads `*.ocsp` of the folder (DER, no symbolic links). After a change store times() durably before a decision rests
  // on the responses: a time never falls, also across a restart.
  Reloaded reload(base::Instant now);

  [[nodiscard]] std::vector<evidence::StatusResponse> responses() const;
  [[nodiscard]] std::uint64_t generation() const { return m_generation; }
  // Of the newest response by certificate, and whether it was good; one opaque value.
  [[nodiscard]] base::Bytes times() const;

 private:
  using Subject = base::Sha256Hash;  // of a certificate: SHA-256 of its issuer's key and its serial
  struct Seen {
    base::Instant this_update;
    base::Instant produced_at;
    bool is_good = false;  // times are whole seconds: of two of one time the worse has been seen
  };
  using SeenBySubject = std::map<Subject, Seen>;
  struct Held {
    evidence::StatusResponse response;
    std::string file;
  };

  ResponseStore(std::filesystem::path folder, std::vector<crypto::Certificate> issuers, SeenBySubject seen);
  static std::optional<SeenBySubject> parse_times(base::ByteView bytes);
  bool read_one(const std::filesystem::path& file, std::vector<std::string>& problems);
  bool take(const Subject& subject, Held&& found, std::vector<std::string>& problems);
  void forget_what_is_too_old(base::Instant now);
  void report_gaps(base::Instant now, std::vector<std::string>& problems) const;
  [[nodiscard]] std::optional<Subject> subject_of(const evidence::StatusResponse& response) const;

  std::filesystem::path m_folder;
  std::vector<crypto::Certificate> m_issuers;
  SeenBySubject m_seen;
  std::map<Subject, Held> m_held;
  // What each file, by the hash of its octets, was found to be: a folder of thousands is read every few seconds, and a
  // signature costs more than a hash. Empty: in order.
  std::map<base::Sha256Hash, std::string> m_judged;
  std::uint64_t m_generation = 0;
};

}  // namespace antin::keeper
