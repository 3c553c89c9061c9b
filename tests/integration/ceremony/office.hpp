// A ceremony's people and paper for tests: certificates by the openssl command line, a plan, an answers file, SoftHSM
// tokens, a CA that answers requests. Everything lies in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/support/scratch.hpp"

namespace antin::ceremony {

inline const std::string program = ANTIN_BINARY_DIR "/bin/antin-ceremony";

struct People {
  unsigned officers = 2;
  unsigned quorum = 2;
  unsigned holders = 2;  // of each PIN; as many are needed
  std::string module = "/usr/lib/softhsm/libsofthsm2.so";
};

// Who holds shares of a backup's key, and how many of them open it.
struct Vault {
  unsigned need = 2;
  std::vector<std::string> holders = {"a-1", "b-1", "b-2"};
};

class Office {
 public:
  explicit Office(const People& people);

  // Adds [[token]] and [[key]] tables to the plan.
  void add_token(const std::string& label, const std::string& unattended = "none");
  void add_backed_up_token(const std::string& label, const std::string& unattended, const Vault& vault = {});
  void add_key(const std::string& label, const std::string& token, const std::string& algorithm = "ecdsa-p256",
               const std::string& backup = "none");
  // People `prefix`1 and so on, all of whom hold and are needed.
  void add_group(const std::string& name, const std::string& prefix, unsigned holders);
  // What a former ceremony has left; `act` as in a plan.
  void add_present_token(const std::string& label, const std::string& from);
  void add_known_key(const std::string& label, const std::string& token, const std::string& act,
                     const std::string& from);
  void add(const std::string& toml) { m_rest += toml; }
  // What was held in D becomes a former ceremony: its folder is then `to`, and the holders keep their shares as of it.
  // The plan of another begins anew, with the same people, the groups `security` and `operators`, and all that came
  // before as [[former]].
  void begin_another(const std::string& name, const std::string& to = "F");
  void forget_former(const std::string& name);                 // the plan does not name it
  void make_plan(const std::string& purpose = "development");  // plan.toml → D/plan.lock

  // `antin-ceremony ARGUMENTS` in the folder: its exit status. What it said is said().
  [[nodiscard]] int run(const std::string& arguments, const std::string& environment = {}) const;
  [[nodiscard]] std::string said() const { return folder.text("said"); }
  [[nodiscard]] int run_with_answers(const std::string& more = {}, const std::string& environment = {}) const {
    return run("run D --language en --answers answers.toml " + more, environment);
  }

  // The CA: a certificate for each request in D/csr that has none in D/cert. Time keys get the critical usage.
  void certify() const;
  [[nodiscard]] std::vector<std::string> lines() const;  // of the journal
  // As if the power had gone before this line of the step whose id ends so.
  void cut_before(const std::string& step, const std::string& type) const;
  // The tokens that backups were restored on.
  void remove_spares() const;
  // Runs and resumes with answers until the ceremony is complete.
  void complete() const;
  // The same, but killed before and after every line of the journal; `each` looks at what a kill leaves. Says how many
  // kills there were: two for each of lasting_lines().
  [[nodiscard]] std::size_t complete_through_kills(const std::function<void()>& each = {}) const;
  // Of the journal, but for resumptions, their approvals and shares that were handed out again.
  [[nodiscard]] std::size_t lasting_lines() const;
  // "begin 03-initialise-seals": how often each step was begun and ended.
  [[nodiscard]] std::map<std::string, int> marks() const;

  client::Scratch folder;

 private:
  void add_person(const std::string& id, const std::string& role);
  // Of a token's PINs, of the newest round.
  [[nodiscard]] std::size_t shares_out() const;
  std::size_t m_shares_of_a_round;
  int m_quorum;
  std::string m_name = "test-2026.1";
  std::string m_head;
  std::string m_groups;
  std::string m_formers;
  std::string m_people;
  std::string m_rest;
  std::string m_answers = "shares = \"shares\"\n";
};

}  // namespace antin::ceremony
