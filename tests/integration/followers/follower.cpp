#include "tests/integration/followers/follower.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace antin::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

void add_lines_of(const fs::path& file, std::vector<FollowedLine>& lines) {
  std::ifstream stream(file, std::ios::binary);
  for (std::string line; std::getline(stream, line);)
    if (!stream.eof()) lines.push_back(parse_followed(line));
}

}  // namespace

FollowedLine parse_followed(const std::string& line) {
  const auto json = nlohmann::json::parse(line);
  const auto leaf = base::parse_digest(json.at("leaf").get<std::string>());
  if (!leaf || json.contains("octets")) throw std::runtime_error("not a line of ours: " + line);
  FollowedLine parsed{json.at("index"), {}, {}};
  std::copy(leaf->value.begin(), leaf->value.end(), parsed.leaf.begin());
  constexpr std::string_view before = ",\"entry\":";
  // The octets as they stand there, not as a JSON library would print them.
  if (const auto at = line.find(before); at != std::string::npos)
    parsed.entry = line.substr(at + before.size(), line.size() - at - before.size() - 1);
  return parsed;
}

Follower::Follower(const Appliance& appliance, const std::string& system, Output output)
    : m_appliance(appliance), m_system(system), m_output(output) {}

std::vector<std::string> Follower::command(bool once) const {
  const auto client = m_appliance.folder().path() / "client";
  std::vector<std::string> words{std::string(ANTIN_BINARY_DIR) + "/bin/antin",
                                 "audit",
                                 "follow",
                                 "--state",
                                 state(),
                                 "--config",
                                 client / (m_system + ".conf"),
                                 "--server",
                                 m_appliance.endpoint(),
                                 "--log-key",
                                 client / "log.vkey",
                                 "--timeout",
                                 "60"};
  if (m_output == Output::file) words.insert(words.end(), {"--output", m_folder.path() / "entries"});
  if (once) words.emplace_back("--once");
  return words;
}

void Follower::start() {
  ++m_lives;
  m_child.emplace(command(false), life("out"), life("said"));
}

void Follower::end() {
  go_on();
  m_child->end(SIGTERM);
}

int Follower::catch_up() {
  ++m_lives;
  m_child.emplace(command(true), life("out"), life("said"));
  return m_child->wait();
}

void Follower::slowly(unsigned times) {
  for (unsigned i = 0; i < times; ++i) {
    stop();
    std::this_thread::sleep_for(milliseconds(20));
    go_on();
    std::this_thread::sleep_for(milliseconds(5));
  }
}

std::vector<FollowedLine> Follower::lines() const {
  std::vector<FollowedLine> lines;
  if (m_output == Output::file) {
    add_lines_of(m_folder.path() / "entries", lines);
  } else {
    for (unsigned life = 1; life <= m_lives; ++life)
      add_lines_of(m_folder.path() / ("out" + std::to_string(life)), lines);
  }
  return lines;
}

std::string Follower::said() const {
  std::ostringstream text;
  text << std::ifstream(life("said")).rdbuf();
  return text.str();
}

}  // namespace antin::test
