// Another program, run to its end.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace antin::keys_dev {

// Its exit status; what it says is added to the file `said`, and it reads nothing. Throws Failure when it does not run.
int run_program(const std::filesystem::path& program, std::vector<std::string> words,
                const std::filesystem::path& said);

// The program of this name that was built or installed with this one.
std::filesystem::path program_beside(const std::string& name);

}  // namespace antin::keys_dev
