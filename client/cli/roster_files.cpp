#include "client/cli/roster_files.hpp"

#include <algorithm>
#include <set>

#include "client/cli/audit.hpp"
#include "client/cli/new_file.hpp"
#include "core/base/file.hpp"
#include "core/evidence/detached_cms.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t table_limit = 512 * 1024 * 1024;
constexpr std::size_t name_digits = 16;

bool is_there(const fs::path& path) {
  std::error_code failure;
  return fs::symlink_status(path, failure).type() != fs::file_type::not_found;
}

fs::path folder_of(const fs::path& prefix) { return prefix.has_parent_path() ? prefix.parent_path() : fs::path("."); }

std::string signature_ending(const base::Sha256Hash& certificate) {
  return "." + base::to_hex(certificate).substr(0, name_digits) + ".p7s";
}

// Those beside a statement, in the order of their names.
std::vector<fs::path> signature_files(const fs::path& prefix) {
  const auto begin = prefix.filename().string() + ".";
  std::vector<fs::path> found;
  std::error_code failure;
  for (fs::directory_iterator file(folder_of(prefix), failure); !failure && file != fs::directory_iterator();
       file.increment(failure)) {
    const auto name = file->path().filename().string();
    if (name.starts_with(begin) && name.ends_with(".p7s") && name.size() == begin.size() + name_digits + 4)
      found.push_back(file->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

fs::path with(fs::path prefix, const char* ending) { return prefix += ending; }

base::Result<RosterFiles> RosterFiles::of_one(fs::path prefix, PlannedLine change) {
  RosterFiles files;
  files.m_prefix = std::move(prefix);
  files.m_text = statement::print(change.change);
  if (const auto read = statement::parse_roster_change(files.m_text); !read) return read.error();
  files.m_lines.push_back(std::move(change));
  files.find_asked();
  return files;
}

base::Result<RosterFiles> RosterFiles::of_many(fs::path prefix, std::vector<PlannedLine> lines) {
  RosterFiles files;
  files.m_prefix = std::move(prefix);
  files.m_lines = std::move(lines);
  files.find_asked();
  std::vector<statement::RosterChange> changes;
  for (const auto number : files.m_asked) changes.push_back(files.m_lines[number].change);
  auto batch = client::RosterDraft::make(changes);
  if (!batch) return batch.error();
  files.m_text = batch->text();
  files.m_batch = std::move(*batch);
  return files;
}

void RosterFiles::find_asked() {
  for (std::size_t i = 0; i < m_lines.size(); ++i)
    if (m_lines[i].asks()) m_asked.push_back(i);
  std::stable_sort(m_asked.begin(), m_asked.end(), [&](std::size_t left, std::size_t right) {
    return turn_of(m_lines[left].change.action) < turn_of(m_lines[right].change.action);
  });
}

Outcome<RosterFiles> RosterFiles::open(const fs::path& prefix) {
  const auto text = base::read_file(with(prefix, ".txt"), statement::size_limit);
  if (!text) return local_trouble(text.error());
  RosterFiles files;
  files.m_prefix = prefix;
  files.m_text = base::text(*text);
  const auto refused = [&](const char* ending, const base::Error& error) {
    return local_trouble({with(prefix, ending).string() + ": " + error.text});
  };
  if (auto change = statement::parse_roster_change(files.m_text)) {
    files.m_lines.push_back({0, Expected::unknown, std::move(*change), ""});
    files.find_asked();
  } else {
    const auto batch = statement::parse_roster_batch(files.m_text);
    if (!batch) return refused(".txt", {"no statement about the roster: " + batch.error().text});
    const auto table = base::read_file(with(prefix, ".changes.csv"), table_limit);
    if (!table) return local_trouble(table.error());
    auto lines = parse_changes(base::text(*table), *batch);
    if (!lines) return refused(".changes.csv", lines.error());
    files.m_lines = std::move(*lines);
    files.find_asked();
    std::vector<statement::RosterChange> changes;
    for (const auto number : files.m_asked) changes.push_back(files.m_lines[number].change);
    auto draft = client::RosterDraft::again(changes, files.m_text);
    if (!draft) return refused(".changes.csv", draft.error());
    files.m_batch = std::move(*draft);
  }
  if (const auto taken = files.take_certificates(); !taken) return taken.error();
  if (const auto taken = files.take_signatures(); !taken) return taken.error();
  return files;
}

Outcome<void> RosterFiles::take_certificates() {
  const bool any = std::any_of(m_lines.begin(), m_lines.end(),
                               [](const auto& line) { return line.asks() && line.change.certificate; });
  if (!any) return {};
  const auto file = with(m_prefix, ".certificates.pem");
  const auto certificates = read_pems(file);
  if (!certificates) return local_trouble(certificates.error());
  for (auto& line : m_lines) {
    if (!line.asks() || !line.change.certificate) continue;
    const auto found = certificates->find(*line.change.certificate);
    if (found == certificates->end())
      return local_trouble({file.string() + ": the certificate of person " + line.change.person + " is not in it"});
    line.certificate = found->second;
  }
  return {};
}

Outcome<void> RosterFiles::take_signatures() {
  for (const auto& file : signature_files(m_prefix)) {
    auto cms = base::read_file(file, evidence::cms_size_limit);
    if (!cms) return local_trouble(cms.error());
    if (const auto read = evidence::read_detached_cms(*cms, base::view(m_text)); !read)
      return local_trouble({file.string() + ": " + read.error().text});
    m_signatures.push_back(std::move(*cms));
  }
  if (m_signatures.size() > protocol::registrars_limit) return wrong_usage("more than 16 signatures");
  return {};
}

Outcome<void> RosterFiles::check_new(const fs::path& prefix) {
  const auto text = with(prefix, ".txt");
  if (is_there(text) || !signature_files(prefix).empty())
    return local_trouble({prefix.string() + ".* holds what somebody signed already: `antin roster send " +
                          prefix.string() + "` sends it; for another one take another --out"});
  return {};
}

Outcome<void> RosterFiles::write() const {
  std::string pems;
  std::set<base::Sha256Hash> written;
  for (const auto& line : m_lines)
    if (line.certificate && written.insert(line.certificate->hash).second) pems += print_pem(*line.certificate);
  std::vector<std::pair<const char*, std::string>> files;
  if (!pems.empty()) files.emplace_back(".certificates.pem", std::move(pems));
  if (m_batch) files.emplace_back(".changes.csv", print_changes(m_lines));
  files.emplace_back(".txt", m_text);
  for (const auto& [ending, content] : files)
    if (const auto done = write_result(with(m_prefix, ending), base::view(content)); !done) return done.error();
  return {};
}

Outcome<fs::path> RosterFiles::sign(client::PersonKey& key) {
  auto made = client::sign_statement(m_text, key, now());
  if (!made) return local_trouble(made.error());
  const auto file = with(m_prefix, signature_ending(key.chain().front().hash).c_str());
  if (is_there(file)) return local_trouble({file.string() + ": you have signed this already"});
  if (const auto written = write_result(file, made->cms); !written) return written.error();
  m_signatures.push_back(std::move(made->cms));
  return file;
}

protocol::RosterItem RosterFiles::wire_item(std::size_t number) const {
  const auto& line = item(number);
  protocol::RosterItem out;
  if (line.certificate) out.certificate = line.certificate->der;
  if (!m_batch) return out;
  out.statement = base::copy(base::view(statement::print(line.change)));
  out.index = static_cast<std::uint32_t>(number);
  out.path = m_batch->path(number);
  return out;
}

}  // namespace antin::cli
