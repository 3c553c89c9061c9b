#include "keys-dev/program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "keys-dev/failure.hpp"

extern char** environ;

namespace antin::keys_dev {
namespace {

class FileActions {
 public:
  explicit FileActions(const std::filesystem::path& said) {
    ::posix_spawn_file_actions_init(&m_actions);
    ::posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&m_actions, STDOUT_FILENO, said.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::posix_spawn_file_actions_adddup2(&m_actions, STDOUT_FILENO, STDERR_FILENO);
  }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&m_actions); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &m_actions; }

 private:
  posix_spawn_file_actions_t m_actions{};
};

}  // namespace

int run_program(const std::filesystem::path& program, std::vector<std::string> words,
                const std::filesystem::path& said) {
  words.insert(words.begin(), program.filename().string());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const FileActions actions(said);
  pid_t child = 0;
  must(::posix_spawn(&child, program.c_str(), actions.get(), nullptr, argv.data(), environ) == 0,
       "cannot start " + program.string());
  int status = -1;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  must(WIFEXITED(status), program.string() + " did not end by itself");
  return WEXITSTATUS(status);
}

std::filesystem::path program_beside(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

}  // namespace antin::keys_dev
