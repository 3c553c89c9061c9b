#include "client/lib/reading.hpp"

#include "core/crypto/random.hpp"
#include "core/statement/request.hpp"

namespace antin::client {
namespace {

constexpr std::chrono::minutes validity{5};  // long enough for a clock that is a little off

}  // namespace

base::Result<OpenedReading, Failure> open_reading(Connection& connection, PersonKey& key, base::Instant now) {
  const auto about = client::about(connection);
  if (!about) return about.error();
  const statement::Request request{about->log, about->system, statement::Action::read, crypto::random_array<16>(),
                                   std::chrono::floor<std::chrono::seconds>(now) + validity};
  auto made = sign_statement(statement::print(request), key, now);
  if (!made) return Failure{Trouble::not_sent, "CANNOT", made.error().text};
  auto opened = client::open_reading(connection, {std::move(made->statement), std::move(made->cms)});
  if (!opened) return opened.error();
  OpenedReading reading{opened->reading, base::Secret(opened->person_key), opened->index};
  base::wipe(opened->person_key);
  return reading;
}

}  // namespace antin::client
