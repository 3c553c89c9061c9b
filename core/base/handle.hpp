// Handle<T, Free>: sole owner of an object that a C library made. Each library has one header of aliases.
#pragma once

#include <memory>

namespace antin::base {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

template <class T, auto Free>
using Handle = std::unique_ptr<T, Freer<Free>>;

}  // namespace antin::base
