#include "tests/bench/measured_log.hpp"

#include <fcntl.h>

#include <algorithm>

#include "core/base/descriptor.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "daemon/keeper/log/start_checks.hpp"

namespace antin::bench {
namespace {

using Clock = std::chrono::steady_clock;

const std::string origin = "seal.dev.example/2026";
constexpr std::uint64_t entries_a_fill_commit = 4096;
constexpr std::uint64_t entries_a_fill_checkpoint = 65'536;

template <class Result>
auto must(Result result) {
  if (!result) throw std::runtime_error(result.error().text);
  if constexpr (!std::is_same_v<Result, keeper::LedgerResult<void>>) return *std::move(result);
}

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

hsm::Token token_of(const test::DevelopmentFolder& folder, const std::filesystem::path& module) {
  ::setenv("SOFTHSM2_CONF", (folder.path() / "softhsm2.conf").c_str(), 1);
  return must(hsm::Token::open({module, "log", folder.path() / "bench.lock"}, folder.secret("secrets/pin-log")));
}

hsm::Key log_key_of(const hsm::Token& token) {
  for (const auto& key : token.keys())
    if (key.algorithm == crypto::KeyAlgorithm::ed25519) return key;
  throw std::runtime_error("the token has no Ed25519 key");
}

keeper::LogKeys keys_of(const hsm::Key& key) {
  auto verifier = must(tlog::verifier_key(origin, tlog::KeyType::ed25519, key.spki));
  return {verifier, {verifier}};
}

// A principal's step of one report, as antind decides it.
std::string decision() {
  const auto hash = crypto::random_array<32>();
  keeper::DecisionFields fields;
  fields.name = {"79760001", "hoc-ba", "1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3", 1, "principal"};
  fields.approved = base::sha256_digest(hash);
  fields.people = {{"p-000018", "principal", "certificate", hash}};
  fields.rule = "hoc-ba/principal";
  fields.policy = hash;
  fields.key = "seal/79760001/school/2026.1";
  fields.system = "school-79760001";
  return keeper::encode(fields, hash);
}

base::Bytes entry_of(const std::string& decision) {
  const auto hash = crypto::random_array<32>();
  keeper::Completion completion;
  completion.at = now();
  completion.clock = {812, "kernel"};
  completion.seal = hash;
  completion.sealed = base::sha256_digest(hash);
  completion.token = {now(), base::Bytes(16, 0x5f), hash};
  return keeper::encode_done(decision, completion);
}

// Another entry of the same shape: its nonce begins with the number.
void number(base::Bytes& entry, std::uint64_t index) {
  constexpr std::string_view name = "\"nonce\":\"";
  auto at = std::search(entry.begin(), entry.end(), name.begin(), name.end());
  if (at == entry.end()) throw std::runtime_error("an entry has no nonce");
  at += name.size();
  for (int digit = 0; digit < 16; ++digit, index >>= 4)
    *at++ = static_cast<std::uint8_t>("0123456789abcdef"[index & 15]);
}

}  // namespace

MeasuredLog::MeasuredLog(const test::DevelopmentFolder& folder, const std::filesystem::path& module)
    : m_file(folder.path() / "measured.sqlite"),
      m_folders{folder.path() / "measured-log", folder.path() / "measured-entries"},
      m_token(token_of(folder, module)),
      m_key(log_key_of(m_token)),
      m_keys(keys_of(m_key)),
      m_decision(decision()),
      m_filler(entry_of(m_decision)) {
  open();
}

void MeasuredLog::open() {
  m_opened = must(keeper::open_sqlite_ledger(m_file, origin));
  auto& ledger = *m_opened->ledger;
  keeper::Publisher publisher(m_folders, ledger);
  if (const auto fits = keeper::check_log(ledger, publisher, m_keys, now()); !fits)
    throw std::runtime_error(fits.error().text);
  m_log.emplace(ledger, m_keys, std::move(publisher));
}

void MeasuredLog::close() {
  m_log.reset();
  m_opened.reset();
}

void MeasuredLog::forget_pages() const {
  const base::Descriptor file(::open(m_file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.number()) != 0 || ::posix_fadvise(file.number(), 0, 0, POSIX_FADV_DONTNEED) != 0)
    throw std::runtime_error("the kernel keeps the ledger's pages");
}

void MeasuredLog::append_raw(base::ByteView entry) { must(m_opened->ledger->append(entry, now())); }

void MeasuredLog::fill(std::uint64_t size) {
  for (auto index = must(m_opened->ledger->size()); index < size; ++index) {
    number(m_filler, index);
    append_raw(m_filler);
    if ((index + 1) % entries_a_fill_commit == 0) must(m_opened->ledger->commit());
    if ((index + 1) % entries_a_fill_checkpoint == 0) commit_and_publish();
  }
  commit_and_publish();
}

void MeasuredLog::append(unsigned entries) {
  for (unsigned i = 0; i < entries; ++i) append_raw(entry_of(m_decision));
  commit_and_publish();
}

// As Flow::finish_batch does it: only what is durable is signed, only what is kept is published.
void MeasuredLog::commit_and_publish() {
  auto& ledger = *m_opened->ledger;
  must(ledger.commit());
  const auto text = m_log->next_to_sign();
  if (!text) return;
  const auto checkpoint = m_log->take(sign(*text));
  if (!checkpoint) throw std::runtime_error("the log's key gave a signature that does not hold");
  must(ledger.keep_checkpoint(*checkpoint, now()));
  must(ledger.commit());
  m_log->publish();
}

base::Bytes MeasuredLog::sign(std::string_view text) {
  const auto start = Clock::now();
  auto signature = must(m_token.sign(m_key, base::DigestAlgorithm::unknown, base::view(text)));
  m_signing_seconds += std::chrono::duration<double>(Clock::now() - start).count();
  return signature;
}

void MeasuredLog::verify(const std::string& proof, std::uint64_t index) {
  const auto entry = must(m_opened->ledger->entry(index));
  if (!entry) throw std::runtime_error("an entry is missing");
  must(tlog::verify(must(tlog::parse_proof(proof)), tlog::leaf_hash(*entry), m_keys.in_force));
}

}  // namespace antin::bench
