// The pages that people print, looked at in a browser.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <thread>

#include "tests/unit/client/cli/audit_fixture.hpp"
#include "tests/unit/client/cli/browser.hpp"

namespace antin::cli {
namespace {

// Something that a page could fetch from, and that would know. It says nothing and hangs up.
class Listener {
 public:
  Listener() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_socket, 16) != 0 ||
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] {
      for (int peer = -1; (peer = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(peer)) ++m_visits;
    });
  }
  ~Listener() {
    ::shutdown(m_socket, SHUT_RDWR);
    m_thread.join();
    ::close(m_socket);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port) + "/"; }
  [[nodiscard]] int visits() const { return m_visits; }

 private:
  int m_socket, m_port = 0;
  std::atomic<int> m_visits = 0;
  std::thread m_thread;
};

class Pages : public Audits {
 protected:
  void SetUp() override {
    Audits::SetUp();
    m_log.hides = [](auto) { return false; };
  }
  void done(const std::string& unit, const std::string& day, const std::string& step, const std::string& person) {
    m_log.add(R"({"at":")" + day + R"(T02:11:09.412Z","kind":"hoc-ba","people":[{"id":"hmac:)" + person +
              R"(","proof":"certificate","role":")" + step +
              R"("}],"record":"1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3","revision":1,)" +
              (step == "teacher" ? "" : R"("seal":"sha256:c3ab",)") + R"("step":")" + step + R"(","system":"school-)" +
              unit + R"(","type":"done","unit":")" + unit + R"("})");
  }
  void denied(const std::string& unit, const std::string& day, const std::string& code) {
    m_log.add(R"({"at":")" + day + R"(T03:00:00.000Z","code":")" + code + R"(","kind":"hoc-ba","step":"principal",)" +
              R"("system":"school-)" + unit + R"(","type":"denied","unit":")" + unit + R"("})");
  }
  void registered(const std::string& unit, const std::string& action, const std::string& role) {
    m_log.add(R"({"action":")" + action + R"(","at":"2026-05-20T01:00:00.000Z",)" +
              (role.empty() ? "" : R"("role":")" + role + R"(",)") + R"("type":"roster","unit":")" + unit + R"("})");
  }
  // Two schools and their busy weeks: seals by day as `m_seals` says.
  void add_a_season() {
    for (const auto& [day, count] : m_seals) {
      for (int i = 0; i < count; ++i) {
        done("79760001", day, "teacher", std::string(60, '1') + std::to_string(1000 + i % 3));
        done(i % 3 == 0 ? "79760002" : "79760001", day, "principal",
             std::string(60, '2') + std::to_string(1000 + i % 2));
      }
    }
    denied("79760001", "2026-05-21", "OUT_OF_ORDER");
    denied("79760001", "2026-05-22", "OUT_OF_ORDER");
    denied("79760002", "2026-05-22", "CERTIFICATE_REVOKED");
    for (const auto* unit : {"79760001", "79760002"}) {
      for (const auto* role : {"teacher", "teacher", "principal"}) registered(unit, "enrol", role);
      registered(unit, "suspend", "");
    }
    registered("79760001", "retire", "teacher");
  }
  void make(const std::string& name, Words words) {
    words = words + Words{"--out", path(name)};
    const auto ran = audit(words);
    ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  }

  const std::map<std::string, int> m_seals{
      {"2026-05-20", 3}, {"2026-05-21", 12}, {"2026-05-25", 24}, {"2026-06-01", 6}};
  Browser m_browser{m_scratch};
};

// innerText leaves out what is not displayed, and has a tab between cells.
constexpr const char* what_is_read = "print(document.title); print(document.body.innerText);";

