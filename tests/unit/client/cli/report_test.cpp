// The year's report, from the entries of a log that the test makes.
#include "tests/unit/client/cli/audit_fixture.hpp"

namespace antin::cli {
namespace {

class Reports : public Audits {
 protected:
  void SetUp() override {
    Audits::SetUp();
    m_log.hides = [](auto) { return false; };
    for (int day = 10; day < 28; ++day)
      for (int i = 0; i < day % 7 + 1; ++i) done("2026-05-" + std::to_string(day), "principal", true);
    done("2026-05-10", "teacher", false);
    m_log.add(R"({"at":"2026-05-11T02:00:00.000Z","code":"OUT_OF_ORDER","kind":"hoc-ba","step":"principal",)"
              R"("system":"school-79760001","type":"denied","unit":"79760001"})");
    // 30 April in UTC, 1 May in Vietnam; and the year before in UTC, this one in Vietnam.
    done("2026-04-30", "principal", true, "20:00:00");
    done("2025-12-31", "principal", true, "17:00:00");
    done("2025-06-01", "principal", true);
  }
  void done(const std::string& day, const std::string& step, bool seals, const std::string& time = "02:11:09") {
    m_log.add(R"({"at":")" + day + "T" + time + R"(.412Z","kind":"hoc-ba",)" +
              R"("people":[{"id":"hmac:77ab","proof":"certificate","role":")" + step + R"("}],)" +
              (seals ? R"("seal":"sha256:c3ab",)" : "") + R"("step":")" + step +
              R"(","system":"school-79760001","type":"done","unit":"79760001"})");
    if (day.substr(0, 4) == "2026" || time > "16") m_done += 1;
  }
  std::string page(const Words& more = {}) {
    Words words{"report", "--year", "2026"};
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = audit(words);
    EXPECT_EQ(ran.status, Exit::ok) << ran.err;
    return ran.out;
  }
  std::uint64_t m_done = 0;
};

TEST_F(Reports, counts_what_was_done_in_the_year_as_vietnam_counts_it) {
  const auto out = page({"--format", "csv"});
  EXPECT_THAT(out, HasSubstr("OUT_OF_ORDER"));
  EXPECT_THAT(out, HasSubstr("units,79760001,,done," + std::to_string(m_done) + "\r\n"));
  EXPECT_THAT(out, HasSubstr("2026-05-01"));
  EXPECT_THAT(out, HasSubstr("2026-01-01"));
  EXPECT_THAT(out, testing::Not(HasSubstr("2025-")));
}

TEST_F(Reports, are_one_page_in_vietnamese_or_english_that_fetches_nothing) {
  const auto vietnamese = page();
  const auto english = page({"--lang", "en"});
  EXPECT_THAT(vietnamese, HasSubstr("lang=\"vi\""));
  EXPECT_THAT(english, HasSubstr("lang=\"en\""));
  for (const auto& out : {vietnamese, english}) {
    EXPECT_THAT(out, StartsWith("<!DOCTYPE html>"));
    EXPECT_THAT(out, HasSubstr("<svg"));
    EXPECT_THAT(out, HasSubstr("hmac:77ab"));
    EXPECT_THAT(out, HasSubstr(base::to_base64(tlog::open_checkpoint(m_log.note(), m_log.key.vkey())->root)));
    for (const auto* fetched : {"<script", "<link", "src=", "@import", "url("})
      EXPECT_THAT(out, testing::Not(HasSubstr(fetched)));
  }
}

