// The real antin-witness over HTTP, with curl as its client.
#include <gtest/gtest.h>

#include <optional>
#include <sstream>

#include "tests/support/await.hpp"
#include "tests/support/child.hpp"
#include "tests/unit/daemon/witness/a_log.hpp"

namespace antin::witness {
namespace {

const std::string plain = " text/plain; charset=utf-8";

class TheWitnessProcess : public ::testing::Test {
 protected:
  TheWitnessProcess() {
    std::filesystem::create_directory(m_folder.path() / "state");
    m_folder.write("empty.conf", "");
    m_folder.write("logs", m_log.vkey_line());
    const auto made = m_folder.run(program() + " --config empty.conf --name " + witness_name + " --make-key key");
    if (made.status != 0) throw std::runtime_error(made.output);
    m_vkey = tlog::parse_vkey(made.output.substr(0, made.output.find('\n'))).value();
    start();
  }
  ~TheWitnessProcess() override {
    if (HasFailure()) std::fputs(m_folder.run("cat log").output.c_str(), stderr);
  }

  static std::string program() { return ANTIN_BINARY_DIR "/bin/antin-witness"; }
  void start() {
    const auto path = [this](const char* name) { return (m_folder.path() / name).string(); };
    std::filesystem::remove(path("endpoint"));
    const std::vector<std::string> command{program(),
                                           "--config",
                                           path("empty.conf"),
                                           "--name",
                                           witness_name,
                                           "--key",
                                           path("key"),
                                           "--log",
                                           path("logs"),
                                           "--state",
                                           path("state"),
                                           "--listen",
                                           "127.0.0.1:0",
                                           "--endpoint-file",
                                           path("endpoint"),
                                           "--memory-limit-mib",
                                           "0"};
    m_witness.emplace(command, path("log"));
    test::await("the witness's endpoint", [&] { return std::filesystem::exists(path("endpoint")); });
    const auto endpoint = std::string(base::text(m_folder.read("endpoint")));
    m_base = "http://" + endpoint.substr(0, endpoint.size() - 1);
  }
  [[nodiscard]] std::string port() const { return m_base.substr(m_base.rfind(':') + 1); }

  // What curl got: the body, then the status and the type.
  [[nodiscard]] std::string curl(const std::string& options) const {
    return m_folder.run("curl -s --max-time 30 -w '%{http_code} %{content_type}' " + options).output;
  }
  std::string post(const AddCheckpoint& request) {
    m_folder.write("body", print(request));
    return curl("--data-binary @body '" + m_base + "/add-checkpoint'");
  }
  std::string latest() { return curl("'" + m_base + "/checkpoint/" + name_of_log(log_name) + "'"); }
  static bool cosigned(const std::string& answer) { return answer.ends_with("\n200" + plain); }

