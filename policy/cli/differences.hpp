// What one bundle changes of another, in words: `step principal of hoc-ba: max_age 30d → 45d`.
#pragma once

#include <string>
#include <vector>

#include "policy/bundle/bundle.hpp"

namespace antin::policy::cli {

// A line each, by subject. Complete: bundles with the same files have none, all others have at least one.
std::vector<std::string> differences(const bundle::BundleFiles& before_files, const bundle::Bundle& before,
                                     const bundle::BundleFiles& after_files, const bundle::Bundle& after);

}  // namespace antin::policy::cli
