// One pupil, one record, whatever the school's record-id key.
#include "client/cli/record_keys.hpp"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/fake_appliance.hpp"
#include "tests/support/scratch.hpp"
#include "tests/unit/client/cli/run_antin.hpp"

namespace antin::cli {
namespace {

using client::FakeAppliance;
using client::Scratch;
using testing::HasSubstr;

class RecordKeys : public testing::Test {
 protected:
  RecordKeys() {
    for (const auto* version : {"1", "2", "3"})
      EXPECT_EQ(
          run_antin({"record-id", "new-key", "--version", version, "--out", path("v" + std::string(version))}).status,
          Exit::ok);
    scratch.write("key", std::string(base::text(client::print_secret_key(keys).expose_secret())));
    scratch.must_run("chmod 600 key");
    configure("old-record-key = v1\nold-record-key = v2\nrecord-key = v3\n");
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (scratch / name).string(); }
  void configure(const std::string& record_keys) const {
    const auto options = appliance.options();
    scratch.write("conf", "server = " + options.link.endpoint + "\nserver-key = " +
                              client::print(options.link.server_key) + "\nkey = key\n" + record_keys);
  }
  [[nodiscard]] std::string id_under(const std::string& version) const {
    const auto ran = run_antin({"record-id", "derive", "--record-key", path("v" + version)}, "079312000123");
    return ran.out.substr(0, ran.out.size() - 1);
  }
  [[nodiscard]] Ran derive(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"record-id", "derive",   "--config", path("conf"),
                                   "--unit",    "79760001", "--kind",   "hoc-ba"};
    return run_antin(words + more, "079312000123");
  }
  std::vector<protocol::Response> reply(const protocol::Request& request) {
    const auto& lookup = std::get<protocol::Lookup>(request.body);
    asked.push_back(lookup.record);
    if (failure) return {client::answer(request, *failure)};
    if (!known.contains(lookup.record)) return {client::answer(request, protocol::Code::not_found)};
    protocol::LookupResult result;
    result.steps.push_back({"teacher", "open", {base::DigestAlgorithm::sha256, base::Bytes(32)}, 0, {}, {}});
    return {client::answer(request, result)};
  }

  Scratch scratch;
  client::CurveKeys keys = client::make_curve_keys();
  std::set<std::string> known;
  std::optional<protocol::Code> failure;
  std::vector<std::string> asked;  // read once the command has ended
  FakeAppliance appliance{[this](const protocol::Request& request, std::size_t) { return reply(request); }};
};

TEST_F(RecordKeys, a_new_record_gets_an_id_under_the_newest_after_every_version_was_asked_for_newest_first) {
  const auto ran = derive();
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(ran.out, id_under("3") + "\n");
  EXPECT_EQ(asked, (std::vector{id_under("3"), id_under("2"), id_under("1")}));
}

TEST_F(RecordKeys, a_record_that_is_known_under_an_older_version_keeps_its_id) {
  known = {id_under("1")};
  const auto ran = derive();
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(ran.out, id_under("1") + "\n");
  EXPECT_THAT(ran.err, HasSubstr("older record-id key"));
}

TEST_F(RecordKeys, a_record_that_is_known_under_two_versions_is_refused) {
  known = {id_under("1"), id_under("3")};
  const auto ran = derive();
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.err, HasSubstr("MIXED_RECORD_KEYS"));
  EXPECT_TRUE(ran.out.empty());
}

TEST_F(RecordKeys, no_id_is_made_while_nobody_can_say_whether_the_record_is_known) {
  failure = protocol::Code::no_grant;
  const auto ran = derive();
  EXPECT_NE(ran.status, Exit::ok);
  EXPECT_TRUE(ran.out.empty());
}

TEST_F(RecordKeys, a_lookup_by_the_pupils_number_finds_what_was_begun_under_an_older_version) {
  known = {id_under("2")};
  scratch.write("pupil", "079312000123\n");
  const auto ran = run_antin(
      {"lookup", "--config", path("conf"), "--unit", "79760001", "--kind", "hoc-ba", "--personal-id", path("pupil")});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("teacher"));
  EXPECT_EQ(asked.back(), id_under("2"));
}

TEST_F(RecordKeys, one_key_alone_asks_nobody) {
  configure("record-key = v3\n");
  EXPECT_EQ(derive().out, id_under("3") + "\n");
  EXPECT_TRUE(asked.empty());
}

TEST_F(RecordKeys, each_version_is_held_once_and_the_newest_is_the_one_in_use) {
  for (const std::string lines : {"record-key = v2\nold-record-key = v3\n", "record-key = v2\nold-record-key = v2\n",
                                  "record-key = v3\nold-record-key = v1\nold-record-key = v1\n"}) {
    configure(lines);
    EXPECT_EQ(derive().status, Exit::usage) << lines;
  }
  EXPECT_TRUE(asked.empty());
}

TEST_F(RecordKeys, with_older_ones_the_record_must_be_named_whole) {
  EXPECT_EQ(run_antin({"record-id", "derive", "--config", path("conf")}, "079312000123").status, Exit::usage);
}

}  // namespace
}  // namespace antin::cli
