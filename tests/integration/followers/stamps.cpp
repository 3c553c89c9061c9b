#include "tests/integration/followers/stamps.hpp"

#include "core/crypto/random.hpp"
#include "tests/support/await.hpp"

namespace antin::test {
namespace {

constexpr unsigned under_way = 32;  // as many answers as the gate keeps for one connection

// RFC 3161 2.4.1: version 1, SHA-256 of nothing in particular.
base::Bytes timestamp_request() {
  base::Bytes der{0x30, 0x36, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                  0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
  base::append(der, crypto::random_array<32>());
  return der;
}

}  // namespace

void Stamps::send() {
  m_connection.send({client::Connection::new_request_id(), protocol::Timestamp{timestamp_request()}});
}

void Stamps::make(unsigned count) {
  unsigned sent = 0;
  for (unsigned made = 0; made < count; ++made) {
    while (sent < count && sent - made < under_way) send(), ++sent;
    const auto completion = m_connection.receive(patience);
    if (!completion) throw std::runtime_error("no answer to a timestamp request");
    if (const auto* failure = std::get_if<client::Failure>(&completion->outcome))
      throw std::runtime_error("no timestamp: " + failure->code + ": " + failure->text);
  }
}

}  // namespace antin::test
