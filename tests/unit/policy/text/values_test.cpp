#include "policy/text/values.hpp"

#include <gtest/gtest.h>

namespace antin::policy::text {
namespace {

using namespace std::chrono_literals;

// The vectors are those of the ZeroMQ manual (zmq_curve).
TEST(Values, curve_keys_are_read_as_zeromq_writes_them) {
  const auto client = curve_key("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
  ASSERT_TRUE(client.has_value());
  EXPECT_EQ(base::to_hex(*client), "bb88471d65e2659b30c55a5321cebb5aab2b70a398645c26dca2b2fcb43fc518");
  const auto server = curve_key("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
  ASSERT_TRUE(server.has_value());
  EXPECT_EQ(base::to_hex(*server), "54fcba24e93249969316fb617c872bb0c1d1ff14800427c594cbfacf1bc2d652");
}

TEST(Values, a_curve_key_is_forty_characters_of_z85_that_fit) {
  EXPECT_FALSE(curve_key("").has_value());
  EXPECT_FALSE(curve_key(std::string(39, '1')).has_value());
  EXPECT_FALSE(curve_key(std::string(41, '1')).has_value());
  EXPECT_FALSE(curve_key(std::string(39, '1') + "~").has_value());
  EXPECT_FALSE(curve_key(std::string(39, '1') + "\"").has_value());
  EXPECT_TRUE(curve_key("%nSc0" + std::string(35, '1')).has_value());   // ffffffff
  EXPECT_FALSE(curve_key("%nSc1" + std::string(35, '1')).has_value());  // one more
  EXPECT_FALSE(curve_key(std::string(40, '#')).has_value());
  EXPECT_FALSE(curve_key(std::string(40, '0')).has_value()) << "all zeros";
}

TEST(Values, object_identifiers_are_numbers_and_dots) {
  for (const char* good :
       {"2.999.1.1", "1.2.840.113549", "0.0", "0.39", "1.39.0", "2.40", "2.4294967215", "1.3.4294967295"})
    EXPECT_TRUE(is_oid(good)) << good;
  for (const char* bad : {"", "1", "3.1", "0.40", "1.40", "1..2", ".1.2", "1.2.", "1.02", "1.2.4294967296",
                          "2.4294967216", "1.2.-3", "1.2.3a", " 1.2", "1.2\n", "id-x"})
    EXPECT_FALSE(is_oid(bad)) << bad;
  std::string many = "1.2";
  while (many.size() <= 128) many += ".3";
  EXPECT_FALSE(is_oid(many));
}

TEST(Values, durations_are_days_hours_minutes_or_seconds) {
  EXPECT_EQ(duration("30d"), 30 * 24h);
  EXPECT_EQ(duration("12h"), 12h);
  EXPECT_EQ(duration("10m"), 10min);
  EXPECT_EQ(duration("90s"), 90s);
  EXPECT_EQ(duration("9999d"), 9999 * 24h);
  for (const char* bad :
       {"", "d", "30", "0d", "030d", "10000h", "1.5d", "-1d", "+1d", "30 d", "30D", "1w", "10S", "30d ", "4294967297d"})
    EXPECT_FALSE(duration(bad).has_value()) << bad;
}

TEST(Values, key_labels_follow_their_grammar) {
  const auto key = key_label("seal/79760001/school/2026.12");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->purpose, KeyPurpose::seal);
  EXPECT_EQ(key->owner, "79760001");
  EXPECT_EQ(key->use, "school");
  EXPECT_EQ(key->year, 2026U);
  EXPECT_EQ(key->generation, 12U);
  EXPECT_TRUE(key_label("time/antin/tsa/2026.1").has_value());
  EXPECT_TRUE(key_label("log/antin/log/2026.1").has_value());
  for (const char* bad : {"", "seal", "seal/a/b", "seal/a/b/2026", "seal/a/b/2026.0", "seal/a/b/2026.01",
                          "seal/a/b/02026.1", "seal/a/b/1999.1", "seal/a/b/10000.1", "seal/a/b/2026.1.1",
                          "seal/a/b/2026.1/", "/seal/a/b/2026.1", "seal//b/2026.1", "seal/a//2026.1", "Seal/a/b/2026.1",
                          "wrap/a/b/2026.1", "seal/a b/c/2026.1", "seal/a/b/2026.x", "seal/a/b/2026."})
    EXPECT_FALSE(key_label(bad).has_value()) << bad;
}

TEST(Values, verifier_keys_are_taken_apart_by_their_form) {
  const auto parts = vkey_parts("seal.example/2026+0123abcd+AQ+/");
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->name, "seal.example/2026");
  EXPECT_EQ(parts->hash, "0123abcd");
  EXPECT_EQ(parts->key, "AQ+/");
  EXPECT_TRUE(vkey_parts("n+0123abcd+AQ==").has_value());
  EXPECT_TRUE(vkey_parts("n+0123abcd+AQE=").has_value());
  for (const char* bad : {"",
                          "n",
                          "n+",
                          "n+0123abcd",
                          "n+0123abcd+",
                          "+0123abcd+AQID",
                          "n m+0123abcd+AQID",
                          "n+0123abc+AQID",
                          "n+0123abcde+AQID",
                          "n+0123ABCD+AQID",
                          "n+0123abcx+AQID",
                          "n+0123abcd-AQID",
                          "n+0123abcd+AQI",
                          "n+0123abcd+A===",
                          "n+0123abcd+====",
                          "n+0123abcd+A=ID",
                          "n+0123abcd+AQ-_",
                          "n+0123abcd+AQID\n",
                          " n+0123abcd+AQID",
                          "n+0123abcd+AQ== "})
    EXPECT_FALSE(vkey_parts(bad).has_value()) << bad;
  EXPECT_FALSE(vkey_parts("n+0123abcd+" + std::string(512, 'A')).has_value());
}

TEST(Values, addresses_have_a_scheme_and_no_slash_at_the_end) {
  for (const char* good : {"http://127.0.0.1:7001", "https://a.example.org/witness"}) EXPECT_TRUE(is_url_prefix(good));
  for (const char* bad : {"", "http://", "https://", "a.example.org", "ftp://a", "http://a/", "http://a b", "HTTP://a",
                          "http://\xC3\xA9", "http://a\n"})
    EXPECT_FALSE(is_url_prefix(bad)) << bad;
  EXPECT_FALSE(is_url_prefix("http://" + std::string(256, 'a')));
}

TEST(Values, a_day_begins_seven_hours_earlier_in_ho_chi_minh_city) {
  const std::chrono::year_month_day day{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{1}};
  EXPECT_EQ(base::print_seconds(start_of(day, Zone::utc)), "2026-03-01T00:00:00Z");
  EXPECT_EQ(base::print_seconds(start_of(day, Zone::ho_chi_minh)), "2026-02-28T17:00:00Z");
}

}  // namespace
}  // namespace antin::policy::text
