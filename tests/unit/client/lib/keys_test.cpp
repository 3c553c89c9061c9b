#include "client/lib/keys.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/file.hpp"
#include "tests/support/scratch.hpp"

namespace antin::client {
namespace {

base::Secret secret(std::string_view text) { return base::Secret(base::view(text)); }

TEST(CurveKeys, a_new_pair_comes_back_from_its_file) {
  const Scratch scratch;
  const auto keys = make_curve_keys();
  const auto line = print_secret_key(keys);
  EXPECT_EQ(line.expose_secret().size(), 41U);
  ASSERT_TRUE(base::write_file_durably(scratch / "key", line.expose_secret(), 0600).ok());
  const auto read = read_curve_keys(scratch / "key");
  ASSERT_TRUE(read.ok()) << read.error().text;
  EXPECT_EQ(read->public_key, keys.public_key);
  EXPECT_TRUE(base::equal(read->secret_key.expose_secret(), keys.secret_key.expose_secret()));
  EXPECT_NE(make_curve_keys().public_key, keys.public_key);
}

// The pair of the ZeroMQ CURVE test suite (libzmq tests/testutil_security.hpp and zmq_curve_keypair(3)).
TEST(CurveKeys, the_public_key_of_the_example_pair_is_known) {
  const auto keys = parse_curve_secret_key(secret("D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"));
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(print(keys->public_key), "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
  const auto parsed = parse_curve_public_key("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\n");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, keys->public_key);
}

TEST(CurveKeys, what_is_no_key_is_refused) {
  for (const auto* text :
       {"", "short", "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hI", "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID!",
        "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hI\"", "########################################"}) {
    EXPECT_FALSE(parse_curve_public_key(text).ok()) << text;
    EXPECT_FALSE(parse_curve_secret_key(secret(text)).ok()) << text;
  }
}

TEST(CurveKeys, a_secret_that_everybody_can_read_is_refused) {
  const Scratch scratch;
  const auto line = print_secret_key(make_curve_keys());
  ASSERT_TRUE(base::write_file_durably(scratch / "key", line.expose_secret(), 0644).ok());
  EXPECT_FALSE(read_curve_keys(scratch / "key").ok());
  std::filesystem::permissions(scratch / "key", std::filesystem::perms(0640));
  EXPECT_TRUE(read_curve_keys(scratch / "key").ok());
}

TEST(CurveKeys, a_file_that_is_not_there_is_an_error) { EXPECT_FALSE(read_curve_keys("/nonexistent/key").ok()); }

}  // namespace
}  // namespace antin::client
