// The person's own key: a PEM file, a PKCS#12 file, or a PKCS#11 token.
#pragma once

#include <memory>

#include "client/cli/command.hpp"
#include "client/lib/approval.hpp"

namespace antin::cli {

OptionGroup signing_key_options();

Outcome<std::unique_ptr<client::PersonKey>> signing_key_from(const Arguments& arguments, Console& console);

}  // namespace antin::cli
