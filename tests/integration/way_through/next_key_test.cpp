// The gate's key is replaced under running clients: two keys at once, then the new one alone.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/appliance.hpp"
#include "tests/support/await.hpp"
#include "tests/support/must.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ANewGateKey : public ::testing::Test {
 protected:
  ANewGateKey() {
    // Under the owner and mode that the launcher's gate reads its key with.
    tools().must_run("cp -p dev/secrets/gate-curve.key dev/secrets/gate-next.key");
    std::ofstream(folder() / "secrets/gate-next.key", std::ios::trunc)
        << base::text(client::print_secret_key(next_keys).expose_secret());
    const auto colon = appliance.endpoint().rfind(':');
    next_endpoint = appliance.endpoint().substr(0, colon + 1) +
                    std::to_string(std::stoi(appliance.endpoint().substr(colon + 1)) + 1000);
  }

  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] std::filesystem::path folder() const { return appliance.folder().path(); }

  void begin_overlap() const {
    std::ofstream(folder() / "etc/antin-gate.conf", std::ios::app)
        << "next-listen = " << next_endpoint
        << "\nnext-curve-secret = " << (folder() / "secrets/gate-next.key").string() << "\n";
    appliance.kill_and_await_successor("antin-gate");
    appliance.await_answer();
  }
  void end_overlap() const {
    tools().must_run("sed -i -e '/^next-/d' -e 's#^listen = .*#listen = " + next_endpoint +
                     "#' -e 's#gate-curve.key#gate-next.key#' dev/etc/antin-gate.conf");
    appliance.kill_and_await_successor("antin-gate");
    auto connection = client_of("department-79", {next_endpoint, next_keys.public_key});
    await("an answer under the next key", [&] { return client::about(connection).ok(); });
  }
  [[nodiscard]] client::Connection client_of(const std::string& system, const client::ServerAddress& server,
                                             std::chrono::milliseconds deadline = patience) const {
    auto options = appliance.options(system);
    options.link.endpoint = server.endpoint;
    options.link.server_key = server.key;
    options.deadline = deadline;
    return must(client::Connection::open(std::move(options)));
  }
  // `antin about` as a school's cron runs it, with a configuration that nobody touches any more.
  [[nodiscard]] Outcome about(const std::string& more = {}) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin about --config dev/client/learning.conf" + more);
  }
  void configure_client() const {
    tools().must_run("sed 's#^server = .*#server = " + appliance.endpoint() +
                     "#' dev/client/school-79760001.conf > dev/client/learning.conf && echo 'learnt = learnt.conf' >> "
                     "dev/client/learning.conf");
  }

  Appliance appliance;
  client::CurveKeys next_keys = client::make_curve_keys();
  std::string next_endpoint;
};

TEST_F(ANewGateKey, takes_over_from_the_old_one_while_clients_go_on) {
  auto old_client = appliance.connect("department-79");
  EXPECT_FALSE(must(client::about(old_client)).next_key) << "nothing is announced before there is a next key";
  configure_client();
  begin_overlap();

  const auto said = must(client::about(old_client));
  ASSERT_TRUE(said.next_key);
  EXPECT_EQ(said.next_key->endpoint, next_endpoint);
  EXPECT_EQ(said.next_key->server_key, next_keys.public_key);
  auto new_client = client_of("department-79", {next_endpoint, next_keys.public_key});
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(client::about(new_client).ok());
    EXPECT_TRUE(client::about(old_client).ok());
  }
  EXPECT_THAT(appliance.log_of("antin-gate"), HasSubstr("system department-79 uses the key that is to end"));
  EXPECT_THAT(appliance.log_of("antin-gate"), Not(HasSubstr("system school-79760001 uses")));
  const auto learning = about();
  EXPECT_EQ(learning.status, 0) << learning.output;
  EXPECT_THAT(learning.output, HasSubstr(next_endpoint));
  EXPECT_THAT(appliance.log_of("antin-gate"), HasSubstr("system school-79760001 uses the key that is to end"));

  end_overlap();
  const auto learned = about();
  EXPECT_EQ(learned.status, 0) << learned.output;
  EXPECT_THAT(learned.output, Not(HasSubstr("next key"))) << "it is the present one now";
  tools().must_run("rm dev/client/learnt.conf");
  EXPECT_NE(about(" --timeout 3").status, 0) << "who learnt nothing is not served";
}

TEST_F(ANewGateKey, is_asked_for_by_name_at_each_door) {
  begin_overlap();
  const auto old_key = appliance.options("department-79").link.server_key;
  for (const auto& wrong : {client::ServerAddress{next_endpoint, old_key},
                            client::ServerAddress{appliance.endpoint(), next_keys.public_key}}) {
    auto misled = client_of("department-79", wrong, std::chrono::milliseconds(1500));
    const auto answer = client::about(misled);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().trouble, client::Trouble::unreachable);
  }
}

}  // namespace
}  // namespace antin::test
