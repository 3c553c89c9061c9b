#include "daemon/local/asking.hpp"

#include <poll.h>

namespace antin::local {
namespace {

base::Result<ToControl> next(Connection& connection) {
  base::Bytes message;
  for (;;) {
    switch (connection.receive(message)) {
      case Receipt::nothing_yet: {
        pollfd ready{connection.number(), POLLIN, 0};
        ::poll(&ready, 1, -1);
        continue;
      }
      case Receipt::closed:
      case Receipt::unknown:
        return base::Error{
            "antind is gone, or turns this user away; what was asked for may be done or not: look before you ask "
            "again"};
      case Receipt::message: break;
    }
    auto heard = parse_to_control(message);
    if (!heard) return base::Error{"antind speaks another language: are both programs of one version?"};
    return *std::move(heard);
  }
}

}  // namespace

base::Result<ToControl> ask(Connection& connection, const FromControl& request,
                            const std::function<void(const Progress&)>& hear) {
  if (!connection.send(encode(request))) return base::Error{"antind does not take the request"};
  for (;;) {
    auto heard = next(connection);
    if (!heard) return heard;
    const auto* progress = std::get_if<Progress>(&*heard);
    if (progress == nullptr) return heard;
    hear(*progress);
  }
}

}  // namespace antin::local
