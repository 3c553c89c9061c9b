// Entries at a rate that a school would never reach: plain timestamps, many under way on one connection.
#pragma once

#include "tests/support/appliance.hpp"

namespace antin::test {

class Stamps {
 public:
  Stamps(const Appliance& appliance, const std::string& system) : m_connection(appliance.connect(system)) {}

  // Each is an entry of the log when this returns. Throws when one was refused for good.
  void make(unsigned count);

 private:
  void send();

  client::Connection m_connection;
};

}  // namespace antin::test
