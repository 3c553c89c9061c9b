#include "client/lib/many.hpp"

namespace antin::client {
namespace {

constexpr std::chrono::hours patience{24};  // every request has a deadline of its own

}  // namespace

std::size_t send_many(Connection& connection, const Many& many) {
  std::map<protocol::RequestId, std::size_t> numbers;
  std::size_t sent = 0;
  bool go_on = true;
  while (true) {
    for (; go_on && sent < many.count && numbers.size() < many.in_flight; ++sent) {
      const auto request = many.request(sent);
      numbers.emplace(request.id, sent);
      connection.send(request);
    }
    if (numbers.empty()) return sent;
    auto completion = connection.receive(patience);
    if (!completion) return sent;
    const auto place = numbers.find(completion->id);
    if (place == numbers.end()) continue;
    const auto number = place->second;
    numbers.erase(place);
    go_on = many.take(number, std::move(*completion)) && go_on;
  }
}

}  // namespace antin::client
