// What the development folder's authorities say of a certificate from now on.
#pragma once

#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {

// A new list of people-ca that revokes this certificate of the folder, effective now. reason: as openssl names it, or
// empty. openssl takes each list of a folder as the next.
inline void revoke_certificate(const Bench& bench, const std::string& certificate, const std::string& reason) {
  bench.folder.tools().must_run(
      "cd dev/ca && touch db && { [ -e number ] || echo 9000 > number; } && printf '[ca]\\ndefault_ca=x\\n[x]\\n"
      "database=db\\ncrlnumber=number\\ndefault_md=sha256\\nunique_subject=no\\n' > ca.cnf && openssl ca -config "
      "ca.cnf "
      "-cert people-ca.crt -keyfile people-ca.key -revoke ../" +
      certificate + (reason.empty() ? "" : " -crl_reason " + reason) +
      " && openssl ca -config ca.cnf -gencrl -crldays 30 -cert people-ca.crt -keyfile people-ca.key -out "
      "../revocation/people-ca.crl");
}

inline void revoke(const Bench& bench, const std::string& person, const std::string& reason) {
  revoke_certificate(bench, "people/" + person + ".crt", reason);
}

// An OCSP response of people-ca about this certificate, as of now. status: a line's first letter in openssl's index,
// `V` or `R`, or nothing: not known. reason: behind a revocation's date, with its comma.
inline void respond(const Bench& bench, const std::string& certificate, const std::string& status,
                    const std::string& reason = {}) {
  const std::string date = status == "R" ? "$(date -u +%y%m%d%H%M%SZ)" + reason : "";
  bench.folder.tools().must_run(
      "cd dev/ca && : > status && serial=$(openssl x509 -in ../" + certificate +
      " -noout -serial | cut -d= -f2) && if [ -n '" + status +
      "' ]; then printf '%s\\t491231235959Z\\t%s\\t%s\\tunknown"
      "\\t/CN=x\\n' '" +
      status + "' \"" + date + "\" $serial > status; fi && openssl ocsp -no_nonce -issuer people-ca.crt -cert ../" +
      certificate +
      " -reqout request && openssl ocsp -index status -CA people-ca.crt -rsigner people-ca.crt -rkey people-ca.key "
      "-reqin request -ndays 7 -respout response && cp response ../revocation/" +
      std::filesystem::path(certificate).stem().string() + ".ocsp");
}

// Once antind has read the folder again.
inline void go_on(Bench& bench, std::chrono::minutes by = std::chrono::minutes(10)) {
  bench.clock.reading.now += by;
  bench.life->flow->tick();
  bench.life->settle();
}

// Changes a line of a file of the policy, and puts what comes of it into force.
inline void change_policy(Bench& bench, const std::string& file, const std::string& sed) {
  bench.folder.tools().must_run("sed -i '" + sed + "' dev/policy/" + file);
  bench.sign_next_policy();
  const auto taken = bench.take_policy();
  if (!taken) throw std::runtime_error(taken.error().text);
}

}  // namespace antin::keeper::test
