#include "tests/support/appliance.hpp"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "tests/support/await.hpp"
#include "tests/support/enrolment.hpp"

namespace antin::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr uid_t keeper_user = 64102;

// Sanitizers reserve terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

// A loopback address of this process's own: the gate finds its port free again after each death, and appliances of
// tests that run side by side are never mistaken for each other.
std::string own_endpoint() {
  static int count = 0;
  const auto id = static_cast<unsigned>(::getpid());
  return "tcp://127." + std::to_string(1 + (id >> 16) % 254) + "." + std::to_string((id >> 8) % 256) + "." +
         std::to_string(id % 256) + ":" + std::to_string(7960 + count++);
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// The ledger's own small disk, in a mount namespace that this test program makes for itself.
void mount_for_ledger(const fs::path& folder, const std::string& options) {
  if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    throw std::runtime_error("no mount namespace");
  const auto all = options + ",mode=0700,uid=" + std::to_string(keeper_user);
  if (::mount("tmpfs", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, all.c_str()) != 0)
    throw std::runtime_error("no tmpfs over " + folder.string());
}

}  // namespace

Appliance::Appliance(Wishes wishes)
    : m_folder("--listen " + own_endpoint() + " --seal-signers " + std::to_string(wishes.seal_signers) +
               " --witnesses " + std::to_string(wishes.witnesses) + " --log-keys " + std::to_string(wishes.log_keys) +
               " --officers " + std::to_string(wishes.officers) + " --quorum " + std::to_string(wishes.quorum) +
               (wishes.backups ? " --backups" : "")) {
  configure(wishes);
  start();
  if (wishes.people) enrol_everybody();
}

Appliance::~Appliance() {
  try {
    stop();
  } catch (const std::exception& problem) {
    ADD_FAILURE() << problem.what();
  }
  if (const auto found = complaints(); !found.empty()) ADD_FAILURE() << found;
  if (::testing::Test::HasFailure()) {
    for (const auto& log : fs::directory_iterator(m_folder.path() / "logs")) {
      const auto text = text_of(log.path());
      std::fprintf(stderr, "--- the end of %s\n%s\n", log.path().filename().c_str(),
                   text.substr(text.size() < 4000 ? 0 : text.size() - 4000).c_str());
    }
  }
  ::umount2((m_folder.path() / "state/ledger").c_str(), MNT_DETACH);  // if there is one
}

void Appliance::configure(const Wishes& wishes) const {
  const auto add = [&](const std::string& program, const std::string& line) {
    std::ofstream(m_folder.path() / "etc" / (program + ".conf"), std::ios::app) << line << '\n';
  };
  // Tests ask faster than a school does; what the limit is for has tests of its own.
  add("antin-gate", "rate = 100000");
  add("antin-gate", "burst = 100000");
  if (sanitized) add("antin-gate", "memory-limit-mib = 0");
  for (const auto& [program, line] : wishes.lines) add(program, line);
  fs::create_directories(m_folder.path() / "logs");
  if (!wishes.ledger_mount.empty()) mount_for_ledger(m_folder.path() / "state/ledger", wishes.ledger_mount);
}

void Appliance::start() {
  launch();
  const auto endpoint = m_folder.path() / "run/endpoint";
  await("the gate's endpoint", [&] { return !text_of(endpoint).empty(); });
  m_endpoint = text_of(endpoint);
  while (!m_endpoint.empty() && m_endpoint.back() == '\n') m_endpoint.pop_back();
  await_answer();
}

std::string Appliance::start_in_vain() {
  const auto before = log_of("antind").size();
  launch();
  return await_giving_up().substr(before);
}

std::string Appliance::await_giving_up() {
  int status = 0;
  await("the launcher's end", [&] { return ::waitpid(m_launcher, &status, WNOHANG) == m_launcher; });
  m_launcher = 0;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 78) throw std::runtime_error("the launcher did not give up");
  return log_of("antind");
}

