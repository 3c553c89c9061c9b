// A folder with a SoftHSM token of the test's own, made by the probe itself, gone at the end.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "daemon/ceremony/probe/probe.hpp"
#include "daemon/ceremony/probe/throw_away.hpp"

namespace antin::ceremony::probe {

inline const std::filesystem::path softhsm_module = "/usr/lib/softhsm/libsofthsm2.so";
inline const std::filesystem::path faulty_module = ANTIN_BINARY_DIR "/tests/faulty_pkcs11.so";

class ThrowAwayToken : public ::testing::Test {
 protected:
  ThrowAwayToken() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antin-probe-XXXXXX").string();
    m_root = ::mkdtemp(pattern.data());
    std::filesystem::create_directory(m_root / "tokens");
    std::ofstream(m_root / "softhsm2.conf") << "directories.tokendir = " << (m_root / "tokens").string()
                                            << "\nobjectstore.backend = file\nlog.level = ERROR\n";
    ::setenv("SOFTHSM2_CONF", (m_root / "softhsm2.conf").c_str(), 1);
    m_aim.module = softhsm_module;
    // Long, because the machine may be busy; what hangs in a test is given less.
    m_aim.deadline = std::chrono::seconds(60);
    const auto made = make_throw_away(m_aim);
    if (!made) throw std::runtime_error(made.error().text);
  }
  ~ThrowAwayToken() override {
    ::unsetenv("ANTIN_PKCS11_FAULT");
    ::unsetenv("ANTIN_PKCS11_TALLY");
    std::filesystem::remove_all(m_root);
  }

  [[nodiscard]] const std::filesystem::path& root() const { return m_root; }
  [[nodiscard]] Aim& aim() { return m_aim; }

  void use_fault(const char* name) {
    ::setenv("ANTIN_PKCS11_FAULT", name, 1);
    m_aim.module = faulty_module;
  }
  Findings ask(const std::vector<std::string>& only = {}) {
    auto findings = examine(m_aim, only, [](const Group&) {});
    if (!findings) throw std::runtime_error(findings.error().text);
    return std::move(*findings);
  }
  static const Answer& answer(const Findings& findings, std::string_view id) {
    for (const auto& row : findings.rows) {
      if (row.check->id == id) return row.answer;
    }
    throw std::runtime_error("there is no row " + std::string(id));
  }
  static std::string described(const Findings& findings) {
    std::string text;
    for (const auto& row : findings.rows)
      text +=
          std::string(row.check->id) + ": " + std::string(name_of(row.answer.verdict)) + " " + row.answer.detail + "\n";
    return text;
  }

 private:
  std::filesystem::path m_root;
  Aim m_aim;
};

}  // namespace antin::ceremony::probe
