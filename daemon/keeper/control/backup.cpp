// A backup: the ledger is copied while it is in use, an entry says so, and only then the copy gets its name.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "core/base/identifier.hpp"
#include "daemon/keeper/control/errand.hpp"
#include "daemon/keeper/ledger/succession_entries.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;
using local::ControlRefusal;

// No name of a backup has a `+`.
constexpr const char* begun_suffix = "+begun";

class Backup final : public Errand {
 public:
  Backup(Workplace& workplace, std::string name)
      : m_workplace(workplace),
        m_name(std::move(name)),
        m_file(workplace.backups / m_name),
        m_begun(m_file.string() + begun_suffix) {}
  ~Backup() override {
    m_copy.reset();
    std::error_code ignored;
    fs::remove(m_begun, ignored);
  }
  Backup(const Backup&) = delete;
  Backup& operator=(const Backup&) = delete;

  Turn turn(Moment) override {
    if (m_is_logged) return give_name();
    if (!m_copy) return begin();
    return copy();
  }
  [[nodiscard]] bool may_be_given_up() const override { return !m_is_logged; }

 private:
  Turn begin();
  Turn copy();
  void log();
  Turn give_name() const;

  Workplace& m_workplace;
  std::string m_name;
  fs::path m_file;
  fs::path m_begun;
  std::unique_ptr<LedgerCopy> m_copy;
  std::uint64_t m_size = 0;
  bool m_is_logged = false;
};

Errand::Turn Backup::begin() {
  if (!is_errand_name(m_name))
    return refused(ControlRefusal::request, "a backup's name is 1 to 128 of A-Z a-z 0-9 . _ -, and begins with no dot");
  std::error_code failure;
  if (fs::exists(fs::symlink_status(m_file, failure)))
    return refused(ControlRefusal::request, m_file.string() + " is there already: give the backup another name");
  fs::create_directories(m_workplace.backups, failure);
  fs::remove(m_begun, failure);
  auto copy = m_workplace.ledger.copy_into(m_begun);
  if (!copy) return refused(ControlRefusal::failed, "no backup was made: " + copy.error().text);
  m_copy = *std::move(copy);
  return {};
}

Errand::Turn Backup::copy() {
  const auto progress = m_copy->step();
  if (!progress) return refused(ControlRefusal::failed, "no backup was made: " + progress.error().text);
  if (progress->complete) log();
  return {local::Progress{"pages copied", progress->done, progress->all}};
}

// Before the copy has its name: a copy without an entry must not be there, an entry without its copy does no harm.
void Backup::log() {
  const auto now = m_workplace.clock.read().now;
  m_size = must(m_workplace.ledger.size());
  // A closed log takes no entry.
  if (!must(m_workplace.ledger.closing()))
    m_workplace.flow.append(encode(BackupEntry{now, m_name, m_size, m_workplace.in_force.policy().digest}), now);
  m_is_logged = true;
}

Errand::Turn Backup::give_name() const {
  const base::Descriptor folder(::open(m_workplace.backups.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (::rename(m_begun.c_str(), m_file.c_str()) != 0 || !folder.is_open() || ::fsync(folder.number()) != 0)
    return refused(ControlRefusal::failed,
                   "the backup has its entry but not its name " + m_file.string() + ": " + std::strerror(errno));
  return {local::Finished{m_file.string() + " holds the ledger with " + std::to_string(m_size) + " entries"}};
}

}  // namespace

bool is_errand_name(const std::string& name) { return base::is_identifier(name) && name.front() != '.'; }

std::unique_ptr<Errand> backup_errand(Workplace& workplace, const local::MakeBackup& asked) {
  return std::make_unique<Backup>(workplace, asked.name);
}

base::Result<void> drop_begun_backups(const fs::path& folder) {
  std::error_code failure;
  if (!fs::is_directory(folder, failure)) return {};
  std::vector<fs::path> begun;
  for (const auto& entry : fs::directory_iterator(folder, failure))
    if (entry.path().filename().string().ends_with(begun_suffix)) begun.push_back(entry.path());
  for (const auto& file : begun) fs::remove(file, failure);
  if (failure) return base::Error{"cannot clear " + folder.string() + ": " + failure.message()};
  return {};
}

}  // namespace antin::keeper
