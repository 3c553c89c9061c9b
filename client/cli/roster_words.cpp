#include "client/cli/roster_words.hpp"

#include <map>
#include <set>

#include "client/cli/console.hpp"
#include "client/cli/roster_plan.hpp"

namespace antin::cli {
namespace {

using base::RosterAction;

constexpr std::size_t units_shown = 20, errors_shown = 10;

std::string choose(Language language, std::string vi, std::string en) {
  return language == Language::vi ? std::move(vi) : std::move(en);
}

std::string named(const PlannedLine& line) {
  if (!line.certificate || line.certificate->name.empty()) return line.change.person;
  return line.change.person + " (" + line.certificate->name + ")";
}

std::string scope_of(const statement::RosterChange& change, Language language) {
  if (!change.scope) return choose(language, ", cả đơn vị", ", all of the unit");
  return choose(language, ", phạm vi ", ", scope ") + *change.scope;
}

std::string days_of(const statement::RosterChange& change, Language language) {
  if (!change.from || !change.until) return {};
  return choose(language, ", từ ", ", from ") + print(*change.from) + choose(language, " đến hết ", " to ") +
         print(*change.until);
}

std::string enrolment(const PlannedLine& line, Language language) {
  const auto& change = line.change;
  const auto role = change.role.value_or("");
  auto text = choose(language, "ghi nhận " + named(line) + " là " + role + " của " + change.unit,
                     "enrol " + named(line) + " as " + role + " of " + change.unit);
  if (change.acting_for) text += choose(language, ", thay cho ", ", acting for ") + *change.acting_for;
  return text + scope_of(change, language) + days_of(change, language);
}

std::string retirement(const PlannedLine& line, Language language) {
  const auto& change = line.change;
  if (!change.role)
    return choose(language, "kết thúc ngay mọi vai trò của " + change.person + " tại " + change.unit,
                  "end now all that " + change.person + " is in " + change.unit);
  return choose(language, "kết thúc ngay vai trò " + *change.role + " của " + change.person + " tại " + change.unit,
                "end now " + change.person + " being " + *change.role + " of " + change.unit) +
         (change.scope ? scope_of(change, language) : choose(language, ", mọi phạm vi", ", every scope"));
}

std::string row_of_table(const PlannedLine& line, Language language) {
  const auto& change = line.change;
  auto text = change.person + ", " + change.unit;
  if (change.role) text += ", " + *change.role + scope_of(change, language) + days_of(change, language);
  return text;
}

// A label and what belongs to it, aligned as all facts of one frame.
std::string fact(const std::string& label, const std::string& value) {
  constexpr std::size_t width = 12;
  const auto wide = cli::columns(label);
  return label + std::string(wide < width ? width - wide : 1, ' ') + value;
}

using Counts = std::map<std::string, std::size_t>;

std::string counted(const Counts& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += (text.empty() ? "" : ", ") + name + " " + std::to_string(count);
  return text;
}

class Summary {
 public:
  Summary(const std::vector<PlannedLine>& lines, const protocol::AboutResult* about, Language language)
      : m_about(about), m_language(language) {
    for (const auto& line : lines) count(line);
  }

  std::vector<std::string> facts() {
    add("thay đổi:", "changes:", std::to_string(m_changes) + " (" + counted(m_actions) + ")");
    add_units();
    if (m_first != nullptr) add("đầu tiên:", "first:", described(*m_first, m_language));
    if (m_last != nullptr) add("cuối cùng:", "last:", described(*m_last, m_language));
    if (!m_expected.empty()) add("so với nay:", "against now:", counted(m_expected));
    add_registrars();
    add_errors();
    return std::move(m_facts);
  }

 private:
  void count(const PlannedLine& line) {
    if (line.expected != Expected::unknown) ++m_expected[std::string(name_of(line.expected))];
    if (line.expected == Expected::error) m_errors.push_back(&line);
    if (!line.asks()) return;
    ++m_changes;
    ++m_actions[std::string(base::name_of(line.change.action))];
    ++m_units[line.change.unit][line.change.role.value_or(std::string(base::name_of(line.change.action)))];
    if (m_first == nullptr) m_first = &line;
    m_last = &line;
    if (m_about != nullptr) note_registrars(line.change);
  }

