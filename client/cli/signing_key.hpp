// The person's own key: a PEM file, a PKCS#12 file, or a PKCS#11 token.
#pragma once

#include <memory>

#include "client/cli/command.hpp"
#include "client/lib/approval.hpp"

namespace antin::cli {

OptionGroup signing_key_options();

// What the terminal asks; a file's or token's name follows where one is missing.
struct KeyQuestions {
  std::string passphrase_of_key = "passphrase of the key";
  std::string passphrase_of = "passphrase of ";
  std::string pin_of_token = "PIN of the token ";
  std::string tries_left = "That is wrong. Tries left: ";
};

Outcome<std::unique_ptr<client::PersonKey>> signing_key_from(const Arguments& arguments, Console& console,
                                                             const KeyQuestions& questions = {});

}  // namespace antin::cli
