#include <random>

#include "tests/bench/machine.hpp"
#include "tests/bench/percentile.hpp"
#include "tests/bench/policy_town.hpp"
#include "tests/bench/step_ledger.hpp"
#include "tests/bench/verifying.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* module = "/usr/lib/softhsm/libsofthsm2.so";  // not used: part of what names a machine

void say(const std::string& what) { std::fprintf(stderr, "  %s\n", what.c_str()); }

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

enum class FactsFrom { hand, ledger };

// One town with its ledger, asked again and again.
class Town {
 public:
  // `few`: of so many schools, people and steps single decisions are.
  Town(const PolicySize& size, const PolicySize& few, const std::filesystem::path& ledger)
      : m_size(size),
        m_few(few),
        m_town(size),
        m_asking(m_town.asking()),
        m_ledger(ledger, size, m_asking.submission.digest),
        m_known(m_asking.facts) {}

  void measure(unsigned classes) {
    measure(m_rules, FactsFrom::hand, classes);
    measure(m_whole, FactsFrom::ledger, classes);
    m_decisions += std::uint64_t{classes} * pupils_a_class;
  }
  void forget() {
    m_rules = m_whole = {};
    m_decisions = 0;
  }
  [[nodiscard]] Deciding result() const { return {m_size, m_decisions, m_rules.median(), m_whole.median()}; }

 private:
  struct Samples {
    std::vector<double> classes, singles, cold;
    [[nodiscard]] Manner median() const {
      return {latency_of(classes).p50_ms, latency_of(singles).p50_ms, latency_of(cold).p50_ms};
    }
  };
  enum class Among { few, all };

  void measure(Samples& samples, FactsFrom from, unsigned classes) {
    for (unsigned i = 0; i < classes; ++i) {
      const auto school = any_school(Among::all), which = any_class(Among::all);
      const auto principal = m_random();
      double us = 0;
      for (unsigned pupil = 0; pupil < pupils_a_class; ++pupil) us += decide(school, principal, which, pupil, from);
      samples.classes.push_back(us / pupils_a_class);
    }
    measure(samples.singles, Among::few, from, classes);
    measure(samples.cold, Among::all, from, classes);
  }
  void measure(std::vector<double>& samples, Among among, FactsFrom from, unsigned classes) {
    const unsigned pupils = classes * pupils_a_class;
    for (unsigned i = 0; i < pupils; ++i)
      samples.push_back(decide(any_school(among), any_principal(among), any_class(among), i % pupils_a_class, from));
  }

  double decide(std::uint64_t school, std::uint64_t principal, std::uint64_t which, unsigned pupil, FactsFrom from) {
    m_town.ask(m_asking, school, StepLedger::waiting_record(which, pupil), principal);
    m_asking.facts = m_known;
    const auto start = Clock::now();
    if (from == FactsFrom::ledger) m_asking.facts = m_ledger.facts(m_asking.submission);
    m_town.follow(m_asking);
    const auto decision =
        policy::decide(m_town.rules(), m_town.roster(), m_asking.submission, m_asking.facts, PolicyTown::now());
    const auto us = us_since(start);
    if (!std::holds_alternative<policy::Approval>(decision))
      throw std::runtime_error("a decision that was to be measured is none that approves");
    return us;
  }

  // The few are spread over all: next to each other they would share cache lines and pages.
  std::uint64_t any(std::uint64_t few, std::uint64_t all, Among among) {
    return among == Among::all ? m_random() % all : m_random() % few * (all / few);
  }
  std::uint64_t any_school(Among among) { return any(m_few.schools, m_size.schools, among); }
  std::uint64_t any_class(Among among) { return any(classes_a_school(m_few), classes_a_school(m_size), among); }
  std::uint64_t any_principal(Among among) {
    return among == Among::all ? m_random() : m_random() % (m_few.people / m_few.schools);
  }

  std::mt19937_64 m_random{std::random_device{}()};
  PolicySize m_size, m_few;
  PolicyTown m_town;
  PolicyTown::Asking m_asking;
  StepLedger m_ledger;
  policy::Facts m_known;
  Samples m_rules, m_whole;
  std::uint64_t m_decisions = 0;
};

std::string described(const PolicySize& size) {
  return std::to_string(size.people) + " people, " + std::to_string(size.schools) + " schools, " +
         std::to_string(size.steps) + " steps in the ledger";
}

}  // namespace

Manner ratio(const Manner& large, const Manner& small) {
  return {large.class_us / small.class_us, large.single_us / small.single_us, large.cold_us / small.cold_us};
}

Manner with_approval(const Manner& whole, const Manner& approval) {
  return {whole.class_us + approval.class_us, whole.single_us + approval.single_us, whole.cold_us + approval.cold_us};
}

PolicyFigures measure_policy(const PolicyOptions& options) {
  const test::ToolDirectory folder;
  PolicyFigures figures;
  figures.options = options;
  figures.machine = describe_machine(module, folder.path());
  say("making " + described(options.small));
  Town small(options.small, options.small, folder.path() / "small.sqlite");
  say("making " + described(options.large));
  const auto start = Clock::now();
  Town large(options.large, options.small, folder.path() / "large.sqlite");
  figures.filling_seconds = us_since(start) / 1e6;
  Verifying verifying;
  say("deciding, small and large in turn");
  for (auto* town : {&small, &large}) {  // once for caches and pages
    town->measure(options.classes);
    town->forget();
  }
  for (unsigned round = 0; round < options.rounds; ++round) {
    small.measure(options.classes);
    large.measure(options.classes);
    verifying.measure(options.classes / 10 + 1);
  }
  figures.approval = verifying.median();
  figures.small = small.result();
  figures.large = large.result();
  figures.resident_mib = resident_mib();
  figures.ledger_mib = static_cast<double>(std::filesystem::file_size(folder.path() / "large.sqlite")) / (1024 * 1024);
  return figures;
}

}  // namespace antin::bench
