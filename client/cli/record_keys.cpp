#include "client/cli/record_keys.hpp"

#include <algorithm>

#include "client/lib/calls.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_file_limit = 128;

Outcome<client::RecordKey> key_in(const fs::path& file) {
  const auto content = client::read_secret_file(file, key_file_limit);
  if (!content) return local_trouble(content.error());
  auto key = client::RecordKey::parse(*content);
  if (!key) return local_trouble({file.string() + ": " + key.error().text});
  return std::move(*key);
}

// A record of which anything was done has a first revision.
Outcome<bool> is_known(client::Connection& connection, const std::string& unit, const std::string& kind,
                       const std::string& id) {
  const auto found = client::lookup(connection, {unit, kind, id, 1, ""});
  if (found) return true;
  if (found.error().code == protocol::facts(protocol::Code::not_found).name) return false;
  return stop_from(found.error());
}

}  // namespace

Outcome<std::vector<client::RecordKey>> record_keys_of(const Settings& settings) {
  if (!settings.record_key) {
    return wrong_usage("no record-id key: make one with `antin record-id new-key`, then give --record-key");
  }
  std::vector<client::RecordKey> keys;
  auto current = key_in(*settings.record_key);
  if (!current) return current.error();
  const auto newest = current->version();
  keys.push_back(std::move(*current));
  for (const auto& file : settings.old_record_keys) {
    auto key = key_in(file);
    if (!key) return key.error();
    if (key->version() >= newest)
      return wrong_usage(file.string() + ": version " + std::to_string(key->version()) + " is not older than " +
                         std::to_string(newest) + ", which record-key has");
    keys.push_back(std::move(*key));
  }
  std::sort(keys.begin(), keys.end(),
            [](const auto& left, const auto& right) { return left.version() > right.version(); });
  const auto twice = std::adjacent_find(
      keys.begin(), keys.end(), [](const auto& left, const auto& right) { return left.version() == right.version(); });
  if (twice != keys.end()) return wrong_usage("two record-id keys have version " + std::to_string(twice->version()));
  return keys;
}

Outcome<std::string> id_in_use(const std::vector<std::string>& ids, const std::string& unit, const std::string& kind,
                               const Settings& settings, Console& console) {
  if (ids.size() == 1) return ids.front();
  auto connection = connect(settings);
  if (!connection) return connection.error();
  std::vector<std::string> known;
  for (const auto& id : ids) {
    const auto there = is_known(*connection, unit, kind, id);
    if (!there) return there.error();
    if (*there) known.push_back(id);
  }
  if (known.size() > 1)
    return Stop{Exit::refused, "MIXED_RECORD_KEYS",
                "this record is known under " + known[0] + " and under " + known[1] +
                    ": it is two records to the appliance; name the one that is meant with --record, and have the "
                    "other withdrawn"};
  if (known.empty()) return ids.front();
  if (known.front() != ids.front())
    note(console, "this record was begun under an older record-id key and goes on as " + known.front());
  return known.front();
}

}  // namespace antin::cli
