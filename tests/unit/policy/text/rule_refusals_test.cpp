// Every refusal of what workflow, authorities and registration say, one change away from a bundle that parses.
#include <gtest/gtest.h>

#include "tests/unit/policy/text/bundle.hpp"

namespace antin::policy::text {
namespace {

class RuleRefusals : public testing::TestWithParam<Refused> {};

TEST_P(RuleRefusals, of) { expect_refused(GetParam()); }

constexpr auto workflow = "workflow.toml", authorities = "authorities.toml", registration = "registration.toml";

INSTANTIATE_TEST_SUITE_P(
    Workflow, RuleRefusals,
    testing::Values(
        Refused{"a_kind_that_is_no_identifier", workflow, "\"hoc-ba\"", "\"học bạ\"",
                "workflow.toml:2: workflow[0].kind: this value is not an identifier"},
        Refused{"a_kind_twice", workflow, "[[workflow]]\n",
                "[[workflow]]\nkind = \"hoc-ba\"\ndigest = [\"sha256\"]\n[[workflow.step]]\nname = \"a\"\nrole = "
                "[\"b\"]\n[[workflow]]\n",
                "workflow.toml:8: workflow[1].kind: \"hoc-ba\" has a workflow already"},
        Refused{"a_digest_that_is_not_known", workflow, "\"sha384\"", "\"sha1\"",
                "workflow.toml:3: workflow[0].digest: \"sha1\" is not known here: write one of \"sha256\", \"sha384\""},
        Refused{"no_digest", workflow, "[\"sha256\", \"sha384\"]", "[]",
                "workflow.toml:3: workflow[0].digest: is an empty list"},
        Refused{"a_step_name_twice", workflow, "name = \"principal\"", "name = \"teacher\"",
                "workflow.toml:9: workflow[0].step[1].name: \"teacher\" is the name of another step"},
        Refused{"a_role_that_is_no_identifier", workflow, "[\"teacher\"]", "[\"class teacher\"]",
                "workflow.toml:6: workflow[0].step[0].role: \"class teacher\" is not an identifier"},
        Refused{"no_role", workflow, "[\"teacher\"]", "[]",
                "workflow.toml:6: workflow[0].step[0].role: is an empty list"},
        Refused{
            "a_unit_that_is_not_known", workflow, "\"parent\"", "\"any\"",
            "workflow.toml:20: workflow[0].step[2].unit: \"any\" is not known here: write one of \"own\", \"parent\""},
        Refused{
            "a_proof_that_is_not_known", workflow, "\"certificate\"", "\"password\"",
            "workflow.toml:7: workflow[0].step[0].proof: \"password\" is not known here: write one of \"certificate\", "
            "\"vouched\""},
        Refused{"a_seal_on_a_systems_word", workflow, "approvers = 2", "proof = \"vouched\"",
                "workflow.toml:11: workflow[0].step[1].proof: a seal is given on people's own signatures alone"},
        Refused{"no_approver", workflow, "approvers = 2", "approvers = 0",
                "workflow.toml:11: workflow[0].step[1].approvers: must be a whole number from 1 to 16"},
        Refused{"seventeen_approvers", workflow, "approvers = 2", "approvers = 17",
                "workflow.toml:11: workflow[0].step[1].approvers: must be a whole number from 1 to 16"},
        Refused{"a_seal_that_is_no_identifier", workflow, "seal = \"school\"", "seal = \"sch ool\"",
                "workflow.toml:12: workflow[0].step[1].seal: \"sch ool\" is not an identifier"},
        Refused{"a_seal_that_no_key_has", workflow, "seal = \"school\"", "seal = \"tsa\"",
                "workflow.toml:12: workflow[0].step[1].seal: no key of keys.toml has a label seal/<unit>/tsa/"},
        Refused{"a_seal_without_formats", workflow, "formats = [\"cades\"]\n", "",
                "workflow.toml:8: workflow[0].step[1].formats: is missing"},
        Refused{"formats_without_a_seal", workflow, "seal = \"school\"\n", "",
                "workflow.toml:12: workflow[0].step[1].formats: is for a step with a seal"},
        Refused{"a_format_that_is_not_known", workflow, "\"cades\"", "\"pades\"",
                "workflow.toml:13: workflow[0].step[1].formats: \"pades\" is not known here"},
        Refused{"a_window_that_ends_before_it_begins", workflow, "from = 2026-05-20", "from = 2026-07-01",
                "workflow.toml:14: workflow[0].step[1].window.until: is before `from`"},
        Refused{"a_window_in_another_zone", workflow, "Asia/Ho_Chi_Minh", "Europe/Paris",
                "workflow.toml:14: workflow[0].step[1].window.zone: \"Europe/Paris\" is not known here: write "
                "\"Asia/Ho_Chi_Minh\" or \"UTC\", the zones of fixed offset"},
        Refused{"a_window_without_a_zone", workflow, ", zone = \"Asia/Ho_Chi_Minh\"", "",
                "workflow.toml:14: workflow[0].step[1].window.zone: is missing"},
        Refused{"a_window_of_texts", workflow, "2026-05-20", "\"2026-05-20\"",
                "workflow.toml:14: workflow[0].step[1].window.from: must be a date like 2026-05-20, without quotes"},
        Refused{"a_window_of_moments", workflow, "2026-05-20", "2026-05-20T00:00:00Z",
                "workflow.toml:14: workflow[0].step[1].window.from: must be a date like 2026-05-20"},
        Refused{"a_window_from_a_day_that_does_not_exist", workflow, "2026-06-30", "2026-06-31",
                "workflow.toml:14: is not TOML: "},
        Refused{"a_window_beyond_all_days", workflow, "until = 2026-06-30", "until = 9999-12-31",
                "workflow.toml:14: workflow[0].step[1].window.until: must be a day between 1970 and 9998"},
        Refused{"an_age_in_weeks", workflow, "\"30d\"", "\"4w\"",
                "workflow.toml:15: workflow[0].step[1].max_age: must be days, hours, minutes or seconds like \"30d\""},
        Refused{"an_age_of_nothing", workflow, "\"30d\"", "\"0d\"",
                "workflow.toml:15: workflow[0].step[1].max_age: must be days, hours, minutes or seconds"},
        Refused{"an_age_for_the_first_step", workflow, "proof = \"certificate\"", "max_age = \"1d\"",
                "workflow.toml:7: workflow[0].step[0].max_age: counts from the step before, and this is the first"},
        Refused{"a_quota_per_something_else", workflow, "\"unit-year\"", "\"unit-month\"",
                "workflow.toml:16: workflow[0].step[1].quota.per: \"unit-month\" is not known here"},
        Refused{"a_quota_of_none", workflow, "count = 900", "count = 0",
                "workflow.toml:16: workflow[0].step[1].quota.count: must be a whole number from 1"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Endings, RuleRefusals,
    testing::Values(
        Refused{"a_return_at_the_first_step", workflow, "proof = \"certificate\"", "return = [\"wrong-grade\"]",
                "workflow.toml:7: workflow[0].step[0].return: sends back what a step before has approved, and this is "
                "the first"},
        Refused{"a_return_for_a_reason_in_prose", workflow, "\"incomplete\"", "\"is incomplete\"",
                "workflow.toml:23: workflow[0].step[2].return: \"is incomplete\" is not an identifier"},
        Refused{"a_return_for_no_reason", workflow, "[\"wrong-grade\", \"incomplete\"]", "[]",
                "workflow.toml:23: workflow[0].step[2].return: is an empty list"},
        Refused{"a_return_for_a_reason_twice", workflow, "\"incomplete\"", "\"wrong-grade\"",
                "workflow.toml:23: workflow[0].step[2].return: names \"wrong-grade\" twice"},
        Refused{"a_supersession_without_reasons", workflow, "reasons = [\"wrong-grade\"]\n", "",
                "workflow.toml:24: workflow[0].supersede.reasons: is missing"},
        Refused{"a_supersession_without_a_role", workflow,
                "[workflow.supersede]\nrole = [\"principal\", \"acting-principal\"]\n", "[workflow.supersede]\n",
                "workflow.toml:24: workflow[0].supersede.role: is missing"},
        Refused{"a_supersession_by_nobody", workflow, "approvers = 2\nreasons", "approvers = 0\nreasons",
                "workflow.toml:26: workflow[0].supersede.approvers: must be a whole number from 1 to 16"},
        Refused{"a_supersession_with_a_key_that_is_none", workflow, "approvers = 2\nreasons", "window = 1\nreasons",
                "workflow.toml:26: workflow[0].supersede.window: is not a key of this table: remove it, or write one "
                "of role, unit, approvers, reasons"},
        Refused{"a_withdrawal_by_another_unit", workflow, "unit = \"parent\"\nreasons", "unit = \"any\"\nreasons",
                "workflow.toml:30: workflow[0].withdraw.unit: \"any\" is not known here"},
        Refused{"a_withdrawal_for_a_reason_that_is_none", workflow, "\"court-order\"", "\"\"",
                "workflow.toml:31: workflow[0].withdraw.reasons: \"\" is not an identifier"},
        Refused{"a_withdrawal_that_is_no_table", workflow,
                "[workflow.withdraw]\nrole = [\"department-leader\"]\nunit = \"parent\"\nreasons",
                "[[workflow.withdraw]]\nrole = [\"department-leader\"]\nunit = \"parent\"\nreasons",
                "workflow.toml:28: workflow[0].withdraw: must be a table"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    RecordKeys, RuleRefusals,
    testing::Values(
        Refused{"no_record_key", "units.toml", "kind = \"school\"", "record_keys = []\nkind = \"school\"",
                "units.toml:8: unit[1].record_keys: is an empty list"},
        Refused{"a_record_key_of_version_nought", "units.toml", "kind = \"school\"",
                "record_keys = [0]\nkind = \"school\"",
                "units.toml:8: unit[1].record_keys: must be a list of whole numbers from 1 to 4294967295"},
        Refused{"a_negative_record_key", "units.toml", "kind = \"school\"", "record_keys = [-1]\nkind = \"school\"",
                "units.toml:8: unit[1].record_keys: must be a list of whole numbers from 1 to 4294967295"},
        Refused{"a_record_key_in_words", "units.toml", "kind = \"school\"", "record_keys = [\"1\"]\nkind = \"school\"",
                "units.toml:8: unit[1].record_keys: must be a list of whole numbers from 1 to 4294967295"},
        Refused{"a_record_key_twice", "units.toml", "kind = \"school\"", "record_keys = [1, 1]\nkind = \"school\"",
                "units.toml:8: unit[1].record_keys: must rise from each number to the next"},
        Refused{"record_keys_that_fall", "units.toml", "kind = \"school\"", "record_keys = [2, 1]\nkind = \"school\"",
                "units.toml:8: unit[1].record_keys: must rise from each number to the next"},
        Refused{"a_record_key_that_is_no_list", "units.toml", "kind = \"school\"", "record_keys = 1\nkind = \"school\"",
                "units.toml:8: unit[1].record_keys: must be a list of whole numbers"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Authorities, RuleRefusals,
    testing::Values(
        Refused{"no_people", authorities, "[people]", "[person]", "authorities.toml:1: person: is not a key"},
        Refused{"no_roots", authorities, "roots = [\"ca/root.crt\"]", "roots = []",
                "authorities.toml:2: people.roots: is an empty list"},
        Refused{"a_root_that_the_bundle_does_not_have", authorities, "ca/root-2.crt", "ca/root-3.crt",
                "authorities.toml:5: seals.roots: \"ca/root-3.crt\" is not a certificate file"},
        Refused{"an_intermediate_that_the_bundle_does_not_have", authorities, "ca/people.crt", "../people.crt",
                "authorities.toml:3: people.intermediates: \"../people.crt\" is not a certificate file"},
        Refused{"a_timestamp_key_that_is_none", authorities, "time/antin/tsa/2026.1", "time/antin/tsa/2026.2",
                "authorities.toml:7: timestamp.key: \"time/antin/tsa/2026.2\" is not a key: add it to keys.toml"},
        Refused{"a_timestamp_key_of_another_purpose", authorities, "time/antin/tsa/2026.1", "seal/79/department/2026.1",
                "authorities.toml:7: timestamp.key: \"seal/79/department/2026.1\" is not a time key"},
        Refused{"a_policy_that_is_no_object_identifier", authorities, "\"2.999.1.1\"", "\"2.999.01\"",
                "authorities.toml:8: timestamp.policy: \"2.999.01\" is not an object identifier"},
        Refused{"one_policy_for_both_clocks", authorities, "\"2.999.1.2\"", "\"2.999.1.1\"",
                "authorities.toml:9: timestamp.development_policy: must differ from policy"},
        Refused{"no_development_policy", authorities, "development_policy = \"2.999.1.2\"\n", "",
                "authorities.toml:6: timestamp.development_policy: is missing"},
        Refused{"a_revocation_that_is_not_known", authorities, "[seals]", "revocation = \"none\"\n[seals]",
                "authorities.toml:4: people.revocation: \"none\" is not known here: write one of \"crl\", \"ocsp\", "
                "\"either\""},
        Refused{"a_list_age_that_is_none", authorities, "[seals]", "crl_age = \"0h\"\n[seals]",
                "authorities.toml:4: people.crl_age: must be days, hours, minutes or seconds"},
        Refused{"a_response_age_that_nothing_asks_for", authorities, "[seals]", "ocsp_age = \"24h\"\n[seals]",
                "authorities.toml:4: people.ocsp_age: says how old something may be that revocation = \"crl\" does "
                "not ask for"},
        Refused{"a_response_age_beyond_a_month", authorities, "[seals]",
                "revocation = \"ocsp\"\nocsp_age = \"32d\"\n[seals]",
                "authorities.toml:5: people.ocsp_age: no OCSP response is believed for more than 31d"},
        Refused{"systems_without_roots", authorities, "[seals]", "[systems]\nrevocation = \"crl\"\n[seals]",
                "authorities.toml:4: systems.roots: is missing"},
        Refused{"a_root_of_systems_that_the_bundle_does_not_have", authorities, "[seals]",
                "[systems]\nroots = [\"ca/systems.crt\"]\n[seals]",
                "authorities.toml:5: systems.roots: \"ca/systems.crt\" is not a certificate file"},
        Refused{"an_accuracy_of_nothing", authorities, "500", "0",
                "authorities.toml:10: timestamp.accuracy_ms: must be a whole number from 1 to 1000"},
        Refused{"an_accuracy_worse_than_a_second", authorities, "500", "1001",
                "authorities.toml:10: timestamp.accuracy_ms: must be a whole number from 1 to 1000"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Registration, RuleRefusals,
    testing::Values(
        Refused{"a_role_with_two_rules", registration, "\"school-registrar\"]", "\"school-registrar\", \"teacher\"]",
                "registration.toml:7: rule[1].role: \"teacher\" has a rule already"},
        Refused{
            "one_registrar_for_a_role_that_seals", registration, "registrars = 2", "registrars = 1",
            "registration.toml:10: rule[1].registrars: must be 2 or more: \"principal\" approves a step with a seal"},
        Refused{"one_registrar_for_whoever_acts_for_somebody", registration,
                "\"acting-principal\"]\nunit = \"parent\"\nregistrar = \"department-registrar\"\nregistrars = 3",
                "\"deputy\"]\nunit = \"parent\"\nregistrar = \"department-registrar\"\nregistrars = 1",
                "registration.toml:15: rule[2].registrars: must be 2 or more: whoever acts for somebody"},
        Refused{"no_registrar_at_all", registration, "registrars = 1", "registrars = 0",
                "registration.toml:5: rule[0].registrars: must be a whole number from 1 to 16"},
        Refused{"no_number_of_registrars", registration, "registrars = 1\n", "",
                "registration.toml:1: rule[0].registrars: is missing"},
        Refused{"a_registrar_who_approves", registration, "\"school-registrar\"\nregistrars",
                "\"principal\"\nregistrars",
                "registration.toml:4: rule[0].registrar: \"principal\" approves in a workflow"},
        Refused{"a_registrar_that_nobody_can_be", registration, "\"school-registrar\"\nregistrars",
                "\"clerk\"\nregistrars", "registration.toml:4: rule[0].registrar: nobody can be a \"clerk\""},
        Refused{
            "an_acting_role_for_a_role_without_a_rule", registration, "acts_for = [\"principal\"]",
            "acts_for = [\"department-leader\"]",
            "registration.toml:16: rule[2].acts_for: \"department-leader\" is no role that somebody is enrolled into"},
        Refused{"an_acting_role_for_an_acting_role", registration, "acts_for = [\"principal\"]",
                "acts_for = [\"acting-principal\"]",
                "registration.toml:16: rule[2].acts_for: \"acting-principal\" is no role"},
        Refused{"a_founder_who_is_no_registrar", registration, "role = \"department-registrar\"",
                "role = \"department-leader\"",
                "registration.toml:21: registrar[0].role: \"department-leader\" is no registrar of a rule"},
        Refused{"an_id_twice", registration, "\"r-2\"", "\"r-1\"",
                "registration.toml:25: registrar[1].id: \"r-1\" is the id of another registrar"},
        Refused{"a_certificate_of_another_registrar", registration, "people/2.crt", "people/1.crt",
                "registration.toml:26: registrar[1].certificates: names a certificate that is registrar r-1's already"},
        Refused{"a_certificate_of_a_system", registration, "people/2.crt", "systems/a.crt",
                "registration.toml:26: registrar[1].certificates: names a certificate that is system school-79760001's "
                "already"},
        Refused{"a_certificate_that_the_bundle_does_not_have", registration, "people/2.crt", "people/9.crt",
                "registration.toml:26: registrar[1].certificates: \"people/9.crt\" is not a certificate file"},
        Refused{"a_unit_that_is_none", registration, "unit = \"79\"", "unit = \"1\"",
                "registration.toml:20: registrar[0].unit: \"1\" is not a unit"},
        Refused{"a_role_that_ends_before_it_begins", registration, "until = 2026-08-31", "until = 2025-08-31",
                "registration.toml:23: registrar[0].until: is before `from`"}),
    name_of);

TEST(Registration, without_a_rule_is_refused) {
  auto files = small_bundle();
  put(files, "registration.toml", "");
  EXPECT_NE(refusal(files).find("registration.toml:1: rule: is missing"), std::string::npos) << refusal(files);
}

TEST(Registration, a_folder_with_a_roster_is_refused_and_says_what_to_do) {
  auto files = small_bundle();
  put(files, "roster.toml", "[[person]]\n");
  EXPECT_NE(refusal(files).find("roster.toml: people stand in no bundle"), std::string::npos) << refusal(files);
  EXPECT_NE(refusal(files).find("antin roster import"), std::string::npos);
}

TEST(Workflow, files_without_any_workflow_unit_or_key_are_refused) {
  auto files = small_bundle();
  put(files, "workflow.toml", "");
  EXPECT_NE(refusal(files).find("workflow: is missing"), std::string::npos);
  put(files, "keys.toml", "");
  EXPECT_NE(refusal(files).find("key: is missing"), std::string::npos);
  put(files, "units.toml", "");
  EXPECT_NE(refusal(files).find("unit: is missing"), std::string::npos);
}

TEST(Workflow, a_list_of_something_else_than_tables_is_refused) {
  auto files = small_bundle();
  put(files, "workflow.toml", "# none\nworkflow = [1]\n");
  EXPECT_EQ(refusal(files), "workflow.toml:2: workflow[0]: must be a table");
  put(files, "workflow.toml", "[workflow]\nkind = \"hoc-ba\"\n");
  EXPECT_EQ(refusal(files).substr(0, 56), "workflow.toml:1: workflow: must be a list of tables, eac");
}

TEST(Workflow, a_workflow_without_steps_is_refused) {
  auto files = small_bundle();
  put(files, "workflow.toml", "[[workflow]]\nkind = \"hoc-ba\"\ndigest = [\"sha256\"]\n");
  EXPECT_EQ(refusal(files).substr(0, 46), "workflow.toml:1: workflow[0].step: is missing:");
}

}  // namespace
}  // namespace antin::policy::text
