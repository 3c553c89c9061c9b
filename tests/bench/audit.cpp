#include <random>

#include "tests/bench/audit_figures.hpp"
#include "tests/bench/machine.hpp"
#include "tests/bench/measured_log.hpp"
#include "tests/bench/percentile.hpp"

namespace antin::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* module = "/usr/lib/softhsm/libsofthsm2.so";
constexpr std::uint64_t verified_afterwards = 1000;

void say(const std::string& what) { std::fprintf(stderr, "  %s\n", what.c_str()); }

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// 1,000, then each hundredfold and tenfold, as far as the log is to grow.
std::vector<std::uint64_t> sizes_up_to(std::uint64_t entries) {
  std::vector<std::uint64_t> sizes;
  for (const std::uint64_t size : {1'000ULL, 100'000ULL, 1'000'000ULL, 10'000'000ULL})
    if (size < entries) sizes.push_back(size);
  sizes.push_back(entries);
  return sizes;
}

class Measuring {
 public:
  Measuring(const AuditOptions& options, MeasuredLog& log) : m_options(options), m_log(log) {}

  Appending append() {
    Appending result{m_log.size(), 0, 0, -m_log.signing_seconds(), {}};
    std::vector<double> batches;
    const auto start = Clock::now();
    while (result.entries < m_options.appended) {
      const auto batch_start = Clock::now();
      const auto first = m_log.size();
      const auto count = std::min<std::uint64_t>(m_options.batch, m_options.appended - result.entries);
      m_log.append(static_cast<unsigned>(count));
      for (auto index = first; index < first + count; ++index) m_last_proof = m_log.log().proof_of(index);
      batches.push_back(ms_since(batch_start));
      result.entries += count;
    }
    result.seconds = ms_since(start) / 1000;
    result.signing_seconds += m_log.signing_seconds();
    result.batch = latency_of(std::move(batches));
    m_log.verify(m_last_proof, m_log.size() - 1);
    verify_some(result.at_size);
    return result;
  }

  ProofsAt prove() {
    ProofsAt result{m_log.size(), {}, {}, resident_mib(), 0};
    result.receipt = time_proofs([&](std::uint64_t index) { m_last_proof = m_log.log().proof_of(index); });
    result.inclusion =
        time_proofs([&](std::uint64_t index) { m_last_path = m_log.log().inclusion(index, result.size); });
    result.resident_after_mib = resident_mib();
    verify_some(0);
    return result;
  }

  StartUp start_up() {
    StartUp result{m_log.size(), 0, 0};
    m_log.close();
    m_log.forget_pages();
    const auto cold = Clock::now();
    m_log.open();
    result.cold_ms = ms_since(cold);
    m_log.close();
    const auto warm = Clock::now();
    m_log.open();
    result.warm_ms = ms_since(warm);
    return result;
  }

 private:
  template <class Prove>
  Latency time_proofs(Prove prove) {
    std::vector<double> samples;
    for (unsigned i = 0; i < m_options.samples; ++i) {
      const auto index = any_from(0);
      const auto start = Clock::now();
      prove(index);
      samples.push_back(ms_since(start));
    }
    return latency_of(std::move(samples));
  }
  std::uint64_t any_from(std::uint64_t first) {
    return std::uniform_int_distribution<std::uint64_t>(first, m_log.size() - 1)(m_random);
  }
  // After the clock has stopped.
  void verify_some(std::uint64_t from) {
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(verified_afterwards, m_options.samples); ++i) {
      const auto index = any_from(from);
      m_log.verify(m_log.log().proof_of(index), index);
    }
  }

  const AuditOptions& m_options;
  MeasuredLog& m_log;
  std::mt19937_64 m_random{std::random_device{}()};
  std::string m_last_proof;
  tlog::Path m_last_path;
};

}  // namespace

AuditFigures measure_audit(const AuditOptions& options) {
  say("making a throw-away token with a log's key");
  const test::DevelopmentFolder folder;
  AuditFigures figures;
  figures.options = options;
  figures.machine = describe_machine(module, folder.path());
  MeasuredLog log(folder, module);
  Measuring measuring(options, log);
  for (const auto size : sizes_up_to(options.entries)) {
    say("filling the log up to " + std::to_string(size) + " entries, and proving some");
    const auto before = log.size();
    const auto start = Clock::now();
    log.fill(size);
    figures.filling.seconds += ms_since(start) / 1000;
    figures.filling.entries += log.size() - before;
    figures.proofs.push_back(measuring.prove());
    if (size != 1000 && size != options.entries) continue;
    if (size == options.entries) {
      say("starting over this log");
      figures.start_up = measuring.start_up();
    }
    say("appending to it, with a proof for each entry");
    figures.appending.push_back(measuring.append());
  }
  figures.resident_mib = resident_mib();
  figures.ledger_mib = static_cast<double>(std::filesystem::file_size(log.file())) / (1024 * 1024);
  return figures;
}

}  // namespace antin::bench
