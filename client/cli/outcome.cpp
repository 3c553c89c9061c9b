#include "client/cli/outcome.hpp"

namespace antin::cli {
namespace {

Exit status_of(const client::Failure& failure) {
  switch (failure.trouble) {
    case client::Trouble::answered: return failure.retry ? Exit::temporary : Exit::refused;
    case client::Trouble::key_refused: return Exit::refused;
    case client::Trouble::unreachable:
    case client::Trouble::no_answer:
    case client::Trouble::bad_answer: return Exit::temporary;
    case client::Trouble::not_sent: return Exit::usage;
    case client::Trouble::unverified: return Exit::refused;
    case client::Trouble::diverged: return Exit::diverged;
    case client::Trouble::unknown: break;
  }
  return Exit::refused;
}

}  // namespace

Stop stop_from(const client::Failure& failure) { return {status_of(failure), failure.code, failure.text}; }

}  // namespace antin::cli