TEST_F(Pages, a_report_in_vietnamese_shows_its_title_figures_and_tables) {
  add_a_season();
  make("report.html", {"report", "--year", "2026"});
  const auto read = m_browser.measured("report.html", what_is_read);
  EXPECT_THAT(read, StartsWith("Báo cáo nhật ký ký số\nBáo cáo nhật ký ký số\n"));
  for (const auto* line : {"Năm 2026 · mọi đơn vị mà người đọc được xem", "Số con dấu mỗi ngày", "Theo trường (đơn vị)",
                           "Ai đã duyệt bao nhiêu", "Từ chối theo mã lý do", "Báo cáo này dựa trên gì",
                           "Ngày và năm theo giờ Việt Nam (UTC+7)."}) {
    EXPECT_THAT(read, HasSubstr(line));
  }
  EXPECT_THAT(read, HasSubstr("\n79760001\t30\t75\t2\t0\n79760002\t15\t15\t1\t0\n"));
  EXPECT_THAT(read, HasSubstr("\nhoc-ba\tprincipal\t45\t45\t3\t0\nhoc-ba\tteacher\t0\t45\t0\t0\n"));
  EXPECT_THAT(read, HasSubstr("\n2026-05-25\t24\t48\t0\t0\n"));
  EXPECT_THAT(read, HasSubstr("\nĐơn vị\tVai trò\tGhi nhận\tQuyền thay\tThêm chứng thư\tTạm đình chỉ\t"
                              "Cho ký trở lại\tKết thúc vai trò\n79760001\t–\t0\t0\t0\t1\t0\t0\n"));
  EXPECT_THAT(read, HasSubstr("\n79760001\tteacher\t2\t0\t0\t0\t0\t1\n"));
  EXPECT_THAT(read, HasSubstr("\nOUT_OF_ORDER\t2\t0"));
}

TEST_F(Pages, a_report_in_english_says_the_same) {
  add_a_season();
  make("report.html", {"report", "--year", "2026", "--lang", "en"});
  const auto read = m_browser.measured("report.html", what_is_read);
  EXPECT_THAT(read, StartsWith("Report on the log of signatures\nReport on the log of signatures\n"));
  for (const auto* line :
       {"Seals per day", "By school (unit)", "Who approved how many", "Changes of the roster by unit and role",
        "Denials by code", "\n79760001\t30\t75\t2\t0\n", "\nCERTIFICATE_REVOKED\t1\t0"}) {
    EXPECT_THAT(read, HasSubstr(line));
  }
}

TEST_F(Pages, the_bars_of_the_chart_are_as_high_as_the_counts_and_in_the_order_of_the_days) {
  add_a_season();
  make("report.html", {"report", "--year", "2026"});
  std::istringstream bars(m_browser.measured(
      "report.html",
      "const grid = [...document.querySelectorAll('#chart .grid')].map(line => line.getBoundingClientRect().y);"
      "const labels = [...document.querySelectorAll('#chart text[text-anchor=end]')].map(text => text.textContent);"
      "print([labels[0], grid[0], labels.at(-1), grid.at(-1)].join(' '));"
      "for (const bar of document.querySelectorAll('#chart .bar')) { const box = bar.getBoundingClientRect();"
      "  print([bar.querySelector('title').textContent.replace(':', ''), box.x + box.width / 2, box.y, box.height]"
      "    .join(' ')); }"));
  std::string day, places;
  double zero = -1, foot = 0, top = 0, head = 0, last = 0;
  ASSERT_TRUE(bars >> zero >> foot >> top >> head);
  EXPECT_EQ(zero, 0);
  EXPECT_EQ(top, 25) << "the axis reaches the highest bar, of 24";
  std::size_t seen = 0;
  for (double count = 0, x = 0, y = 0, height = 0; bars >> day >> count >> x >> y >> height; ++seen) {
    ASSERT_TRUE(m_seals.contains(day)) << day;
    EXPECT_EQ(count, m_seals.at(day));
    EXPECT_NEAR(y + height, foot, 0.5) << day << " stands on the axis";
    EXPECT_NEAR(height, count * (foot - head) / top, 0.5) << day << " is as high as the axis says";
    EXPECT_GT(x, last);
    last = x;
    const auto place = [&](double at) { return "[" + std::to_string(x) + "," + std::to_string(at) + "],"; };
    places += place(y - 3) + place(y + 3) + place(y + height - 3);
  }
  EXPECT_EQ(seen, m_seals.size());
  // And so it is painted: nothing above a bar, the seal's red from its top to its foot.
  std::string expected;
  for (std::size_t i = 0; i < seen; ++i) expected += "255,255,255\n179,38,30\n179,38,30\n";
  EXPECT_EQ(m_browser.painted("report.html", "[" + places + "]") + "\n", expected);
}

