// What the operator of a witness may set: its name and key, the logs that it watches, where it remembers and listens.
#pragma once

#include <cstdint>
#include <string>

#include "daemon/process/options.hpp"

namespace antin::witness {

struct Settings {
  std::string name;
  std::string key = "key";  // a credential
  std::string make_key;     // where to make a new key, and end; empty: serve
  std::string log;
  std::string state;
  std::string listen = "127.0.0.1:8080";
  std::string prefix;
  std::string endpoint_file;             // empty: none is written
  std::uint64_t memory_limit_mib = 256;  // 0: none
};

// `settings` must outlive the options.
process::Options options_into(Settings& settings);

}  // namespace antin::witness
