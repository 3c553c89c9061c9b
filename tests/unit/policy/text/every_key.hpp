// Every key of the grammar, for the compiler: Test<place, key> is looked at for each, so its static_assert names the
// one that it does not hold for.
#pragma once

#include <utility>

#include "policy/text/grammar.hpp"

namespace antin::policy::text {

template <template <Place, std::size_t> class Test, Place place, std::size_t... keys>
constexpr bool each_key(std::index_sequence<keys...>) {
  return (!Test<place, keys>::name.empty() && ...);
}

template <template <Place, std::size_t> class Test, std::size_t... places>
constexpr bool each_place(std::index_sequence<places...>) {
  return (each_key<Test, static_cast<Place>(places)>(
              std::make_index_sequence<keys_of(static_cast<Place>(places)).size()>{}) &&
          ...);
}

template <template <Place, std::size_t> class Test>
constexpr bool every_key() {
  return each_place<Test>(std::make_index_sequence<grammar.size()>{});
}

}  // namespace antin::policy::text