  // Suspending takes one registrar; everything else as many as the rule says.
  void note_registrars(const statement::RosterChange& change) {
    if (!change.role) return;
    const auto* rule = rule_of(*m_about, *change.role);
    if (rule != nullptr) m_registrars.insert(std::to_string(rule->registrars) + " × " + rule->registrar);
  }

  void add(const char* vi, const char* en, const std::string& value) {
    m_facts.push_back(fact(m_language == Language::vi ? vi : en, value));
  }
  void add_units() {
    std::size_t shown = 0;
    for (const auto& [unit, roles] : m_units) {
      if (shown++ == units_shown) break;
      add(shown == 1 ? "đơn vị:" : "", shown == 1 ? "units:" : "", unit + ": " + counted(roles));
    }
    if (m_units.size() > units_shown)
      add("", "",
          choose(m_language, "và " + std::to_string(m_units.size() - units_shown) + " đơn vị nữa",
                 "and " + std::to_string(m_units.size() - units_shown) + " more units"));
  }
  void add_registrars() {
    for (const auto& each : m_registrars) add("cần ký:", "must sign:", each);
    if (m_registrars.size() > 1)
      add("", "",
          choose(m_language, "khác nhau: chia bảng bằng --role và --unit nếu không ai ký được tất cả",
                 "they differ: split the table by --role and --unit unless somebody may sign all of it"));
  }
  void add_errors() {
    if (m_errors.empty()) return;
    const auto count = std::to_string(m_errors.size());
    add("LỖI:", "IN ERROR:", choose(m_language, count + " dòng, không được ký", count + " lines, left out of this"));
    for (std::size_t i = 0; i < m_errors.size() && i < errors_shown; ++i)
      add("", "", described(*m_errors[i], m_language));
    if (m_errors.size() > errors_shown) add("", "", "…");
  }

  const protocol::AboutResult* m_about;
  Language m_language;
  std::size_t m_changes = 0;
  Counts m_actions, m_expected;
  std::map<std::string, Counts> m_units;
  std::set<std::string> m_registrars;
  std::vector<const PlannedLine*> m_errors;
  const PlannedLine *m_first = nullptr, *m_last = nullptr;
  std::vector<std::string> m_facts;
};

}  // namespace

std::string sentence(const PlannedLine& line, Language language) {
  const auto& change = line.change;
  switch (change.action) {
    case RosterAction::enrol:
    case RosterAction::acting_for: return enrolment(line, language);
    case RosterAction::retire: return retirement(line, language);
    case RosterAction::certificate:
      return choose(language, "thêm một chứng thư số của " + named(line), "add a certificate of " + named(line));
    case RosterAction::suspend:
      return choose(language,
                    "tạm đình chỉ " + change.person + " tại " + change.unit + ": chữ ký của họ không còn được nhận",
                    "suspend " + change.person + " in " + change.unit + ": what they sign there counts no more");
    case RosterAction::resume:
      return choose(language, "cho " + change.person + " ký trở lại tại " + change.unit,
                    "let " + change.person + " sign in " + change.unit + " again");
    case RosterAction::unknown: break;
  }
  return row_of_table(line, language);
}

std::string described(const PlannedLine& line, Language language) {
  std::string text;
  if (line.line != 0) text = choose(language, "dòng ", "line ") + std::to_string(line.line) + ": ";
  if (line.expected != Expected::unknown) text += std::string(name_of(line.expected)) + ": ";
  text += sentence(line, language);
  return line.trouble.empty() ? text : text + ": " + line.trouble;
}

std::vector<std::string> summary(const std::vector<PlannedLine>& lines, const protocol::AboutResult* about,
                                 Language language) {
  return Summary(lines, about, language).facts();
}

std::string_view signing_title(Language language) {
  return language == Language::vi ? "Bạn sắp ký điều này:" : "You are about to sign this:";
}

}  // namespace antin::cli
