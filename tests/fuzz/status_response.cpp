// OCSP responses of outsiders' making are read without harm; nobody is trusted here, so none speaks for anybody.
#include "core/evidence/status_response.hpp"

#include <cstdlib>

#include "core/evidence/trust.hpp"
#include "tests/fuzz/evidence_samples.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace evidence = antin::evidence;
  static const auto stranger =
      antin::crypto::parse_certificate(antin::base::from_hex(antin::fuzz::stranger_certificate).value());
  if (!stranger) std::abort();
  const auto response = evidence::parse_status_response({data, size});
  if (!response) return 0;
  if (response->serial.empty() || response->next_update <= response->this_update) std::abort();
  if (evidence::speaks_for(*response, *stranger)) std::abort();
  const evidence::Trust trust({*stranger}, {}, {}, evidence::Revocation::required, {*response},
                              {evidence::StatusSource::responses});
  if (trust.check(*stranger, {}, evidence::Purpose::person, response->this_update)) std::abort();
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t limit, unsigned seed) {
  return antin::fuzz::mutate_from(antin::fuzz::status_response, data, size, limit, seed);
}
