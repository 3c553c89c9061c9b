// How this generator fails: it makes a whole folder or ends with one sentence. Nothing in it decides about anyone's
// request, so each step throws and main catches once.
#pragma once

#include <stdexcept>
#include <string>

#include "core/base/result.hpp"

namespace antin::keys_dev {

class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <class T>
T must(base::Result<T> result) {
  if (!result) throw Failure(result.error().text);
  return std::move(result).value();
}
inline void must(const base::Result<void>& result) {
  if (!result) throw Failure(result.error().text);
}
inline void must(bool succeeded, const std::string& what) {
  if (!succeeded) throw Failure(what);
}

}  // namespace antin::keys_dev
