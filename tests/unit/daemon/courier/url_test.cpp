#include "daemon/courier/url.hpp"

#include <gtest/gtest.h>

namespace antin::courier {
namespace {

TEST(Url, is_read_in_its_parts_and_printed_as_it_was) {
  const auto url = parse_url("http://witness.example:8080/antin/add-checkpoint?a=b%20c");
  ASSERT_TRUE(url);
  EXPECT_EQ(*url, (Url{false, "witness.example", 8080, "/antin/add-checkpoint?a=b%20c"}));
  for (const std::string text :
       {"http://a/", "https://a.b-c.example/x/y", "https://[::1]:8443/", "http://10.0.0.1:1/~a",
        "https://[2001:db8::1]/", "http://a/?", "http://a:65535/.well-known/x..y"}) {
    const auto parsed = parse_url(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(print(*parsed), text);
  }
}

TEST(Url, has_the_port_of_its_scheme) {
  EXPECT_EQ(parse_url("http://a/")->port, 80);
  EXPECT_EQ(parse_url("https://a/")->port, 443);
  EXPECT_EQ(parse_url("https://[::1]/")->port, 443);
  EXPECT_EQ(parse_url("http://a:443/")->port, 443);
}

TEST(Url, of_another_form_is_refused) {
  for (const std::string text : {"",
                                 "/",
                                 "a/",
                                 "ftp://a/",
                                 "HTTP://a/",
                                 "http:/a/",
                                 "http://",
                                 "http:///",
                                 "http://a",
                                 "http://a?b",
                                 "http://A/",
                                 "http://u@a/",
                                 "http://u:p@a/",
                                 "http://a:/",
                                 "http://a:0/",
                                 "http://a:08/",
                                 "http://a:80/",
                                 "https://a:443/",
                                 "http://a:65536/",
                                 "http://a:1x/",
                                 "http://a: 1/",
                                 "http://[::1/",
                                 "http://[]/",
                                 "http://[g]/",
                                 "http://a b/",
                                 "http://a/ b",
                                 "http://a/#b",
                                 "http://a/b\r\nX: y",
                                 "http://a/..",
                                 "http://a/../b",
                                 "http://a/./b",
                                 "http://a/.",
                                 "http://a//b",
                                 "http://a/%2e%2e/b",
                                 "http://a/\xc3\xa9",
                                 "http://a/b?c#d",
                                 "http://a/b?c d",
                                 "http://a/b\\c",
                                 "http://../",
                                 "http://.a/",
                                 "http://a./",
                                 "http://a..b/",
                                 "http://[::1]x/",
                                 "http://[::1]:/"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
  EXPECT_FALSE(parse_url("http://" + std::string(254, 'a') + "/"));
}

bool allows(const std::string& prefix, const std::string& url) {
  return std::move(Reach::of({prefix})).value().allows(parse_url(url).value());
}

TEST(Reach, goes_as_far_as_a_prefix_says) {
  EXPECT_TRUE(allows("http://a/", "http://a/x/y?z"));
  EXPECT_TRUE(allows("http://a/w", "http://a/w"));
  EXPECT_TRUE(allows("http://a/w", "http://a/w/x"));
  EXPECT_TRUE(allows("http://a/w", "http://a/w?x"));
  EXPECT_TRUE(allows("http://a/w/", "http://a/w/x"));
}

TEST(Reach, does_not_go_further) {
  EXPECT_FALSE(allows("http://a/w", "http://a/wx"));
  EXPECT_FALSE(allows("http://a/w/", "http://a/w"));
  EXPECT_FALSE(allows("http://a/", "https://a/"));
  EXPECT_FALSE(allows("http://a/", "http://a:81/"));
  EXPECT_FALSE(allows("http://a/", "http://a.example/"));
  EXPECT_FALSE(allows("http://a/", "http://b/"));
  EXPECT_FALSE(std::move(Reach::of({})).value().allows(parse_url("http://a/").value()));
}

TEST(Reach, refuses_a_prefix_that_is_no_beginning_of_urls) {
  for (const std::string prefix : {"", "http://a", "a.example", "http://a/?x", "http://a/../", "*"})
    EXPECT_FALSE(Reach::of({"http://good/", prefix})) << prefix;
}

}  // namespace
}  // namespace antin::courier
