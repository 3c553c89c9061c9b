// A child process that runs one function and talks over a socket of whole messages: a module that hangs or crashes in
// it takes nobody along. It goes with its parent.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/descriptor.hpp"

namespace antin::ceremony::probe {

class Offspring {
 public:
  using Work = std::function<int(int socket)>;  // returns the exit status
  explicit Offspring(const Work& work);
  Offspring(const Offspring&) = delete;
  Offspring& operator=(const Offspring&) = delete;
  ~Offspring();  // ends it

  bool send(base::ByteView message) const;

  enum class Heard { unknown, message, nothing, end };  // end: the process is gone and has said all that it will
  // Waits for the next message or the process's end, whichever is first; `nothing` when the time is up.
  Heard receive(base::Bytes& message, std::chrono::milliseconds time) const;

  struct End {
    bool hung = false;  // it had to be killed
    int signal = 0;     // that ended it, when not killed here
    int status = -1;    // when it ended by itself
    [[nodiscard]] bool well() const { return !hung && signal == 0 && status == 0; }
  };
  // Reads whatever it still says; kills it when the time is up.
  End end_within(std::chrono::milliseconds time);
  End kill();

 private:
  End reap(bool killed);
  pid_t m_process = -1;
  base::Descriptor m_socket;
  base::Descriptor m_handle;  // pidfd: readable once the process is gone, whoever else holds its socket
};

// "died by signal 11 (Segmentation fault)", "hung", "ended with status 3".
std::string said_of(const Offspring::End& end);

// For the child's side.
bool send_message(int socket, base::ByteView message);
// False when the other side is gone.
bool await_message(int socket);

}  // namespace antin::ceremony::probe