void Appliance::launch() {
  const auto program = std::string(ANTIN_BINARY_DIR) + "/bin/antin-launcher";
  const auto folder = m_folder.path().string();
  const auto log = folder + "/logs/launcher.log";
  const pid_t parent = ::getpid();
  m_launcher = ::fork();
  if (m_launcher < 0) throw std::runtime_error("no fork");
  if (m_launcher == 0) {
    // Only calls that are safe after a fork of a program with threads.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that is ended by ctest's clock leaves nothing behind
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    if (::getppid() == parent) ::execl(program.c_str(), program.c_str(), folder.c_str(), nullptr);
    ::_exit(71);
  }
}

void Appliance::stop() {
  if (m_launcher == 0) return;
  ::kill(m_launcher, SIGTERM);
  int status = 0;
  ::waitpid(std::exchange(m_launcher, 0), &status, 0);  // it ends its programs itself, within a time of its own
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("the launcher ended with " + std::to_string(status) + "\n" + log_of("launcher"));
}

std::vector<std::string> Appliance::signers(const std::string& token) const {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(m_folder.path() / "etc")) {
    const auto name = file.path().stem().string();
    if (name.starts_with("antin-signer-" + token + "-")) names.push_back(name);
  }
  return names;
}

client::ConnectionOptions Appliance::options(const std::string& system) const {
  client::ConnectionOptions options;
  options.link.endpoint = m_endpoint;
  const auto server = client::parse_curve_public_key(base::text(m_folder.read("gate-curve.pub")));
  auto keys = client::read_curve_keys(m_folder.path() / "client" / (system + ".key"));
  if (!server || !keys) throw std::runtime_error("no CURVE keys of " + system);
  options.link.server_key = *server;
  options.link.keys = std::move(*keys);
  options.attempt = milliseconds(2000);
  options.deadline = patience;
  options.first_back_off = milliseconds(20);
  options.last_back_off = milliseconds(500);
  return options;
}

client::Connection Appliance::connect(const std::string& system) const {
  auto connection = client::Connection::open(options(system));
  if (!connection) throw std::runtime_error(connection.error().text);
  return std::move(*connection);
}

void Appliance::await_answer() const {
  auto connection = connect("department-79");
  await("an answer to `about`", [&] {
    int status = 0;
    if (::waitpid(m_launcher, &status, WNOHANG) == m_launcher) throw std::runtime_error(log_of("launcher"));
    return client::about(connection).ok();
  });
}

void Appliance::enrol_everybody() const {
  auto connection = connect("department-79");
  const auto about = client::about(connection);
  if (!about) throw std::runtime_error(about.error().text);
  const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  for (const auto& change : everybody(m_folder, about->policy, now)) expect_all_done(change_roster(connection, change));
}

pid_t Appliance::running(const std::string& program) const {
  const auto text = text_of(m_folder.path() / "run" / (program + ".pid"));
  return text.empty() || text.back() != '\n' ? 0 : std::stoi(text);
}

pid_t Appliance::pid_of(const std::string& program) const {
  return await(program, [&] { return running(program); });
}

void Appliance::signal(const std::string& program, int signal) const {
  if (::kill(pid_of(program), signal) != 0) throw std::runtime_error(program + " takes no signal");
}

void Appliance::kill(const std::string& program) const {
  const auto id = pid_of(program);
  ::kill(id, SIGKILL);
  await(program + "'s end", [&] { return running(program) != id; });  // the launcher has seen it
}

void Appliance::kill_and_await_successor(const std::string& program) const {
  kill(program);
  static_cast<void>(pid_of(program));
}

std::string Appliance::log_of(const std::string& program) const {
  return text_of(m_folder.path() / "logs" / (program + ".log"));
}

std::string Appliance::complaints() const {
  std::string found;
  for (const auto& log : fs::directory_iterator(m_folder.path() / "logs")) {
    std::ifstream stream(log.path());
    for (std::string line; std::getline(stream, line);) {
      for (const auto* sign : {"a bug, please", "Sanitizer", "runtime error:", "terminate called", "gave a signature"})
        if (line.find(sign) != std::string::npos) found += log.path().filename().string() + ": " + line + "\n";
    }
  }
  return found;
}

}  // namespace antin::test
