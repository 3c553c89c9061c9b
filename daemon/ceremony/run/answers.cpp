// People that a file plays. It can sign with keys that lie open and keep shares in a folder: never for a real plan.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "core/base/file.hpp"
#include "daemon/ceremony/run/people.hpp"
#include "daemon/ceremony/shares/shares.hpp"
#include "policy/text/table.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;
using policy::text::Document;
using policy::text::Findings;
using policy::text::Table;

constexpr std::string_view answers_keys[] = {"shares", "sign", "line"};
constexpr std::string_view line_keys[] = {"about", "text"};
constexpr std::string_view sign_keys[] = {"as", "options"};
constexpr std::size_t answers_size_limit = 256 * 1024;

struct Answers {
  std::map<std::string, std::vector<std::string>> signs;  // options by id
  fs::path shares;
  std::map<std::string, std::string> lines;  // by what they are about
};

Answers read(const Table& file, const fs::path& folder) {
  file.expect_keys(answers_keys);
  Answers answers;
  answers.shares = folder / file.text("shares");
  for (const auto& table : file.tables("sign")) {
    table.expect_keys(sign_keys);
    if (!answers.signs.emplace(table.identifier("as"), table.texts("options")).second)
      table.refuse("as", "is named twice: once is enough");
  }
  for (const auto& table : file.tables("line")) {
    table.expect_keys(line_keys);
    if (!answers.lines.emplace(table.identifier("about"), table.text("text")).second)
      table.refuse("about", "is named twice: once is enough");
  }
  return answers;
}

class Played final : public People {
 public:
  explicit Played(Answers answers) : m_answers(std::move(answers)) {}

  Done<void> agree(const Screen&) override { return {}; }

  Done<Signatory> next_signatory(const Screen& screen, const std::vector<std::string>& candidates) override {
    for (const auto& id : candidates) {
      const auto found = m_answers.signs.find(id);
      if (found == m_answers.signs.end()) continue;
      // Whoever did not succeed would not the second time.
      if (!m_asked.insert(std::to_string(screen.step) + screen.title + id).second) continue;
      auto options = found->second;
      options.emplace_back("--yes");
      return Signatory{id, std::move(options)};
    }
    return paused(Why::nobody_more_signs);
  }

  void tell(const std::string& line) override { std::printf("%s\n", line.c_str()); }
  Done<void> inform(const Screen&) override { return {}; }

  Done<void> hand_over(const Screen& screen, const std::string& holder, const base::Secret& share) override {
    std::error_code error;
    fs::create_directories(m_answers.shares, error);
    if (auto kept = base::write_file_durably(path_of(screen, holder), share.expose_secret(), 0600); !kept)
      return failed(kept.error());
    return {};
  }

  Done<base::Secret> typed_share(const Screen& screen, const std::string& holder, unsigned) override {
    auto content = base::read_file(path_of(screen, holder), share_text_limit);
    if (!content) return failed(content.error());
    return base::Secret::take(std::move(*content));
  }

  Done<std::string> next_holder(const Screen& screen, const std::vector<std::string>& candidates) override {
    for (const auto& holder : candidates)
      if (fs::exists(path_of(screen, holder))) return holder;
    return paused(Why::nobody_more_types);
  }

  Done<TypedLine> typed_line(const Screen&, const std::string& about,
                             const std::vector<std::string>& candidates) override {
    const auto found = m_answers.lines.find(about);
    if (found == m_answers.lines.end()) return paused(Why::no_line_about, {about});
    return TypedLine{candidates.front(), found->second};
  }

 private:
  // The screen's name says of which token and PIN.
  [[nodiscard]] fs::path path_of(const Screen& screen, const std::string& holder) const {
    auto name = screen.name + "." + holder;
    std::replace(name.begin(), name.end(), ' ', '.');
    std::replace(name.begin(), name.end(), '/', '.');
    return m_answers.shares / name;
  }

  Answers m_answers;
  std::set<std::string> m_asked;
};

}  // namespace

base::Result<std::unique_ptr<People>> people_in_file(const fs::path& file) {
  const auto content = base::read_file(file, answers_size_limit);
  if (!content) return content.error();
  const auto name = file.string();
  const auto document = Document::read(name, *content);
  if (!document) return base::Error{policy::text::print(document.error())};
  Findings findings;
  auto answers = read(Table(findings, name, document->root(), ""), file.parent_path());
  if (findings.first()) return base::Error{policy::text::print(*findings.first())};
  return std::unique_ptr<People>(std::make_unique<Played>(std::move(answers)));
}

}  // namespace antin::ceremony
