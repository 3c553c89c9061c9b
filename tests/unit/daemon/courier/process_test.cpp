#include <set>

#include "tests/unit/daemon/courier/courier_process.hpp"

namespace antin::courier {
namespace {

using local::Fetched;
using local::FetchMethod;
using local::FetchOutcome;

using TheCourierProcess = CourierProcess;

TEST_F(TheCourierProcess, brings_what_is_there_with_its_status_and_type) {
  start_with_server();
  EXPECT_EQ(get_open("hello"),
            (Fetched{7, FetchOutcome::answered, 200, "text/plain", base::copy(base::view("hello"))}));
  EXPECT_EQ(get_open("conflict"),
            (Fetched{7, FetchOutcome::answered, 409, "text/x.tlog.size", base::copy(base::view("7\n"))}));
  EXPECT_EQ(get_open("nothing").status, 404U);
  EXPECT_EQ("http://" + std::string(base::text(get_open("host").body)), m_base);
}

TEST_F(TheCourierProcess, takes_a_body_with_it_up_to_60_KiB) {
  start_with_server();
  local::Fetch asked{8, FetchMethod::post, m_base + "/open/echo", "text/x-test", base::Bytes(60 * 1024, 0xa5)};
  EXPECT_EQ(fetched(asked), (Fetched{8, FetchOutcome::answered, 200, "text/x-test", asked.body}));
  asked.content_type.clear();
  asked.body.clear();
  EXPECT_EQ(fetched(asked), (Fetched{8, FetchOutcome::answered, 200, "none", {}}));
}

TEST_F(TheCourierProcess, does_not_follow_a_redirect) {
  start_with_server();
  EXPECT_EQ(get_open("moved"), (Fetched{7, FetchOutcome::answered, 302, "", {}}));
}

TEST_F(TheCourierProcess, brings_60_KiB_and_no_more) {
  start_with_server();
  // The type is longer than what fits a message.
  EXPECT_EQ(get_open("largest"), (Fetched{7, FetchOutcome::answered, 200, "", base::Bytes(60 * 1024, 'x')}));
  for (const std::string name : {"too-large", "endless", "endless-header"})
    EXPECT_EQ(get_open(name), (Fetched{7, FetchOutcome::unreachable, 0, "", {}})) << name;
}

TEST_F(TheCourierProcess, refuses_what_is_not_allowed) {
  start_with_server();
  const Fetched refused{7, FetchOutcome::refused, 0, "", {}};
  for (const std::string& url : {m_base + "/closed", m_base + "/openly", m_base + "/open/../closed", m_base + "/",
                                 std::string("http://127.0.0.1/open"), std::string("file:///etc/passwd"),
                                 std::string("nonsense\n"), m_base + "/open/" + std::string(2048, 'a')})
    EXPECT_EQ(get(url), refused) << url;
  const auto url = m_base + "/open/echo";
  EXPECT_EQ(fetched({7, FetchMethod::post, url, "text/plain\r\nX: y", {}}), refused);
  EXPECT_EQ(fetched({7, FetchMethod::post, url, std::string(129, 't'), {}}), refused);
  EXPECT_EQ(fetched({7, FetchMethod::post, url, "", base::Bytes(60 * 1024 + 1)}), refused);
}

TEST_F(TheCourierProcess, says_so_when_there_is_no_whole_answer) {
  start_with_server();
  for (const std::string name : {"garbage", "cut"})
    EXPECT_EQ(get_open(name), (Fetched{7, FetchOutcome::unreachable, 0, "", {}})) << name;
}

TEST_F(TheCourierProcess, says_so_when_nobody_listens) {
  start({"--allow", "http://127.0.0.1:1/", "--allow", "http://host.invalid/"});
  accept();
  EXPECT_EQ(get("http://127.0.0.1:1/").outcome, FetchOutcome::unreachable);
  EXPECT_EQ(get("http://host.invalid/").outcome, FetchOutcome::unreachable);
}

TEST_F(TheCourierProcess, gives_up_on_who_is_silent) {
  start_with_server({"--timeout-ms", "50"});
  EXPECT_EQ(get_open("silent"), (Fetched{7, FetchOutcome::unreachable, 0, "", {}}));
}

TEST_F(TheCourierProcess, answers_each_of_more_than_it_fetches_at_once) {
  start_with_server({"--at-once", "3"});
  constexpr std::uint64_t count = 40;
  for (std::uint64_t i = 0; i < count; ++i)
    say(local::encode(local::Fetch{i, FetchMethod::get, m_base + (i % 4 == 0 ? "/closed" : "/open/largest"), "", {}}));
  std::set<std::uint64_t> answered;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto answer = hear().value();
    EXPECT_EQ(answer.outcome, answer.operation % 4 == 0 ? FetchOutcome::refused : FetchOutcome::answered);
    answered.insert(answer.operation);
  }
  EXPECT_EQ(answered.size(), count);
}

TEST_F(TheCourierProcess, finds_a_keeper_that_restarts_and_gives_it_no_answer_of_another_time) {
  start_with_server();
  say(local::encode(local::Fetch{1, FetchMethod::get, m_base + "/open/silent", "", {}}));
  EXPECT_EQ(get_open("hello").status, 200U);  // the silent one is under way
  stop_listening();
  listen();
  accept();
  EXPECT_EQ(get_open("hello").operation, 7U);
}

TEST_F(TheCourierProcess, hangs_up_on_what_is_no_message_and_dials_again) {
  start_with_server();
  say(base::Bytes{33, 1, 2, 3});
  EXPECT_FALSE(hear());
  accept();
  EXPECT_EQ(get_open("hello").status, 200U);
}

TEST_F(TheCourierProcess, believes_an_https_server_of_that_name_under_a_root_that_it_knows_and_no_other) {
  folder().must_run(
      "for name in localhost other.example; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
      "-subj /CN=$name -addext subjectAltName=DNS:$name -keyout $name.key -out $name.crt; "
      "cat $name.key $name.crt >$name.pem; done; cat localhost.crt other.example.crt >both.crt");
  const auto good = "https://localhost:" + serve("localhost.pem") + "/";
  const auto other_name = "https://localhost:" + serve("other.example.pem") + "/";
  start({"--ca-file", path("both.crt"), "--allow", good, "--allow", other_name});
  accept();
  EXPECT_EQ(get(good + "open/hello").outcome, FetchOutcome::answered);
  EXPECT_EQ(get(other_name + "open/hello").outcome, FetchOutcome::unreachable);
  EXPECT_EQ(courier().end(SIGTERM), 0);
  start({"--ca-file", path("other.example.crt"), "--allow", good});
  accept();
  EXPECT_EQ(get(good + "open/hello").outcome, FetchOutcome::unreachable);
}

TEST_F(TheCourierProcess, ends_when_asked_to_and_checks_its_configuration) {
  start_with_server();
  EXPECT_EQ(courier().end(SIGTERM), 0);
  for (const auto& [option, value, code] : {std::tuple{"--allow", "a.example", 78},
                                            {"--ca-file", "/none", 78},
                                            {"--allow", "http://a/", 0},
                                            {"--timeout-ms", "0", 64}}) {
    const auto outcome = folder().run(std::string(ANTIN_BINARY_DIR) +
                                      "/bin/antin-courier --check --config empty.conf " + option + " " + value);
    EXPECT_EQ(outcome.status, code) << outcome.output;
  }
}

}  // namespace
}  // namespace antin::courier