TEST_F(Pages, nothing_on_a_page_is_wider_than_it) {
  add_a_season();
  make("report.html", {"report", "--year", "2026"});
  make("entries.html", {"export", "--format", "html"});
  for (const auto* page : {"report.html", "entries.html"}) {
    EXPECT_EQ(m_browser.measured(page,
                                 "print(document.documentElement.scrollWidth - innerWidth);"
                                 "for (const cell of document.querySelectorAll('td, th, dd'))"
                                 "  if (cell.scrollWidth > cell.clientWidth + 1) print(cell.textContent);"),
              "0")
        << page;
  }
}

TEST_F(Pages, exported_entries_are_a_table_with_a_row_each) {
  done("79760001", "2026-05-20", "principal", "77ab");
  m_log.hides = [](auto index) { return index == 4; };
  make("entries.html", {"export", "--format", "html", "--from", "3"});
  const auto read =
      m_browser.measured("entries.html",
                         "print(document.title); for (const row of document.querySelectorAll('#entries tr'))"
                         "  print([...row.children].slice(0, 4).map(cell => cell.innerText).join(' '));");
  EXPECT_THAT(read,
              StartsWith("Các mục của nhật ký ký số\nSố Thời điểm Loại mục Đơn vị\n3  done 79760001\n4  hidden \n"));
  EXPECT_THAT(read, testing::EndsWith("\n30 2026-05-20 09:11:09 +07:00 done 79760001"));
}

TEST_F(Pages, a_hostile_entry_runs_nothing_and_fetches_nothing) {
  const Listener listener;
  const auto hostile = "<img src=" + listener.url() + "x><script>document.title='owned'</script>" + "<style>@import '" +
                       listener.url() + "y'</style><b onmouseover=1>";
  std::string quoted;
  for (const char c : hostile) quoted += c == '"' ? "\\\"" : std::string(1, c);
  m_log.add(R"({"at":"2026-05-11T02:00:00.000Z","kind":")" + quoted + R"(","step":"\">)" + quoted +
            R"(","type":"done","unit":"</td></table></style>)" + quoted + R"("})");
  make("report.html", {"report", "--year", "2026"});
  make("entries.html", {"export", "--format", "html"});
  for (const std::string page : {"report.html", "entries.html"}) {
    const auto dom = m_browser.dom(page);
    EXPECT_THAT(dom, testing::Not(HasSubstr("<title>owned")));
    for (const auto* element : {"<img", "<script", "<b ", "onmouseover=\""}) {
      EXPECT_THAT(dom, testing::Not(HasSubstr(element)));
    }
    EXPECT_THAT(dom, HasSubstr("&lt;script&gt;document.title='owned'"));
    EXPECT_EQ(listener.visits(), 0);
  }
  // Would it have been seen? Unescaped, the policy of the page stops it still; without that, it does what it wants.
  const auto html = m_scratch.text("report.html");
  const auto unescaped = html.substr(0, html.find("<header>")) + hostile;
  m_scratch.write("unescaped.html", unescaped);
  EXPECT_THAT(m_browser.dom("unescaped.html"), testing::Not(HasSubstr("<title>owned")));
  EXPECT_EQ(listener.visits(), 0);
  m_scratch.write("defenceless.html", "<title>x</title>" + hostile);
  EXPECT_THAT(m_browser.dom("defenceless.html"), HasSubstr("<title>owned"));
  EXPECT_GT(listener.visits(), 0);
}

}  // namespace
}  // namespace antin::cli
