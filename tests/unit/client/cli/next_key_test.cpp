// What a client learns of the appliance's next key, and where it goes with it.
#include <gmock/gmock.h>

#include "client/cli/settings.hpp"
#include "tests/support/fake_appliance.hpp"
#include "tests/support/scratch.hpp"
#include "tests/unit/client/cli/run_antin.hpp"

namespace antin::cli {
namespace {

using client::FakeAppliance;
using client::Scratch;
using testing::HasSubstr;

class NextKey : public testing::Test {
 protected:
  NextKey() {
    scratch.write("key", std::string(base::text(client::print_secret_key(keys).expose_secret())));
    scratch.must_run("chmod 600 key");
  }

  static FakeAppliance::Script telling(const std::optional<protocol::NextKey>& next) {
    return [next](const protocol::Request& request, std::size_t) -> std::vector<protocol::Response> {
      protocol::AboutResult about;
      about.log = "seal.dev.example/2026";
      about.next_key = next;
      return {client::answer(request, about)};
    };
  }
  static protocol::NextKey key_of(const FakeAppliance& appliance) {
    const auto options = appliance.options();
    return {options.link.endpoint, options.link.server_key};
  }
  // A configuration for that appliance, and what `antin about` comes to with it.
  Ran about(const protocol::NextKey& present, const std::string& more = {}) const {
    scratch.write("conf", "server = " + present.endpoint + "\nserver-key = " + client::print(present.server_key) +
                              "\nkey = key\n" + more);
    return run_antin({"about", "--config", (scratch / "conf").string()});
  }
  [[nodiscard]] std::string learnt() const { return scratch.text("learnt"); }

  Scratch scratch;
  client::CurveKeys keys = client::make_curve_keys();
};

TEST_F(NextKey, is_shown_and_kept_and_dialled_first_from_then_on) {
  FakeAppliance next(telling({}));
  {
    FakeAppliance present(telling(key_of(next)));
    const auto ran = about(key_of(present), "learnt = learnt\n");
    ASSERT_EQ(ran.status, Exit::ok) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr(client::print(key_of(next).server_key) + " at " + key_of(next).endpoint));
    EXPECT_THAT(learnt(), HasSubstr("next-server = " + key_of(next).endpoint + "\n"));
    EXPECT_EQ(about(key_of(present), "learnt = learnt\n").status, Exit::ok);
    EXPECT_EQ(next.seen().size(), 1U);
    EXPECT_EQ(present.seen().size(), 1U);
  }
  const protocol::NextKey gone{"tcp://127.0.0.1:1", client::make_curve_keys().public_key};
  EXPECT_EQ(about(gone, "learnt = learnt\n").status, Exit::ok) << "the present one has ended";
  EXPECT_EQ(next.seen().size(), 2U);
}

TEST_F(NextKey, is_not_kept_where_the_configuration_has_no_place_for_it) {
  FakeAppliance present(telling(protocol::NextKey{"tcp://127.0.0.1:1", {1}}));
  EXPECT_EQ(about(key_of(present)).status, Exit::ok);
  EXPECT_FALSE(std::filesystem::exists(scratch / "learnt"));
}

TEST_F(NextKey, may_be_given_by_hand) {
  FakeAppliance next(telling({}));
  const protocol::NextKey gone{"tcp://127.0.0.1:1", client::make_curve_keys().public_key};
  const auto ran = about(gone, "next-server = " + key_of(next).endpoint +
                                   "\nnext-server-key = " + client::print(key_of(next).server_key) + "\n");
  EXPECT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(about(gone, "next-server = tcp://x:1\n").status, Exit::usage) << "without its key";
}

TEST_F(NextKey, of_the_key_after_it_is_kept_with_the_key_that_vouched_for_it) {
  FakeAppliance third(telling({}));
  FakeAppliance second(telling(key_of(third)));
  FakeAppliance first(telling(key_of(second)));
  ASSERT_EQ(about(key_of(first), "learnt = learnt\n").status, Exit::ok);
  ASSERT_EQ(about(key_of(first), "learnt = learnt\n").status, Exit::ok);
  EXPECT_EQ(learnt(), "next-server = " + key_of(third).endpoint + "\nnext-server-key = " +
                          client::print(key_of(third).server_key) + "\nserver = " + key_of(second).endpoint +
                          "\nserver-key = " + client::print(key_of(second).server_key) + "\n");
}

TEST_F(NextKey, learnt_of_one_place_is_not_taken_to_another) {
  FakeAppliance elsewhere(telling({}));
  FakeAppliance present(telling(key_of(elsewhere)));
  ASSERT_EQ(about(key_of(present), "learnt = learnt\n").status, Exit::ok);
  const auto ran = run_antin({"about", "--config", (scratch / "conf").string(), "--server", key_of(present).endpoint});
  EXPECT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_TRUE(elsewhere.seen().empty());
}

TEST_F(NextKey, kept_in_a_file_that_was_spoilt_is_an_error) {
  FakeAppliance present(telling({}));
  scratch.write("learnt", "next-server = tcp://x:1\nnonsense\n");
  EXPECT_EQ(about(key_of(present), "learnt = learnt\n").status, Exit::usage);
}

}  // namespace
}  // namespace antin::cli
