// An appliance whose administrator uses antin-control, and a school that goes on meanwhile.
#pragma once

#include <nlohmann/json.hpp>

#include "core/crypto/sha2.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/await.hpp"
#include "tests/support/office.hpp"

namespace antin::test {

inline const std::string unit = "79760001";

class Scene {
 public:
  Scene() : m_connection(appliance.connect("school-" + unit)), m_office(office()) {}

  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] std::filesystem::path state() const { return appliance.folder().path() / "state"; }

  [[nodiscard]] std::string control_command(const std::string& words) const {
    return std::string(ANTIN_BINARY_DIR) + "/bin/antin-control " + words + " --config dev/antin-control.conf";
  }
  [[nodiscard]] Outcome control(const std::string& words) const { return tools().run(control_command(words)); }
  // Waits for an antind that was started again.
  [[nodiscard]] nlohmann::json status() const {
    Outcome said;
    await("an answer of antind", [&] { return (said = control("status --json")).status == 0; });
    return nlohmann::json::parse(said.output);
  }
  [[nodiscard]] Outcome audit_verify(const std::string& folder) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin audit verify " + folder +
                       " --log-key dev/client/log.vkey");
  }

  [[nodiscard]] Office office(const std::string& log = "seal.dev.example/2026") {
    return {appliance.folder(), unit, must(client::about(m_connection)).policy, log};
  }
  [[nodiscard]] static Report report(const std::string& record) {
    return {unit, record, base::sha256_digest(crypto::sha256(base::view(record)))};
  }
  protocol::StepResult done(const std::string& record, const std::string& step,
                            const std::optional<base::Sha256Hash>& previous) {
    return must(client::submit(m_connection, m_office.submission(report(record), step, previous)));
  }
  // Each is an entry: a lookup in another school's unit.
  void make_denials(unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      const auto refused = client::lookup(m_connection, {"79760002", "hoc-ba", "1.other", 1, "teacher"});
      if (refused || refused.error().code != "NO_GRANT") throw std::runtime_error("it was not denied");
    }
  }
  [[nodiscard]] client::Connection& connection() { return m_connection; }
  [[nodiscard]] Office& people() { return m_office; }

  // Each denial is an entry, however many there are.
  Appliance appliance{{.lines = {{"antind", "denials-per-hour = 100000"}}}};

 private:
  client::Connection m_connection;
  Office m_office;
};

}  // namespace antin::test
