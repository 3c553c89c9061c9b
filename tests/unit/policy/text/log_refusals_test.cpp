// Every refusal of what log.toml says, one change away from a bundle that parses.
#include <gtest/gtest.h>

#include "tests/unit/policy/text/bundle.hpp"

namespace antin::policy::text {
namespace {

class LogRefusals : public testing::TestWithParam<Refused> {};

TEST_P(LogRefusals, of) { expect_refused(GetParam()); }

constexpr auto log = "log.toml";

INSTANTIATE_TEST_SUITE_P(
    Log, LogRefusals,
    testing::Values(
        Refused{"an_unknown_key", log, "[anchor]", "[anchors]", "log.toml:14: anchors: is not a key of this table"},
        Refused{"a_key_that_is_none", log, "log/antin/log/2026.1", "log/antin/log/2026.2",
                "log.toml:1: key: \"log/antin/log/2026.2\" is not a key: add it to keys.toml"},
        Refused{"a_key_of_another_purpose", log, "log/antin/log/2026.1", "time/antin/tsa/2026.1",
                "log.toml:1: key: \"time/antin/tsa/2026.1\" is not a log key"},
        Refused{"a_log_without_a_key", log, "key = \"log/antin/log/2026.1\"", "", "log.toml:1: key: is missing"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Succession, LogRefusals,
                         testing::Values(Refused{"a_predecessor_without_its_key", log, "[anchor]",
                                                 "[succeeds]\n\n[anchor]", "log.toml:14: succeeds.vkey: is missing"},
                                         Refused{"a_predecessor_whose_key_has_another_form", log, "[anchor]",
                                                 "[succeeds]\nvkey = \"old.example\"\n\n[anchor]",
                                                 "log.toml:15: succeeds.vkey: must be a verifier key"},
                                         Refused{"an_unknown_key_of_a_predecessor", log, "[anchor]",
                                                 "[succeeds]\nname = \"x\"\n\n[anchor]",
                                                 "log.toml:15: succeeds.name: is not a key of this table"}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Witnesses, LogRefusals,
    testing::Values(
        Refused{"more_needed_than_there_are", log, "need = 2", "need = 3",
                "log.toml:3: witnesses.need: is more than there are under [[witness]]: 2"},
        Refused{"a_negative_need", log, "need = 2", "need = -1", "log.toml:3: witnesses.need: must be a whole number"},
        Refused{"a_lag_that_is_no_time", log, "\"10m\"", "\"10\"",
                "log.toml:4: witnesses.lag: must be days, hours, minutes or seconds like"},
        Refused{"another_way_to_take_lag", log, "\"stop\"", "\"ignore\"",
                "log.toml:5: witnesses.on-lag: \"ignore\" is not known here: write one of \"stop\", \"go-on\""},
        Refused{"no_word_on_lag", log, "on-lag = \"stop\"\n", "", "log.toml:2: witnesses.on-lag: is missing"},
        Refused{"witnesses_of_whom_nothing_is_asked", log, "[witnesses]\nneed = 2\nlag = \"10m\"\non-lag = \"stop\"\n",
                "", "log.toml:1: witnesses: is missing: it must be a table"},
        Refused{"an_unknown_key_of_a_witness", log, "url = \"https", "uri = \"https",
                "log.toml:13: witness[1].uri: is not a key of this table"},
        Refused{"a_name_that_is_not_the_one_in_the_vkey", log, "name = \"example.org/witness-b\"",
                "name = \"example.org/witness-c\"",
                "log.toml:11: witness[1].name: must be the name in its vkey, \"example.org/witness-b\""},
        Refused{"a_vkey_of_another_form", log, "witness-b+", "witness-b ",
                "log.toml:12: witness[1].vkey: must be a verifier key: <name>+<8 hexadecimal digits>+<base64>"},
        Refused{"an_address_of_another_scheme", log, "https://", "ftp://",
                "log.toml:13: witness[1].url: must begin with http:// or https://"},
        Refused{"an_address_that_ends_in_a_slash", log, "example.org/w\"", "example.org/w/\"",
                "log.toml:13: witness[1].url: must begin with http:// or https:// and not end in a slash"},
        Refused{"an_address_twice", log, "https://b.example.org/w", "http://127.0.0.1:7001",
                "log.toml:13: witness[1].url: is that of witness example.org/witness-a too"},
        Refused{"a_witness_twice", log,
                "[[witness]]\nname = \"example.org/witness-b\"\nvkey = "
                "\"example.org/witness-b+556c3744+BOGUs/waQ859kHe9rCUeLU/S0VCl03UzPye77db6E0jb\"",
                "[[witness]]\nname = \"example.org/witness-a\"\nvkey = "
                "\"example.org/witness-a+5b7a543e+BMAwvNSY83vf2/WBsD7EfRKOUdoWLULYgXLRMMjd2uGJ\"",
                "log.toml:11: witness[1].name: \"example.org/witness-a\" is the name of another witness"},
        Refused{"one_key_under_two_names", log, "+BOGUs/waQ859kHe9rCUeLU/S0VCl03UzPye77db6E0jb",
                "+BMAwvNSY83vf2/WBsD7EfRKOUdoWLULYgXLRMMjd2uGJ",
                "log.toml:12: witness[1].vkey: holds the key of witness example.org/witness-a too"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Anchor, LogRefusals,
    testing::Values(
        Refused{"no_address", log, "url = \"http://tsa.example.org\"\n", "", "log.toml:14: anchor.url: is missing"},
        Refused{"an_address_without_a_scheme", log, "http://tsa", "tsa",
                "log.toml:15: anchor.url: must begin with http:// or https://"},
        Refused{"a_time_that_is_none", log, "\"1h\"", "\"hourly\"",
                "log.toml:16: anchor.every: must be days, hours, minutes or seconds like"},
        Refused{"a_root_that_the_bundle_does_not_have", log, "ca/tsa-root.crt", "ca/none.crt",
                "log.toml:17: anchor.roots: \"ca/none.crt\" is not a certificate file of this bundle"},
        Refused{"no_roots", log, "[\"ca/tsa-root.crt\"]", "[]", "log.toml:17: anchor.roots: is an empty list"},
        Refused{"an_unknown_key_of_the_anchor", log, "every", "each",
                "log.toml:16: anchor.each: is not a key of this table"}),
    name_of);

TEST(Log, no_more_than_32_witnesses_are_named) {
  std::string text = "key = \"log/antin/log/2026.1\"\n[witnesses]\nneed = 1\nlag = \"1h\"\non-lag = \"go-on\"\n";
  const auto add = [&](int number) {
    const auto name = "w" + std::to_string(number);
    text += "[[witness]]\nname = \"" + name + "\"\nvkey = \"" + name + "+0123abcd+" + std::to_string(1000 + number) +
            "\"\nurl = \"http://" + name + "\"\n";
  };
  auto files = small_bundle();
  for (int i = 0; i < 32; ++i) add(i);
  put(files, "log.toml", text);
  EXPECT_EQ(refusal(files), "");
  add(32);
  put(files, "log.toml", text);
  EXPECT_EQ(refusal(files), "log.toml:134: witness[32]: is one witness too many: name at most 32");
}

}  // namespace
}  // namespace antin::policy::text
