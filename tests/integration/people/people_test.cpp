// People come into the roster by what registrars sign, over the real wire and by the real programs.
#include "tests/integration/people/scene.hpp"
#include "tests/support/await.hpp"
#include "tests/support/child.hpp"

namespace antin::test {
namespace {

constexpr int teachers = 120;

std::string id_of(int number) { return "t-" + std::to_string(1000 + number); }

TEST_F(People, those_of_the_development_folder_are_imported_by_registrars_on_their_own_machines) {
  import_by_two("dev/people/people-79.csv");
  for (const auto& [unit, registrar] : {std::pair("79760001", "r-000003"), {"79760002", "r-000004"}}) {
    const auto done = roster(std::string("school-") + unit, std::string("import dev/people/people-") + unit + ".csv" +
                                                                key(registrar) + " --out " + unit);
    EXPECT_EQ(done.status, 0) << done.output;
  }
  const auto list = roster(department, "list");
  for (const auto* who : {"p-000001", "p-000002", "p-000003", "p-000004", "p-000007", "p-000008"})
    EXPECT_THAT(list.output, HasSubstr(who));
  EXPECT_THAT(roster(school, "show p-000004").output, HasSubstr("principal"));
  const auto again = roster(department, "import dev/people/people-79.csv --json");
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.output, HasSubstr("\"unchanged\": 7"));
}

TEST_F(People, of_many_lines_the_good_ones_are_done_and_of_the_others_each_says_what_is_wrong) {
  make_key();
  std::string table = header();
  for (int i = 0; i < teachers; ++i) {
    certify(id_of(i), "079" + std::to_string(200000000 + i));
    table += line(id_of(i), id_of(i) + ".crt");
  }
  certify("nameless", "");
  certify("twin", "079200000000");
  table += line("nobody", "") + line("x y", "twin.crt") + line("nameless", "nameless.crt") + line("twin", "twin.crt") +
           line("forged", "../dev/people/p-000009.crt");
  tools().write("people/people.csv", table);
  const auto dry = roster(school, "import people/people.csv --lang en");
  EXPECT_EQ(dry.status, 1) << dry.output;
  EXPECT_THAT(dry.output, HasSubstr("line 122: error: nobody, 79760001: certificate is missing"));

  const auto done = import_teachers("people/people.csv", " --log-key dev/client/log.vkey");
  EXPECT_EQ(done.status, 1) << done.output;
  const auto outcomes = text("people/people.outcomes.csv");
  for (const auto* said : {"122,nobody,79760001,,,error,,error,ERROR,", "123,x y,79760001,,,error,,error,ERROR,",
                           "124,nameless,79760001,teacher,1A,new person,enrol,refused,IDENTITY_MISSING,",
                           "125,twin,79760001,teacher,1A,new person,enrol,refused,IDENTITY_TAKEN,",
                           "126,forged,79760001,teacher,1A,new person,enrol,refused,CERTIFICATE_UNTRUSTED,"})
    EXPECT_THAT(outcomes, HasSubstr(said));
  EXPECT_THAT(done.output, HasSubstr("done        " + std::to_string(teachers)));

  const auto again = roster(school, "import people/people.csv --json");
  EXPECT_THAT(again.output, HasSubstr("\"unchanged\": " + std::to_string(teachers)));
  EXPECT_THAT(again.output, HasSubstr("\"new person\": 3"));

  // Out, and in again: nothing is left to do.
  const auto out = roster(school, "export --out people/exported.csv");
  ASSERT_EQ(out.status, 0) << out.output;
  const auto in = roster(school, "import people/exported.csv --json");
  EXPECT_EQ(in.status, 0) << in.output;
  EXPECT_THAT(in.output, HasSubstr("\"unchanged\": " + std::to_string(teachers)));
  EXPECT_THAT(in.output, Not(HasSubstr("\"new")));

  // The number by which the authority knows somebody stays in the certificate.
  for (const auto& shown : {dry.output, done.output, outcomes, again.output, text("people/people.changes.csv"),
                            text("people/exported.csv"), roster(school, "list --json").output})
    EXPECT_THAT(shown, Not(HasSubstr("079200000")));
}

TEST_F(People, an_import_whose_client_was_killed_goes_on_where_it_was) {
  make_key();
  std::string table = header();
  constexpr int people = 20, roles = 50, lines = people * roles;
  for (int person = 0; person < people; ++person) {
    const auto id = id_of(person);
    certify(id, "079" + std::to_string(200000000 + person));
    for (int i = 0; i < roles; ++i) table += line(id, id + ".crt", "class-" + std::to_string(i));
  }
  tools().write("people/people.csv", table);
  ASSERT_EQ(import_teachers("people/people.csv", " --sign-only").status, 0);
  auto send = words(school, "send people/people");
  for (auto& word : send)
    if (word.starts_with("dev/") || word.starts_with("people/")) word = (tools().path() / word).string();
  const auto journal = tools().path() / "people/people.journal";
  const auto journalled = [&] {
    std::ifstream file(journal);
    return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
  };
  {
    Child client(send, tools().path() / "client.log");
    await("a page that is done", [&] { return journalled() > 1; });
    client.end(SIGKILL);
  }
  const auto before = journalled() - 1;
  const auto resumed = roster(school, "send people/people --json");
  EXPECT_EQ(resumed.status, 0) << resumed.output;
  EXPECT_THAT(resumed.output, HasSubstr("\"done\": " + std::to_string(lines)));
  // On a slow machine the client may have been done before it was killed: then nothing is left to say.
  if (before < lines) {
    EXPECT_THAT(resumed.output, HasSubstr(std::to_string(before) + " were done before"));
  }
  const auto dry = roster(school, "import people/people.csv --json");
  EXPECT_EQ(dry.status, 0);
  EXPECT_THAT(dry.output, HasSubstr("\"unchanged\": " + std::to_string(lines)));
  EXPECT_THAT(roster(school, "show t-1019 --json").output, HasSubstr("class-49\""));
}

TEST_F(People, a_refusal_says_what_to_do) {
  const auto alone = roster(department, "import dev/people/people-79.csv --out alone" + key("r-000001"));
  EXPECT_EQ(alone.status, 1);
  EXPECT_THAT(alone.output, HasSubstr("APPROVALS_MISSING"));
  EXPECT_THAT(alone.output, HasSubstr("line 2: new person: enrol p-000002"));
  const auto elsewhere = roster(school, "import dev/people/people-79760001.csv --out elsewhere" + key("r-000004"));
  EXPECT_EQ(elsewhere.status, 1);
  EXPECT_THAT(elsewhere.output, HasSubstr("NOT_A_REGISTRAR"));
  const auto nobody = roster(school, "suspend --person p-000001 --unit 79760001 --out change" + key("r-000003"));
  EXPECT_EQ(nobody.status, 1);
  EXPECT_THAT(nobody.output, HasSubstr("UNKNOWN_PERSON"));
  EXPECT_THAT(roster(school, "list").output, HasSubstr("r-000003"));
}

TEST_F(People, one_change_after_the_other_is_made_and_shown) {
  ASSERT_EQ(import_teachers("dev/people/people-79760001.csv", " --out teachers").status, 0);
  const auto change = [&](const std::string& command, const std::string& name) {
    const auto done = roster(school, command + " --unit 79760001 --person p-000001 --out " + name + key("r-000003"));
    EXPECT_EQ(done.status, 0) << command << "\n" << done.output;
  };
  const auto shown = [&] { return roster(school, "show p-000001").output; };
  change("suspend", "one");
  EXPECT_THAT(shown(), HasSubstr("suspended   79760001"));
  change("resume", "two");
  EXPECT_THAT(shown(), Not(HasSubstr("suspended")));
  change("enrol --role teacher --scope 2026-2027.1B --from " + day(-1) + " --until " + day(30), "three");
  EXPECT_THAT(shown(), HasSubstr("2026-2027.1B"));
  change("retire --role teacher --scope 2026-2027.1B", "four");
  EXPECT_THAT(shown(), HasSubstr("ended "));
  EXPECT_THAT(roster(school, "list").output, Not(HasSubstr("2026-2027.1B")));
}

}  // namespace
}  // namespace antin::test
