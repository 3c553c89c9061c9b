// Every refusal of a file's content, with the place that it names: one change away from a bundle that parses.
#include <gtest/gtest.h>

#include "tests/unit/policy/text/bundle.hpp"

namespace antin::policy::text {
namespace {

class Refusals : public testing::TestWithParam<Refused> {};

TEST_P(Refusals, of) { expect_refused(GetParam()); }

constexpr auto bundle = "bundle.toml", units = "units.toml", systems = "systems.toml", keys = "keys.toml";

INSTANTIATE_TEST_SUITE_P(
    Form, Refusals,
    testing::Values(
        Refused{"an_unknown_key", bundle, "version", "versions",
                "bundle.toml:2: versions: is not a key of this table: remove it, or write one of origin, version"},
        Refused{"an_unknown_key_of_an_inner_table", "workflow.toml",
                "per =", "pro =", "workflow.toml:16: workflow[0].step[1].quota.pro: is not a key"},
        Refused{"an_unknown_table", units, "[[unit]]", "[[units]]", "units.toml:1: units: is not a key"},
        Refused{"an_unknown_key_that_would_not_print", bundle, "version", "\"\\u001b[2J\"",
                "bundle.toml:2: this value: is not a key"},
        Refused{"a_key_twice", bundle, "version = 7", "version = 7\nversion = 8", "bundle.toml:3: is not TOML: "},
        Refused{"a_missing_key", bundle, "version = 7", "",
                "bundle.toml:1: version: is missing: it must be a whole number"},
        Refused{"a_missing_key_of_an_inner_table", units, "code = \"79760001\"\n", "",
                "units.toml:5: unit[1].code: is missing"},
        Refused{"text_where_a_number_belongs", bundle, "7", "\"7\"", "bundle.toml:2: version: must be a whole number"},
        Refused{"a_number_where_text_belongs", bundle, "\"seal.example/2026\"", "1",
                "bundle.toml:1: origin: must be text in quotes"},
        Refused{"decimals_where_a_number_belongs", bundle, "7", "7.0",
                "bundle.toml:2: version: must be a whole number"},
        Refused{"a_truth_where_a_number_belongs", bundle, "7", "true",
                "bundle.toml:2: version: must be a whole number"},
        Refused{"one_table_where_a_list_belongs", "registration.toml", "[[rule]]\nrole = [\"teacher\"]",
                "[rule]\nrole = [\"teacher\"]", "registration.toml:6: is not TOML: "},
        Refused{"a_list_with_a_number", systems, "units = [\"79760001\"]", "units = [\"79760001\", 79]",
                "systems.toml:5: system[0].units: must be a list of texts"},
        Refused{"a_list_with_a_name_twice", systems, "units = [\"79760001\"]", "units = [\"79760001\", \"79760001\"]",
                "systems.toml:5: system[0].units: names \"79760001\" twice"},
        Refused{"an_empty_list", systems, "units = [\"79760001\"]", "units = []",
                "systems.toml:5: system[0].units: is an empty list"},
        Refused{"text_where_a_list_belongs", systems, "units = [\"79760001\"]", "units = \"79760001\"",
                "systems.toml:5: system[0].units: must be a list of texts"},
        Refused{"text_where_a_table_belongs", "workflow.toml", "quota = { per = \"unit-year\", count = 900 }",
                "quota = \"900\"", "workflow.toml:16: workflow[0].step[1].quota: must be a table"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Bundle, Refusals,
                         testing::Values(Refused{"an_origin_with_a_space", bundle, "seal.example", "seal example",
                                                 "bundle.toml:1: origin: must be the log's name"},
                                         Refused{"an_origin_with_a_plus", bundle, "seal.example", "seal+example",
                                                 "bundle.toml:1: origin: must be the log's name"},
                                         Refused{"an_origin_beyond_ascii", bundle, "seal.example", "sê.example",
                                                 "bundle.toml:1: origin: must be the log's name"},
                                         Refused{"version_zero", bundle, "7", "0",
                                                 "bundle.toml:2: version: must be a whole number from 1"},
                                         Refused{"a_negative_version", bundle, "7", "-7",
                                                 "bundle.toml:2: version: must be a whole number from 1"},
                                         Refused{"a_version_beyond_what_fits", bundle, "7", "9223372036854775808",
                                                 "bundle.toml:2: is not TOML: "}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Units, Refusals,
    testing::Values(
        Refused{"a_code_that_is_no_identifier", units, "\"79760001\"", "\"7976/0001\"",
                "units.toml:6: unit[1].code: \"7976/0001\" is not an identifier"},
        Refused{"a_code_twice", units, "\"79760001\"", "\"79\"",
                "units.toml:6: unit[1].code: \"79\" is the code of another unit"},
        Refused{"a_kind_that_is_not_known", units, "\"school\"", "\"college\"",
                "units.toml:8: unit[1].kind: \"college\" is not known here: write one of \"department\", \"school\""},
        Refused{"a_name_with_a_control_character", units, "Ví Dụ", "V\\u001b",
                "units.toml:9: unit[1].name: must be 1 to 256 octets"},
        Refused{"an_empty_name", units, "\"Trường Tiểu học Ví Dụ\"", "\"\"",
                "units.toml:9: unit[1].name: must be 1 to 256 octets"},
        Refused{"a_parent_that_is_no_unit", units, "parent = \"79\"", "parent = \"78\"",
                "units.toml:7: unit[1].parent: \"78\" is not a unit: add it to units.toml"},
        Refused{"a_closing_day_in_quotes", units, "kind = \"school\"", "kind = \"school\"\nclosed = \"2026-07-01\"",
                "units.toml:9: unit[1].closed: must be a date like 2026-05-20"},
        Refused{"a_successor_of_a_unit_that_does_not_close", units, "kind = \"school\"",
                "kind = \"school\"\nsuccessor = \"79\"",
                "units.toml:9: unit[1].successor: is for a unit that closes: say from which day on with `closed`"},
        Refused{"a_successor_that_is_no_unit", units, "kind = \"school\"",
                "kind = \"school\"\nclosed = 2026-07-01\nsuccessor = \"80\"",
                "units.toml:10: unit[1].successor: \"80\" is not a unit"},
        Refused{"a_unit_that_succeeds_itself", units, "kind = \"school\"",
                "kind = \"school\"\nclosed = 2026-07-01\nsuccessor = \"79760001\"",
                "units.toml:10: unit[1].successor: leads in a circle"},
        Refused{"a_successor_under_another_parent", units, "kind = \"school\"",
                "kind = \"school\"\nclosed = 2026-07-01\nsuccessor = \"79\"",
                "units.toml:10: unit[1].successor: \"79\" has another parent"},
        Refused{"a_successor_of_another_kind", units, "parent = \"79\"\nkind = \"school\"",
                "kind = \"school\"\nclosed = 2026-07-01\nsuccessor = \"79\"",
                "units.toml:9: unit[1].successor: \"79\" is of another kind"},
        Refused{"two_units_that_succeed_each_other", units, "[[unit]]\ncode = \"79\"\n",
                "[[unit]]\ncode = \"1\"\nkind = \"school\"\nname = \"A\"\nclosed = 2026-07-01\nsuccessor = \"2\"\n"
                "[[unit]]\ncode = \"2\"\nkind = \"school\"\nname = \"B\"\nclosed = 2026-08-01\nsuccessor = \"1\"\n"
                "[[unit]]\ncode = \"79\"\n",
                "units.toml:6: unit[0].successor: leads in a circle"},
        Refused{"a_unit_that_is_its_own_parent", units, "parent = \"79\"", "parent = \"79760001\"",
                "units.toml:7: unit[1].parent: leads in a circle"},
        Refused{"two_units_that_are_each_others_parent", units, "code = \"79\"\n",
                "code = \"79\"\nparent = \"79760001\"\n", "units.toml:3: unit[0].parent: leads in a circle"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Systems, Refusals,
    testing::Values(
        Refused{"a_name_that_is_no_identifier", systems, "\"department-79\"", "\"department 79\"",
                "systems.toml:8: system[1].name: \"department 79\" is not an identifier"},
        Refused{"a_name_twice", systems, "\"department-79\"", "\"school-79760001\"",
                "systems.toml:8: system[1].name: \"school-79760001\" is the name of another system"},
        Refused{"a_curve_key_that_is_too_short", systems, "rq:rM", "rq:r",
                "systems.toml:9: system[1].curve: must be a CURVE public key in Z85"},
        Refused{"a_curve_key_with_a_character_that_z85_does_not_have", systems, "rq:rM", "rq:r~",
                "systems.toml:9: system[1].curve: must be a CURVE"},
        Refused{"a_curve_key_twice", systems, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
                "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID",
                "systems.toml:9: system[1].curve: is the key of system school-79760001 too"},
        Refused{"a_certificate_that_the_bundle_does_not_have", systems, "systems/b.crt", "systems/c.crt",
                "systems.toml:10: system[1].certificate: \"systems/c.crt\" is not a certificate file of this bundle"},
        Refused{"a_certificate_of_another_system", systems, "systems/b.crt", "systems/a.crt",
                "systems.toml:10: system[1].certificate: names a certificate that is system school-79760001's already"},
        Refused{"a_unit_that_is_none", systems, "[\"79760001\"]", "[\"79760009\"]",
                "systems.toml:5: system[0].units: \"79760009\" is not a unit"},
        Refused{"a_unit_that_is_no_identifier", systems, "[\"79760001\"]", "[\"*\"]",
                "systems.toml:5: system[0].units: \"*\" is not an identifier"},
        Refused{"a_grant_that_is_not_known", systems, "\"submit\"", "\"all\"",
                "systems.toml:6: system[0].grants: \"all\" is not known here: write one of \"submit\", \"timestamp\", "
                "\"audit-own\", \"auditor\", \"govern\""},
        Refused{"no_grants", systems, "[\"submit\", \"timestamp\", \"audit-own\"]", "[]",
                "systems.toml:6: system[0].grants: is an empty list"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Keys, Refusals,
    testing::Values(
        Refused{"retired_in_quotes", keys, "token = \"seals\"", "token = \"seals\"\nretired = \"yes\"",
                "keys.toml:4: key[0].retired: must be true, without quotes"},
        Refused{"not_retired", keys, "token = \"seals\"", "token = \"seals\"\nretired = false",
                "keys.toml:4: key[0].retired: is either true or left out"},
        Refused{"a_retired_time_key", keys, "token = \"time\"", "token = \"time\"\nretired = true",
                "keys.toml:14: key[2].retired: is for a seal key"},
        Refused{"a_label_without_a_purpose", keys, "seal/79/department", "79/department",
                "keys.toml:7: key[1].label: \"79/department/2026.1\" is not a key label: write seal|time|log/"},
        Refused{"a_label_of_an_unknown_purpose", keys, "seal/79/", "sign/79/",
                "keys.toml:7: key[1].label: \"sign/79/department/2026.1\" is not a key label"},
        Refused{"a_label_without_a_generation", keys, "department/2026.1", "department/2026",
                "keys.toml:7: key[1].label: \"seal/79/department/2026\" is not a key label"},
        Refused{"a_label_twice", keys, "seal/79/department/2026.1", "seal/79760001/school/2026.1",
                "keys.toml:7: key[1].label: \"seal/79760001/school/2026.1\" is the label of another key"},
        Refused{"a_seal_whose_owner_is_no_unit", keys, "seal/79/", "seal/78/",
                "keys.toml:7: key[1].label: \"78\" is not a unit"},
        Refused{"a_token_that_is_no_identifier", keys, "token = \"seals\"", "token = \"my seals\"",
                "keys.toml:3: key[0].token: \"my seals\" is not an identifier"},
        Refused{"a_token_label_that_is_too_long", keys, "token = \"seals\"",
                "token = \"abcdefghijklmnopqrstuvwxyz1234567\"",
                "keys.toml:3: key[0].token: must be a token's label of at most 32"},
        Refused{"an_algorithm_that_is_not_known", keys, "\"rsa-pss-3072\"", "\"rsa-2048\"",
                "keys.toml:9: key[1].algorithm: \"rsa-2048\" is not known here: write one of"},
        Refused{"ed25519_for_a_seal", keys, "\"rsa-pss-3072\"", "\"ed25519\"",
                "keys.toml:9: key[1].algorithm: ed25519 is for log keys only"},
        Refused{"rsa_for_a_time_key", keys, "token = \"time\"\nalgorithm = \"ecdsa-p256\"",
                "token = \"time\"\nalgorithm = \"rsa-pss-3072\"",
                "keys.toml:14: key[2].algorithm: a time key must be ecdsa-p256"},
        Refused{"ed25519_for_a_time_key", keys, "token = \"time\"\nalgorithm = \"ecdsa-p256\"",
                "token = \"time\"\nalgorithm = \"ed25519\"",
                "keys.toml:14: key[2].algorithm: a time key must be ecdsa-p256"},
        Refused{"rsa_for_a_log_key", keys, "\"ed25519\"", "\"rsa-pss-3072\"",
                "keys.toml:19: key[3].algorithm: a log key must be ed25519 or ecdsa-p256"},
        Refused{"a_certificate_of_a_log_key", keys, "algorithm = \"ed25519\"\n",
                "algorithm = \"ed25519\"\ncertificate = \"keys/tsa.crt\"\n",
                "keys.toml:20: key[3].certificate: is not for a log key: write its vkey instead"},
        Refused{"a_log_key_without_a_verifier_key", keys,
                "vkey = ", "# vkey = ", "keys.toml:16: key[3].vkey: is missing: it must be text in quotes"},
        Refused{"a_verifier_key_of_another_form", keys, "5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl",
                "5196c410-ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl",
                "keys.toml:20: key[3].vkey: must be a verifier key: <origin>+<8 hexadecimal digits>+<base64>"},
        Refused{"a_verifier_key_of_another_log", keys, "seal.example/2026+", "other.example/2026+",
                "keys.toml:20: key[3].vkey: must have the log's name, \"seal.example/2026\": it has "
                "\"other.example/2026\""},
        Refused{"a_verifier_key_of_two_log_keys", keys, "[[key]]\nlabel = \"log/antin/log/2026.1\"",
                "[[key]]\nlabel = \"log/antin/log/2026.2\"\ntoken = \"log\"\nalgorithm = \"ed25519\"\nvkey = "
                "\"seal.example/2026+5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl\"\n[[key]]\nlabel = "
                "\"log/antin/log/2026.1\"",
                "keys.toml:25: key[4].vkey: is that of key log/antin/log/2026.2 too"},
        Refused{"two_types_of_signature_for_one_log", keys, "[[key]]\nlabel = \"log/antin/log/2026.1\"",
                "[[key]]\nlabel = \"log/antin/log/2025.1\"\ntoken = \"log\"\nalgorithm = \"ecdsa-p256\"\nvkey = "
                "\"seal.example/2026+5196c411+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl\"\n[[key]]\nlabel = "
                "\"log/antin/log/2026.1\"",
                "keys.toml:24: key[4].algorithm: is not that of the log's other key log/antin/log/2025.1: a log keeps"},
        Refused{"a_verifier_key_of_a_seal", keys, "algorithm = \"rsa-pss-3072\"",
                "algorithm = \"rsa-pss-3072\"\nvkey = "
                "\"seal.example/2026+5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl\"",
                "keys.toml:10: key[1].vkey: is for log keys only: this one has a certificate"},
        Refused{"a_certificate_that_the_bundle_does_not_have", keys, "keys/tsa.crt", "keys/none.crt",
                "keys.toml:15: key[2].certificate: \"keys/none.crt\" is not a certificate file"},
        Refused{
            "a_certificate_of_another_key", keys, "keys/department.crt", "keys/school.crt",
            "keys.toml:10: key[1].certificate: names a certificate that is key seal/79760001/school/2026.1's already"},
        Refused{"a_certificate_of_a_system", keys, "keys/department.crt", "systems/a.crt",
                "keys.toml:10: key[1].certificate: names a certificate that is system school-79760001's already"}),
    name_of);

}  // namespace
}  // namespace antin::policy::text
