// A number on the command line, within its limits.
#pragma once

#include <boost/program_options.hpp>
#include <type_traits>

namespace antin::bench {

namespace po = boost::program_options;

template <class Number>
po::typed_value<Number>* number(Number& value, std::type_identity_t<Number> least, std::type_identity_t<Number> most) {
  const auto check = [least, most](Number given) {
    if (given < least || given > most)
      throw po::error("a number is not from " + std::to_string(least) + " to " + std::to_string(most));
  };
  return po::value(&value)->default_value(value)->value_name("N")->notifier(check);
}

}  // namespace antin::bench
