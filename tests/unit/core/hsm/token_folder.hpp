// A folder with real SoftHSM tokens of its own, gone at the end of the test.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/hsm/token.hpp"
#include "tests/support/token_maker.hpp"

namespace antin::hsm {

inline const std::filesystem::path softhsm_module = "/usr/lib/softhsm/libsofthsm2.so";

class TokenFolder : public ::testing::Test {
 protected:
  TokenFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antin-hsm-XXXXXX").string();
    m_root = ::mkdtemp(pattern.data());
    test::write_softhsm_conf(m_root / "softhsm2.conf", m_root / "tokens");
    ::setenv("SOFTHSM2_CONF", (m_root / "softhsm2.conf").c_str(), 1);
  }
  ~TokenFolder() override { std::filesystem::remove_all(m_root); }

  [[nodiscard]] const std::filesystem::path& root() const { return m_root; }
  [[nodiscard]] TokenOptions options(const std::string& label = "seals") const {
    return {softhsm_module, label, m_root / "start.lock", true};
  }
  static test::MadeToken make_token(const std::vector<test::WantedKey>& keys, const std::string& label = "seals") {
    return test::TokenMaker(softhsm_module).make(label, keys);
  }
  static std::string why(const base::Result<Token, OpenError>& result) {
    return result ? "it was opened" : result.error().text;
  }

 private:
  std::filesystem::path m_root;
};

}  // namespace antin::hsm
