// antin-policy, run in this process on a bundle with its officers.
#pragma once

#include <gmock/gmock.h>

#include <sstream>

#include "policy/cli/commands.hpp"
#include "tests/unit/policy/bundle/officers_folder.hpp"

namespace antin::test {

using testing::HasSubstr;
using testing::Not;

class AntinPolicy : public OfficersFolder {
 protected:
  AntinPolicy() { directory.must_run("rmdir policy/signatures && chmod 600 *.key"); }

  struct Ran {
    int status = -1;
    std::string out, err;
  };
  [[nodiscard]] Ran run(const std::vector<std::string>& words) const {
    std::istringstream in;
    std::ostringstream out, err;
    cli::Console console{in, out, err, false, false, false, "antin-policy"};
    const auto status = cli::run(policy::cli::program(), words, console);
    return {static_cast<int>(status), out.str(), err.str()};
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (directory.path() / name).string(); }
  [[nodiscard]] Ran sign_as(const std::string& officer, std::vector<std::string> more,
                            const std::string& folder = "policy") const {
    std::vector<std::string> words{"sign",          path(folder),           "--officer",
                                   officer,         "--signing-key",        path(officer + ".key"),
                                   "--certificate", path(officer + ".crt"), "--yes"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  [[nodiscard]] Ran verify() const { return run({"verify", path("policy"), "--officers", path("officers")}); }
};

}  // namespace antin::test
