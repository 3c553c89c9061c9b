// Appliance: the real programs over a development folder of the test's own, started and restarted by the launcher, and
// connections to them. The gate keeps its address when it is started again.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "client/lib/calls.hpp"
#include "tests/support/development_folder.hpp"

namespace antin::test {

class Appliance {
 public:
  struct Wishes {
    unsigned seal_signers = 2;
    unsigned witnesses = 0;
    unsigned log_keys = 1;
    std::vector<std::pair<std::string, std::string>> lines = {};  // program → a line for its configuration
    bool people = true;                                           // false: nobody is enrolled
    unsigned officers = 3;
    unsigned quorum = 2;
    bool backups = false;
    std::string ledger_mount = {};  // options of a tmpfs for the ledger's folder; empty: none
  };

  Appliance() : Appliance(Wishes{}) {}
  explicit Appliance(Wishes wishes);  // returns when it answers, and the folder's people are in its roster
  Appliance(const Appliance&) = delete;
  Appliance& operator=(const Appliance&) = delete;
  ~Appliance();

  void start();
  void stop();  // in good order
  // It must refuse to go on: what antind has said, once the launcher has given up with 78.
  [[nodiscard]] std::string await_giving_up();
  [[nodiscard]] std::string start_in_vain();  // what antind says of that start

  [[nodiscard]] const DevelopmentFolder& folder() const { return m_folder; }
  [[nodiscard]] std::filesystem::path ledger() const { return m_folder.path() / "state/ledger/ledger.sqlite"; }
  [[nodiscard]] const std::string& endpoint() const { return m_endpoint; }
  [[nodiscard]] std::vector<std::string> signers(const std::string& token) const;

  // Options for a client that notices a death soon and does not give up.
  [[nodiscard]] client::ConnectionOptions options(const std::string& system) const;
  [[nodiscard]] client::Connection connect(const std::string& system) const;

  [[nodiscard]] pid_t launcher() const { return m_launcher; }
  [[nodiscard]] pid_t pid_of(const std::string& program) const;  // waits until it runs
  void signal(const std::string& program, int signal) const;
  void kill(const std::string& program) const;  // SIGKILL; returns when it is dead, before its successor runs
  void kill_and_await_successor(const std::string& program) const;
  void await_answer() const;

  [[nodiscard]] std::string log_of(const std::string& program) const;
  // Lines in the programs' logs that no fault outside them excuses: bugs, sanitizers' reports.
  [[nodiscard]] std::string complaints() const;

 private:
  void configure(const Wishes& wishes) const;
  void enrol_everybody() const;
  void launch();
  [[nodiscard]] pid_t running(const std::string& program) const;  // 0: it does not run

  DevelopmentFolder m_folder;
  std::string m_endpoint;
  pid_t m_launcher = 0;
};

}  // namespace antin::test
