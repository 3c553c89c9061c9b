// `antin audit follow` in a process that is stopped, slowed, killed and started again; and what it wrote in all its
// lives.
#pragma once

#include "core/tlog/tree.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/child.hpp"

namespace antin::test {

// What one line of its output says.
struct FollowedLine {
  std::uint64_t index = 0;
  base::Sha256Hash leaf{};
  std::optional<std::string> entry;  // none: another unit's
};
FollowedLine parse_followed(const std::string& line);

class Follower {
 public:
  enum class Output { standard, file };
  Follower(const Appliance& appliance, const std::string& system, Output output);

  void start();
  void stop() { m_child->signal(SIGSTOP); }
  void go_on() { m_child->signal(SIGCONT); }
  void slow_down() { slowly(10); }  // for a while it runs a fifth of the time
  void kill() { m_child->end(SIGKILL); }
  void end();      // in good order
  int catch_up();  // runs once more, up to the newest entry; its exit status

  // Each line once for each time that it was written: of an output file, or of each life's standard output. A half
  // line at the end of a life that was killed is none.
  [[nodiscard]] std::vector<FollowedLine> lines() const;
  [[nodiscard]] std::string said() const;  // its last life on standard error
  [[nodiscard]] std::filesystem::path state() const { return m_folder.path() / "state"; }

 private:
  [[nodiscard]] std::vector<std::string> command(bool once) const;
  [[nodiscard]] std::filesystem::path life(const std::string& what) const {
    return m_folder.path() / (what + std::to_string(m_lives));
  }
  void slowly(unsigned times);

  const Appliance& m_appliance;
  std::string m_system;
  Output m_output;
  ToolDirectory m_folder;
  unsigned m_lives = 0;
  std::optional<Child> m_child;
};

}  // namespace antin::test
