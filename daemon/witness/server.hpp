// A small HTTP server: one request a connection, bounded in octets and in time, all in one thread. Boost.Beast stays
// behind the .cpp.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/base/result.hpp"

namespace antin::witness {

enum class HttpMethod { unknown, get, post };  // unknown: another one

struct HttpRequest {
  HttpMethod method = HttpMethod::unknown;
  std::string target;
  std::string body;
};

struct HttpAnswer {
  unsigned status = 500;
  std::string content_type;
  std::string body;
};

class Server {
 public:
  using Handler = std::function<HttpAnswer(const HttpRequest&)>;

  // `listen`: ADDRESS:PORT, the address in digits, [IPv6] in brackets; port 0 takes a free one. A body of more than
  // `body_limit` is answered with 413 and never reaches `handler`.
  static base::Result<Server> open(const std::string& listen, std::size_t body_limit, Handler handler);
  Server(Server&&) noexcept;
  ~Server();

  [[nodiscard]] std::string endpoint() const;  // ADDRESS:PORT as it is
  // Serves until `wake` can be read or `most` is over.
  void turn(int wake, std::chrono::milliseconds most);

 private:
  class State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace antin::witness