TEST_F(Reports, count_what_a_server_vouched_for_apart_from_what_people_signed) {
  EXPECT_THAT(page({"--lang", "en"}), testing::Not(HasSubstr("vouched for there is no signature")));
  const auto approved = [this](const std::string& id, const std::string& proof) {
    m_log.add(R"({"at":"2026-05-11T02:00:00.000Z","kind":"hoc-ba","people":[{"id":"hmac:)" + id + R"(","proof":")" +
              proof + R"(","role":"teacher"}],"step":"teacher","type":"done","unit":"79760001"})");
  };
  for (int i = 0; i < 3; ++i) approved("88cd", "vouched");
  approved("88cd", "certificate");
  approved("99ef", "vouched");
  for (int i = 0; i < 2; ++i) approved("11aa", "certificate");
  approved("99ef", "a-word-of-tomorrow");
  const auto out = page({"--format", "csv"});
  EXPECT_THAT(out, HasSubstr("people,hmac:88cd,teacher,signed,1\r\npeople,hmac:88cd,teacher,vouched,3\r\n"));
  EXPECT_THAT(out, HasSubstr("people,hmac:99ef,teacher,signed,0\r\npeople,hmac:99ef,teacher,vouched,2\r\n"));
  EXPECT_THAT(page({"--format", "jsonl"}),
              HasSubstr(R"({"table":"people","person":"hmac:88cd","role":"teacher","signed":1,"vouched":3})"));
  EXPECT_LT(out.find("people,hmac:88cd"), out.find("people,hmac:11aa")) << "who approved most comes first, however";
  const auto english = page({"--lang", "en"});
  EXPECT_THAT(english, HasSubstr("Vouched for by a server"));
  EXPECT_THAT(english, HasSubstr("So many approvals are of this kind: 5."));
  EXPECT_THAT(english, HasSubstr(R"(Approvers who signed</dt><dd id="figures-approvers">3</dd>)")) << "not 99ef";
  const auto vietnamese = page();
  EXPECT_THAT(vietnamese, HasSubstr("Máy chủ xác nhận thay"));
  EXPECT_THAT(vietnamese, HasSubstr("Số lần như vậy: 5."));
}

TEST_F(Reports, count_the_revisions_that_ended_by_kind) {
  const auto ended = [this](const std::string& type, const std::string& kind, const std::string& unit = "79760001") {
    m_log.add(R"({"at":"2026-05-11T02:00:00.000Z","kind":")" + kind + R"(","revision":1,"type":")" + type +
              R"(","unit":")" + unit + R"("})");
  };
  for (int i = 0; i < 3; ++i) ended("returned", "hoc-ba");
  for (int i = 0; i < 2; ++i) ended("superseded", "hoc-ba");
  ended("withdrawn", "hoc-ba");
  ended("withdrawn", "giay-khen");
  ended("withdrawn", "hoc-ba", "79760002");
  const auto out = page({"--format", "csv", "--unit", "79760001"});
  EXPECT_THAT(out, HasSubstr("endings,giay-khen,,returned,0\r\nendings,giay-khen,,superseded,0\r\n"
                             "endings,giay-khen,,withdrawn,1\r\nendings,hoc-ba,,returned,3\r\n"
                             "endings,hoc-ba,,superseded,2\r\nendings,hoc-ba,,withdrawn,1\r\n"));
  EXPECT_THAT(page({"--lang", "en"}), HasSubstr("Revisions returned, superseded, withdrawn"));
}

TEST_F(Reports, count_changes_of_the_roster_by_unit_role_and_what_was_done) {
  const auto changed = [this](const std::string& action, const std::string& role,
                              const std::string& unit = "79760001") {
    m_log.add(R"({"action":")" + action + R"(","at":"2026-05-11T02:00:00.000Z",)" +
              (role.empty() ? "" : R"("role":")" + role + R"(",)") + R"("type":"roster","unit":")" + unit + R"("})");
  };
  for (int i = 0; i < 3; ++i) changed("enrol", "teacher");
  changed("enrol", "principal");
  changed("acting-for", "acting-principal");
  changed("retire", "teacher");
  for (const auto* action : {"certificate", "suspend", "suspend", "resume", "a-word-of-tomorrow"}) changed(action, "");
  changed("enrol", "teacher", "79760002");
  const auto row = [](const std::string& role, const std::string& counts) {
    std::string out;
    const char* columns[] = {"enrolled", "acting-for", "certificates", "suspended", "resumed", "retired"};
    for (std::size_t i = 0; i < counts.size(); ++i)
      out += "roster,79760001," + role + "," + columns[i] + "," + counts[i] + "\r\n";
    return out;
  };
  const auto out = page({"--format", "csv", "--unit", "79760001"});
  EXPECT_THAT(out, HasSubstr(row("", "001210") + row("acting-principal", "010000") + row("principal", "100000") +
                             row("teacher", "300001")));
  EXPECT_THAT(out, testing::Not(HasSubstr("roster,79760002")));
  EXPECT_THAT(page({"--format", "jsonl"}),
              HasSubstr(R"({"table":"roster","unit":"79760002","role":"teacher","enrolled":1,"acting-for":0,)"
                        R"("certificates":0,"suspended":0,"resumed":0,"retired":0})"));
  EXPECT_THAT(page({"--lang", "en"}), HasSubstr("Changes of the roster by unit and role"));
  EXPECT_THAT(page(), HasSubstr("Thay đổi danh sách người theo đơn vị và vai trò"));
}

