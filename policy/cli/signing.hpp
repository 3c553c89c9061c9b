// An officer's signature over a statement: read first, then signed with the officer's own key, and left behind as
// DIR/signatures/statement.txt, the same for all officers, and DIR/signatures/<officer's id>.p7s.
#pragma once

#include <functional>

#include "core/base/instant.hpp"
#include "policy/cli/commands.hpp"

namespace antin::policy::cli {

base::Instant now();  // of this machine's clock

// The statement that lies in DIR already, for the next officer; empty when there is none.
Outcome<std::string> statement_in(const std::string& folder);

// Shows the text and asks, unless --yes.
Outcome<void> officer_agrees(const std::string& text, const Arguments& arguments, Console& console);

// The same; signs as --officer; prints the signature's file.
Outcome<Exit> officer_signs(const std::string& folder, const std::string& text, const Arguments& arguments,
                            Console& console);

// The first officer says what it is about, which `make` prints for DIR (--into); the next sign what lies there.
Outcome<Exit> sign_together(
    const std::function<Outcome<std::string>(const std::string& folder, const Arguments&)>& make,
    const Arguments& arguments, Console& console);

// --officer and --yes.
antin::cli::Option officer_option();
antin::cli::OptionGroup consent_options();

}  // namespace antin::policy::cli
