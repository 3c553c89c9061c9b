// Why a call to the appliance has no result.
#pragma once

#include <string>

#include "client/protocol/errors.hpp"

namespace antin::client {

enum class Trouble {
  unknown,
  answered,     // the appliance said so: a code of the wire
  key_refused,  // it did not let this CURVE key in
  unreachable,  // nothing there, or not the server whose key we know
  no_answer,    // connected, yet no reply in time
  bad_answer,   // a reply that is none
  not_sent,     // we would not send it
  unverified,   // an answer that does not prove what it says
  diverged,     // the log contradicts what it showed before: worth an alarm
};

struct Failure {
  Trouble trouble = Trouble::unknown;
  std::string code;  // of the wire, or UNREACHABLE, NO_ANSWER, BAD_ANSWER, LOG_…
  std::string text;
  bool retry = false;  // the same request id may succeed later
  unsigned retry_after_ms = 0;
};

inline Failure failure_from(Trouble trouble, const protocol::WireError& error) {
  return {trouble, std::string(protocol::facts(error.code).name), error.text, error.retry, error.retry_after_ms};
}

}  // namespace antin::client
