#include "daemon/ceremony/record/former.hpp"

#include <fcntl.h>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/record/transcript.hpp"
#include "daemon/ceremony/record/verify.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 20000;
constexpr std::size_t file_limit = journal_size_limit;
constexpr const char* kept[] = {"plan.lock",
                                "journal.jsonl",
                                "transcript.note",
                                "inventory-before.json",
                                "people",
                                "approvals",
                                "transcript",
                                "pub",
                                "csr",
                                "cert",
                                "officers",
                                "former",
                                "inventory-after.json",
                                "evidence"};

// What came of the steps of one ceremony, read from a record that holds.
class Reading {
 public:
  explicit Reading(const Verified& verified) : m_verified(verified), m_steps(steps_of(verified.locked.plan)) {}

  base::Result<NamedRecord> run(const fs::path& folder) {
    const auto text = transcript_text(m_verified.locked, m_steps, m_verified.entries);
    if (!text) return text.error();
    NamedRecord named{plan().ceremony, folder.string(), {}};
    m_record.plan = {m_verified.locked.hash, crypto::sha256(base::view(*text))};
    m_record.counts = !is_rehearsal(m_verified.entries) && plan().purpose == Purpose::production;
    for (const auto& step : m_steps) take(step);
    named.record = std::move(m_record);
    return named;
  }

 private:
  [[nodiscard]] const Plan& plan() const { return m_verified.locked.plan; }
  [[nodiscard]] std::optional<base::Sha256Hash> hash(const Step& step, const std::string& fact) const {
    return base::parse_sha256(end_of(m_verified.entries, step.id)->fact(fact));
  }

  void take(const Step& step) {
    if (step.act == Act::initialise) take_token(step);
    if (step.act == Act::refresh || step.act == Act::resplit) take_new_shares(step);
    if (step.act == Act::generate) take_key(step.object, hash(step, "public-key"));
    if (step.act == Act::backup)
      for (const auto& label : plan().keys_of(step.object, Fate::make)) take_backup(step, label);
    if (step.act == Act::compare) {
      take_key(step.object, plan().keys.at(step.object).known->public_key);
      take_backup(step, step.object);
    }
    if (step.act == Act::recover)
      for (const auto& label : plan().keys_of(step.object, Fate::restore)) {
        take_key(label, plan().keys.at(label).known->public_key);
        take_backup(step, label);
      }
  }

  void take_token(const Step& step) {
    const auto& planned = plan().tokens.at(step.object);
    auto& token = m_record.tokens[step.object];
    token.serial = end_of(m_verified.entries, step.id)->fact("serial");
    token.shares = {{"so-pin", plan().groups.at(planned.so_pin)}, {"user-pin", plan().groups.at(planned.user_pin)}};
    if (planned.backup) token.shares.emplace("backup-key", plan().groups.at(*planned.backup));
  }

  void take_new_shares(const Step& step) {
    const auto& planned = plan().tokens.at(step.object);
    auto& token = m_record.tokens[step.object];
    token.serial = *planned.serial;
    if (planned.gets_new_pins()) {
      token.shares.emplace("so-pin", plan().groups.at(planned.so_pin));
      token.shares.emplace("user-pin", plan().groups.at(planned.user_pin));
    }
    if (planned.resplit) token.shares.emplace("backup-key", plan().groups.at(*planned.resplit));
  }

  void take_key(const std::string& label, const std::optional<base::Sha256Hash>& public_key) {
    const auto& planned = plan().keys.at(label);
    if (public_key)
      m_record.keys[label] = {planned.token, planned.algorithm, planned.backup, *public_key, std::nullopt};
  }

  void take_backup(const Step& step, const std::string& label) {
    if (const auto key = m_record.keys.find(label); key != m_record.keys.end())
      key->second.wrapped = hash(step, "wrapped " + label);
  }

  const Verified& m_verified;
  std::vector<Step> m_steps;
  FormerRecord m_record;
};

base::Error no_part(const fs::path& path) {
  return {path.string() + " is no regular file or folder: a record has nothing else, and no links"};
}

// What a link points to could be anything that we may read, and the copy is for everybody.
base::Result<base::Bytes> read_no_link(const fs::path& path) {
  const base::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
  if (!file.is_open()) return no_part(path);
  return base::read_file("/proc/self/fd/" + std::to_string(file.number()), file_limit);
}

base::Result<void> copy_file(const fs::path& from, const fs::path& to, base::DurableFiles& files) {
  const auto content = read_no_link(from);
  if (!content) return content.error();
  if (files.size() >= most_files) return base::Error{"the record of a former ceremony has too many files"};
  if (auto made = files.make_folder(to.parent_path(), 0755); !made) return made;
  return files.write(to, *content, 0644);
}

base::Result<void> copy_all(const fs::path& from, const fs::path& to, base::DurableFiles& files) {
  const auto status = fs::symlink_status(from);
  if (fs::is_regular_file(status)) return copy_file(from, to, files);
  if (!fs::is_directory(status)) return no_part(from);
  for (const auto& entry : fs::directory_iterator(from))
    if (auto copied = copy_all(entry.path(), to / entry.path().filename(), files); !copied) return copied;
  return {};
}

}  // namespace

base::Result<NamedRecord> read_former(const Folder& folder) {
  const auto verified = verify_folder(folder);
  if (!verified) return base::Error{folder.root().string() + " does not hold: " + verified.error().text};
  return Reading(*verified).run(folder.root());
}

base::Result<FormerRecords> read_formers(const Folder& folder, const Plan& plan) {
  FormerRecords records;
  for (const auto& [ceremony, former] : plan.formers) {
    const auto its = folder.former(ceremony);
    // Before anything in it is believed. A plan holds the hash of each that it builds on: the chain has an end.
    const auto lock = base::read_file(its.lock(), lock_size_limit);
    if (!lock) return lock.error();
    if (crypto::sha256(*lock) != former.lock)
      return base::Error{its.lock().string() + " is not the plan that this one builds on"};
    auto read = read_former(its);
    if (!read) return read.error();
    records.emplace(ceremony, std::move(read->record));
  }
  if (const auto fault = fault_beside(plan, records))
    return base::Error{fault->table + " " + fault->name + " " + fault->key + " " + fault->text};
  return records;
}

base::Result<void> copy_record(const Folder& from, const Folder& to) {
  base::DurableFiles files;
  for (const auto* name : kept) {
    if (!fs::exists(fs::symlink_status(from.root() / name))) continue;
    if (auto copied = copy_all(from.root() / name, to.root() / name, files); !copied) return copied;
  }
  return files.settle();
}

}  // namespace antin::ceremony
