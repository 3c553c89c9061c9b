// What must be there: anything else is the test's end.
#pragma once

#include <stdexcept>
#include <type_traits>

#include "client/lib/failure.hpp"
#include "core/base/result.hpp"

namespace antin::test {

template <class T, class E>
T must(base::Result<T, E> result) {
  if constexpr (std::is_same_v<E, client::Failure>) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().text);
  } else {
    if (!result) throw std::runtime_error(result.error().text);
  }
  return std::move(result).value();
}

}  // namespace antin::test
