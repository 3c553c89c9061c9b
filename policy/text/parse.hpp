// Policy text: the TOML files of one bundle become a Policy, or one error that says where and what.
#pragma once

#include <map>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "policy/model.hpp"

namespace antin::policy::text {

struct TextError {
  std::string file;
  unsigned line = 0;  // 0: the file as a whole
  std::string key;    // dotted path; empty when it is about the text itself
  std::string text;   // what is wrong and what to do
};
std::string print(const TextError& error);  // file:line: key: text

// Path inside the bundle folder → content. All `*.toml` files of the folder's top level, no others.
using Files = std::map<std::string, base::Bytes>;
// Path inside the bundle folder → SHA-256 of the certificate in it. Text refers to certificates by path.
using Certificates = std::map<std::string, base::Sha256Hash>;

struct Rules {
  Policy policy;  // its digest is left for the caller to set
};

// Strict: bundle, units, systems, keys, log, authorities, workflow and registration `.toml` must all be there and
// nothing else; unknown keys, duplicate names, dangling references, non-ASCII outside quotes and comments are errors.
base::Result<Rules, TextError> parse(const Files& files, const Certificates& certificates);

}  // namespace antin::policy::text
