// What antind does before it asks the rules: one approval is verified, with the person's chain and revocation lists.
#pragma once

#include "core/evidence/trust.hpp"
#include "tests/bench/policy_figures.hpp"
#include "tests/support/pki.hpp"

namespace antin::bench {

class Verifying {
 public:
  Verifying();

  void measure(unsigned classes);
  [[nodiscard]] Manner median() const;

 private:
  double verify(base::Instant now);

  test::ToolDirectory m_directory;
  test::Pki m_pki;
  std::optional<evidence::Trust> m_trust;
  std::string m_statement;
  base::Bytes m_cms;
  base::Instant m_now;
  std::vector<double> m_classes, m_singles;
};

}  // namespace antin::bench
