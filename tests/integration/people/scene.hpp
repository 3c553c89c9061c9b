// An appliance whose roster is empty, its registrars, and people with certificates of the development CA.
#pragma once

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/appliance.hpp"

namespace antin::test {

using testing::HasSubstr;
using testing::Not;

class People : public ::testing::Test {
 protected:
  static Appliance::Wishes nobody_yet() {
    Appliance::Wishes wishes;
    wishes.people = false;
    return wishes;
  }
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] std::string text(const std::string& name) const { return std::string(base::text(tools().read(name))); }

  [[nodiscard]] std::vector<std::string> words(const std::string& system, const std::string& command) const {
    std::vector<std::string> all{std::string(ANTIN_BINARY_DIR) + "/bin/antin", "roster"};
    std::istringstream stream(command);
    for (std::string word; stream >> word;) all.push_back(word);
    for (const auto* word : {"--config", "--server"}) all.emplace_back(word);
    all.insert(all.end() - 1, "dev/client/" + system + ".conf");
    all.push_back(appliance.endpoint());
    return all;
  }
  // `antin roster COMMAND`, as a system and by the real program.
  [[nodiscard]] Outcome roster(const std::string& system, const std::string& command) const {
    std::string line;
    for (const auto& word : words(system, command)) line += (line.empty() ? "'" : " '") + word + "'";
    return tools().run(line);
  }
  [[nodiscard]] static std::string key(const std::string& person) {
    return " --signing-key dev/people/" + person + ".key --certificate dev/people/" + person +
           ".crt --chain dev/ca/people-ca.crt --yes --lang en";
  }
  // One registrar of the school is enough for its teachers.
  [[nodiscard]] Outcome import_teachers(const std::string& table, const std::string& more = "") const {
    return roster(school, "import " + table + key("r-000003") + more);
  }

  // Two registrars on two machines: what one has signed is carried to the other.
  void import_by_two(const std::string& table) const {
    const auto made = roster(department, "import " + table + " --sign-only --out first/people" + key("r-000001"));
    ASSERT_EQ(made.status, 0) << made.output;
    tools().must_run("mkdir -p second && cp first/people.* second");
    const auto sent = roster(department, "sign second/people" + key("r-000002"));
    ASSERT_EQ(sent.status, 0) << sent.output;
  }

  // One key for all of them: what is different is the certificate, and whom it names.
  void certify(const std::string& id, const std::string& identity) const {
    const auto number = identity.empty() ? "" : "/serialNumber=" + identity;
    tools().must_run(
        "cd people && openssl req -new -x509 -utf8 -sha256 -days 30 -config ca.conf -extensions signer "
        "-CA ../dev/ca/people-ca.crt -CAkey ../dev/ca/people-ca.key -key key.pem -subj '/CN=Giáo viên " +
        id + number + "' -out " + id + ".crt");
  }
  void make_key() const {
    tools().must_run("mkdir people && openssl ecparam -name prime256v1 -genkey -noout -out people/key.pem");
    tools().write("people/ca.conf",
                  "[req]\ndistinguished_name = name\n[name]\n[signer]\nbasicConstraints = critical, CA:FALSE\n"
                  "keyUsage = critical, nonRepudiation\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n");
  }

  [[nodiscard]] static std::string day(int from_now) {
    const auto at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return base::print(base::Instant(at + std::chrono::days(from_now))).substr(0, 10);
  }
  [[nodiscard]] static std::string header() { return "person,certificate,unit,role,scope,from,until\n"; }
  [[nodiscard]] static std::string line(const std::string& id, const std::string& certificate,
                                        const std::string& scope = "1A") {
    return id + "," + certificate + ",79760001,teacher," + scope + "," + day(-30) + "," + day(300) + "\n";
  }

  static inline const std::string school = "school-79760001", department = "department-79";
  Appliance appliance{nobody_yet()};
};

}  // namespace antin::test
