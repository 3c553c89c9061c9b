#include "tests/bench/verifying.hpp"

#include "core/crypto/random.hpp"
#include "core/statement/statement.hpp"
#include "daemon/keeper/approvals/approvals.hpp"
#include "tests/bench/percentile.hpp"

namespace antin::bench {
namespace {

using Clock = std::chrono::steady_clock;

std::string a_statement() {
  const auto hash = crypto::random_array<32>();
  return statement::print(statement::Approve{"seal.dev.example/2026", "79000001", "hoc-ba", "1.9tq2", 1, "principal",
                                             "principal", std::nullopt, base::sha256_digest(hash), hash, hash,
                                             crypto::random_array<16>(),
                                             base::parse_instant("2030-06-30T16:59:59Z").value()});
}

}  // namespace

Verifying::Verifying() : m_pki(m_directory), m_statement(a_statement()), m_now(test::test_now()) {
  m_pki.root("root", "Root");
  m_pki.certificate("people", "root", "authority");
  m_pki.certificate("person", "people");
  m_pki.list("root", "01");
  m_pki.list("people", "01");
  m_directory.write("statement", m_statement);
  m_directory.must_run(
      "openssl cms -sign -cades -binary -md sha256 -nosmimecap -in statement -signer person.crt -inkey person.key "
      "-outform DER -out signed.p7s");
  m_cms = m_directory.read("signed.p7s");
  m_trust.emplace(std::vector{m_pki.read("root")}, std::vector{m_pki.read("people")},
                  std::vector{m_pki.read_list("root"), m_pki.read_list("people")}, evidence::Revocation::required);
}

// In a class the chain was judged within this second; alone it was not. Each by itself: a class takes longer than the
// machine leaves one process alone.
void Verifying::measure(unsigned classes) {
  for (unsigned i = 0; i < classes; ++i) {
    m_now += std::chrono::seconds(1);
    for (unsigned pupil = 0; pupil < pupils_a_class; ++pupil) m_classes.push_back(verify(m_now));
    m_now += std::chrono::seconds(1);
    m_singles.push_back(verify(m_now));
  }
}

Manner Verifying::median() const {
  const auto single = latency_of(m_singles).p50_ms;
  return {latency_of(m_classes).p50_ms, single, single};
}

double Verifying::verify(base::Instant now) {
  const auto start = Clock::now();
  const auto verified = keeper::verify_approval(base::view(m_statement), m_cms, {*m_trust, *m_trust}, now);
  const auto us = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
  if (verified.approval.verification != policy::Verification::valid)
    throw std::runtime_error("an approval that was to be measured is not valid: " + verified.problem);
  return us;
}

}  // namespace antin::bench
