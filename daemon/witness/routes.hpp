// What a witness says over HTTP: which judgement is which status (C2SP tlog-witness), and its last checkpoint of a log.
#pragma once

#include <string>

#include "daemon/witness/server.hpp"
#include "daemon/witness/witness.hpp"

namespace antin::witness {

// POST PREFIX/add-checkpoint and GET PREFIX/checkpoint/NAME; all else is 404 or 405.
class Routes {
 public:
  Routes(Witness& witness, std::string prefix) : m_witness(witness), m_prefix(std::move(prefix)) {}
  HttpAnswer answer(const HttpRequest& request, base::Instant now);

 private:
  HttpAnswer add_checkpoint(const HttpRequest& request, base::Instant now);
  [[nodiscard]] HttpAnswer checkpoint(const HttpRequest& request, const std::string& name) const;

  Witness& m_witness;
  std::string m_prefix;
};

}  // namespace antin::witness
