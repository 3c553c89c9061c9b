// The report for people: one HTML file, to be kept, printed and read without anything else.
#pragma once

#include "client/cli/report_tally.hpp"
#include "client/cli/report_words.hpp"

namespace antin::cli {

// What stands behind a page of the log.
struct Basis {
  client::SignedCheckpoint checkpoint;
  std::size_t witnesses = 0;  // that could have cosigned
  base::Instant made;
};

std::string basis_section(Language language, const Basis& basis, std::string_view note);
std::string report_page(Language language, const Tally& tally, const Basis& basis);

}  // namespace antin::cli