TEST_F(Reports, count_records_by_the_version_of_their_key_and_name_units_with_several) {
  const auto step_of = [this](const std::string& unit, const std::string& record, const std::string& step) {
    m_log.add(R"({"at":"2026-05-11T02:00:00.000Z","kind":"hoc-ba","record":")" + record + R"(","step":")" + step +
              R"(","type":"done","unit":")" + unit + R"("})");
  };
  for (const auto* step : {"teacher", "principal"}) step_of("79760003", "1.a", step);
  step_of("79760003", "1.b", "teacher");
  step_of("79760003", "2.a", "teacher");
  step_of("79760004", "2.a", "teacher");
  const auto out = page({"--format", "csv"});
  EXPECT_THAT(out, HasSubstr("record-keys,79760003,1,records,2\r\nrecord-keys,79760003,2,records,1\r\n"
                             "record-keys,79760004,2,records,1\r\n"));
  const auto mixed = audit({"report", "--year", "2026", "--lang", "en", "--unit", "79760003"});
  EXPECT_THAT(mixed.out, HasSubstr("Units with records under several versions, or with ids that name none: 79760003"));
  EXPECT_THAT(mixed.err, HasSubstr("unit 79760003 has records under several versions"));
  const auto plain = audit({"report", "--year", "2026", "--lang", "en", "--unit", "79760004"});
  EXPECT_THAT(plain.out, testing::Not(HasSubstr("Units with records under several versions")));
}

TEST_F(Reports, of_one_unit_leave_the_others_out_and_say_so) {
  m_log.add(R"({"at":"2026-05-11T02:00:00.000Z","kind":"hoc-ba","step":"principal","type":"done","unit":"79760002"})");
  EXPECT_THAT(page({"--format", "csv"}), HasSubstr("79760002"));
  EXPECT_THAT(page({"--format", "csv", "--unit", "79760001"}), testing::Not(HasSubstr("79760002")));
}

TEST_F(Reports, show_nothing_of_the_log_as_markup) {
  m_log.add(R"({"at":"2026-05-11T02:00:00.000Z","kind":"<script>alert(1)</script>","step":"\"><img src=x>",)"
            R"("type":"done","unit":"</style><b>&amp;"})");
  const auto out = page();
  EXPECT_THAT(out, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(out, testing::Not(HasSubstr("<script")));
  EXPECT_THAT(out, testing::Not(HasSubstr("<img")));
  EXPECT_THAT(out, testing::Not(HasSubstr("</style><b>")));
}

TEST_F(Reports, rest_on_a_log_that_verifies_or_are_not_made) {
  const client::NoteKey other("seal.dev.example/2026");
  m_scratch.write("log.vkey", tlog::print(other.vkey()) + "\n");
  const auto ran = audit({"report", "--year", "2026"});
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_EQ(ran.out, "");
}

TEST_F(Reports, are_written_to_a_file_when_one_is_named) {
  EXPECT_EQ(page({"--out", path("report.html")}), "");
  EXPECT_THAT(m_scratch.text("report.html"), StartsWith("<!DOCTYPE html>"));
}

TEST_F(Reports, need_a_year) {
  EXPECT_EQ(audit({"report"}).status, Exit::usage);
  EXPECT_EQ(audit({"report", "--year", "soon"}).status, Exit::usage);
  EXPECT_EQ(audit({"report", "--year", "2026", "--lang", "fr"}).status, Exit::usage);
}

TEST_F(Reports, of_entries_may_be_a_page_too) {
  const auto ran = audit({"export", "--format", "html"});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(ran.out, HasSubstr("OUT_OF_ORDER"));
}

}  // namespace
}  // namespace antin::cli