  test::ToolDirectory m_folder;
  ALog m_log;
  tlog::VerifierKey m_vkey;
  std::optional<test::Child> m_witness;
  std::string m_base;
};

TEST_F(TheWitnessProcess, cosigns_and_refuses_with_every_status) {
  EXPECT_TRUE(latest().ends_with("404" + plain));
  const auto request = m_log.request(0, 8);
  const auto made = post(request);
  ASSERT_TRUE(cosigned(made)) << made;
  const auto line = made.substr(0, made.find('\n') + 1);
  EXPECT_TRUE(tlog::cosigned_at({request.note.text, {tlog::parse_signature_line(line).value()}}, m_vkey));
  EXPECT_EQ(latest(), tlog::print(request.note) + line + "200" + plain);

  EXPECT_EQ(post(m_log.request(5, 20)), "8\n409 text/x.tlog.size");
  EXPECT_EQ(post(m_log.request(8, {}, m_log.fork(8))), "8\n409 text/x.tlog.size");
  EXPECT_TRUE(post(m_log.request(9, {}, m_log.checkpoint(8))).ends_with("\n400" + plain));
  EXPECT_TRUE(post(ALog(log_name).request(8, 9)).ends_with("\n403" + plain));
  EXPECT_TRUE(post(ALog("other.example").request(0, 9)).ends_with("\n404" + plain));
  EXPECT_TRUE(post(m_log.request(8, {}, m_log.checkpoint(9))).ends_with("\n422" + plain));
  EXPECT_TRUE(cosigned(post(m_log.request(8, 20))));
}

TEST_F(TheWitnessProcess, keeps_its_promise_after_kill_9) {
  std::uint64_t size = 0;
  for (const std::uint64_t next : {7U, 8U, 40U, 98U}) {
    ASSERT_TRUE(cosigned(post(m_log.request(size, next))));
    size = next;
    EXPECT_EQ(m_witness->end(SIGKILL), -1);
    start();
    EXPECT_EQ(post(m_log.request(size, {}, m_log.fork(size))), std::to_string(size) + "\n409 text/x.tlog.size");
    EXPECT_EQ(post(m_log.request(0, {}, m_log.fork(size + 1))), std::to_string(size) + "\n409 text/x.tlog.size");
    EXPECT_TRUE(latest().starts_with(tlog::print(m_log.checkpoint(size))));
  }
}

TEST_F(TheWitnessProcess, lets_exactly_one_future_win_a_race) {
  ASSERT_TRUE(cosigned(post(m_log.request(0, 8))));
  constexpr int racers = 16;
  std::string command;
  for (int i = 0; i < racers; ++i) {
    const auto n = std::to_string(i);
    // Each of another size: all grow from 8, and only the first may.
    m_folder.write("body" + n, print(m_log.request(8, static_cast<std::uint64_t>(20 + i))));
    command += "curl -s --max-time 30 -o /dev/null -w '%{http_code}\\n' --data-binary @body" + n + " '" + m_base +
               "/add-checkpoint' >status" + n + " & ";
  }
  m_folder.must_run(command + "wait");
  std::istringstream statuses(m_folder.run("sort status* | uniq -c").output);
  int won = 0, lost = 0, first = 0, second = 0;
  ASSERT_TRUE(statuses >> won >> first >> lost >> second);
  EXPECT_EQ(std::pair(won, first), std::pair(1, 200));
  EXPECT_EQ(std::pair(lost, second), std::pair(racers - 1, 409));
}

TEST_F(TheWitnessProcess, refuses_what_is_too_large_in_whatever_form_it_comes) {
  m_folder.write("large", std::string(65537, 'a'));
  const auto target = "--data-binary @large '" + m_base + "/add-checkpoint'";
  EXPECT_TRUE(curl(target).ends_with("413" + plain));
  EXPECT_TRUE(curl("-H 'Transfer-Encoding: chunked' " + target).ends_with("413" + plain));
  m_folder.write("header", "X-Large: " + std::string(9000, 'a') + "\n");
  EXPECT_TRUE(curl("-H @header '" + m_base + "/'").ends_with("431" + plain));
  m_folder.write("fits", std::string(65536, 'a'));
  EXPECT_TRUE(curl("--data-binary @fits '" + m_base + "/add-checkpoint'").ends_with("400" + plain));
}

TEST_F(TheWitnessProcess, refuses_other_methods_paths_and_what_is_not_http) {
  EXPECT_TRUE(curl("-X DELETE '" + m_base + "/add-checkpoint'").ends_with("405" + plain));
  EXPECT_TRUE(curl("'" + m_base + "/state/lock'").ends_with("404" + plain));
  const auto said =
      m_folder.run("bash -c \"exec 3<>/dev/tcp/127.0.0.1/" + port() + "; printf 'nonsense\\r\\n\\r\\n' >&3; cat <&3\"");
  EXPECT_TRUE(said.output.starts_with("HTTP/1.1 400 Bad Request\r\n")) << said.output;
}

TEST_F(TheWitnessProcess, serves_others_while_some_say_nothing) {
  std::vector<std::unique_ptr<test::Child>> silent;
  for (int i = 0; i < 20; ++i) {
    const std::vector<std::string> command{"bash", "-c",
                                           "exec 3<>/dev/tcp/127.0.0.1/" + port() + "; echo connected; read -u 3"};
    silent.push_back(std::make_unique<test::Child>(command, m_folder.path() / "silent"));
  }
  test::await("twenty silent connections", [&] { return m_folder.run("grep -c connected silent").output == "20\n"; });
  EXPECT_TRUE(cosigned(post(m_log.request(0, 8))));
}

TEST_F(TheWitnessProcess, ends_when_asked_to_and_checks_its_configuration) {
  EXPECT_EQ(m_witness->end(SIGTERM), 0);
  const auto check = [&](const std::string& log) {
    const auto options = " --config empty.conf --check --name w --key $PWD/key --state state --log " + log;
    return m_folder.run(program() + options).status;
  };
  EXPECT_EQ(check("logs"), 0);
  EXPECT_EQ(check("empty.conf"), 78);
  EXPECT_EQ(check("none"), 78);
}

}  // namespace
}  // namespace antin::witness
