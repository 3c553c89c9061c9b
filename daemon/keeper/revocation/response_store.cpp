#include "daemon/keeper/revocation/response_store.hpp"

#include <algorithm>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/trust.hpp"
#include "daemon/keeper/revocation/folder.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view good = "good";
constexpr std::string_view not_good = "not-good";

// What comes before `end`, taken off with it; empty when there is none.
std::string_view take_until(std::string_view& rest, char end) {
  const auto length = rest.find(end);
  if (length == std::string_view::npos) return {};
  const auto taken = rest.substr(0, length);
  rest.remove_prefix(length + 1);
  return taken;
}

}  // namespace

base::Result<ResponseStore> ResponseStore::open(fs::path folder, std::vector<crypto::Certificate> issuers,
                                                base::ByteView times) {
  auto seen = parse_times(times);
  if (!seen) return base::Error{"the stored times of OCSP responses cannot be read"};
  return ResponseStore(std::move(folder), std::move(issuers), std::move(*seen));
}

ResponseStore::ResponseStore(fs::path folder, std::vector<crypto::Certificate> issuers, SeenBySubject seen)
    : m_folder(std::move(folder)), m_issuers(std::move(issuers)), m_seen(std::move(seen)) {}

Reloaded ResponseStore::reload(base::Instant now) {
  Reloaded out;
  const auto files = list_files(m_folder, ".ocsp");
  if (!files) {
    out.problems.push_back(files.error().text);
    return out;
  }
  if (files->size() > response_count_limit) {
    out.problems.push_back("more than " + std::to_string(response_count_limit) + " OCSP responses in " +
                           m_folder.string());
    return out;
  }
  if (m_judged.size() > 2 * response_count_limit) m_judged.clear();
  for (const auto& file : *files)
    if (read_one(file, out.problems)) out.changed = true;
  if (out.changed) ++m_generation;
  forget_what_is_too_old(now);
  report_gaps(now, out.problems);
  return out;
}

bool ResponseStore::read_one(const fs::path& file, std::vector<std::string>& problems) {
  const auto refuse = [&](const std::string& why) {
    if (!why.empty()) problems.push_back(file.string() + ": " + why);
    return false;
  };
  if (!is_regular(file)) return refuse("not a regular file");
  const auto bytes = base::read_file(file, response_size_limit);
  if (!bytes) return refuse(bytes.error().text);
  const auto [known, is_new] = m_judged.try_emplace(crypto::sha256(*bytes));
  if (!is_new) return refuse(known->second);
  auto response = evidence::parse_status_response(*bytes);
  if (!response) return refuse(known->second = response.error().text);
  const auto subject = subject_of(*response);
  if (!subject) return refuse(known->second = "speaks for none of the policy's authorities");
  std::vector<std::string> found;
  const bool taken = take(*subject, Held{std::move(*response), file.string()}, found);
  if (!found.empty()) return refuse(known->second = found.front());
  return taken;
}

bool ResponseStore::take(const Subject& subject, Held&& found, std::vector<std::string>& problems) {
  const auto& response = found.response;
  const auto held = m_held.find(subject);
  if (const auto seen = m_seen.find(subject); seen != m_seen.end()) {
    const auto& [this_update, produced_at, is_good] = seen->second;
    const bool is_same_time = response.this_update == this_update && response.produced_at == produced_at;
    if (response.this_update < this_update || response.produced_at < produced_at ||
        (is_same_time && response.is_good && !is_good)) {
      problems.push_back("of " + base::print(response.this_update) + ", before another about this certificate, of " +
                         base::print(this_update));
      return false;
    }
    const bool says_the_same = is_same_time && response.is_good == is_good;
    if (says_the_same && held != m_held.end()) return false;
  }
  m_seen[subject] = {response.this_update, response.produced_at, response.is_good};
  m_held.insert_or_assign(subject, std::move(found));
  return true;
}

// What is that old is never fresh again, nor is what came before it. So the value in the ledger does not grow for ever.
void ResponseStore::forget_what_is_too_old(base::Instant now) {
  std::erase_if(m_seen, [&](const auto& one) {
    return !m_held.contains(one.first) && now - one.second.this_update > evidence::response_life;
  });
}

// One line for all of them.
void ResponseStore::report_gaps(base::Instant now, std::vector<std::string>& problems) const {
  std::size_t stale = 0;
  const std::string* first = nullptr;
  for (const auto& [subject, held] : m_held) {
    if (held.response.next_update > now) continue;
    ++stale;
    if (first == nullptr) first = &held.file;
  }
  if (first != nullptr)
    problems.push_back(std::to_string(stale) + " OCSP responses are past their nextUpdate, such as " + *first);
}

std::vector<evidence::StatusResponse> ResponseStore::responses() const {
  std::vector<evidence::StatusResponse> all;
  for (const auto& [subject, held] : m_held) all.push_back(held.response);
  return all;
}

base::Bytes ResponseStore::times() const {
  std::string out;
  for (const auto& [subject, seen] : m_seen)
    out += base::to_hex(subject) + " " + base::print(seen.this_update) + " " + base::print(seen.produced_at) + " " +
           std::string(seen.is_good ? good : not_good) + "\n";
  return base::copy(base::view(out));
}

// Only what times() makes.
std::optional<ResponseStore::SeenBySubject> ResponseStore::parse_times(base::ByteView bytes) {
  SeenBySubject all;
  std::string_view rest = base::text(bytes);
  while (!rest.empty()) {
    const auto name = base::from_hex(take_until(rest, ' '));
    const auto this_update = base::parse_instant(take_until(rest, ' '));
    const auto produced_at = base::parse_instant(take_until(rest, ' '));
    const bool is_good = take_until(rest, '\n') == good;
    Subject subject;
    if (!name || name->size() != subject.size() || !this_update || !produced_at) return std::nullopt;
    std::copy(name->begin(), name->end(), subject.begin());
    all.emplace(subject, Seen{*this_update, *produced_at, is_good});
  }
  const ResponseStore printed({}, {}, all);
  if (!base::equal(printed.times(), bytes)) return std::nullopt;
  return all;
}

std::optional<ResponseStore::Subject> ResponseStore::subject_of(const evidence::StatusResponse& response) const {
  for (const auto& issuer : m_issuers)
    if (evidence::speaks_for(response, issuer)) return crypto::sha256({issuer.spki, response.serial});
  return std::nullopt;
}

}  // namespace antin::keeper
