#include "tests/integration/ceremony/office.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <filesystem>

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;

constexpr int done = 0;
constexpr int paused = 3;

// Of a line of the journal.
std::string value_of(const std::string& line, const std::string& key) {
  const auto at = line.find("\"" + key + "\":\"");
  if (at == std::string::npos) return {};
  const auto from = at + key.size() + 4;
  return line.substr(from, line.find('"', from) - from);
}

std::string quoted_list(const std::string& prefix, unsigned count) {
  std::string out;
  for (unsigned i = 1; i <= count; ++i) out += (i == 1 ? "\"" : ", \"") + prefix + std::to_string(i) + "\"";
  return "[" + out + "]";
}

std::string group(const std::string& name, const std::string& prefix, unsigned count) {
  return "[[shares]]\nname = \"" + name + "\"\nneed = " + std::to_string(count) +
         "\nholders = " + quoted_list(prefix, count) + "\n";
}

const char* const profiles =
    "[seal]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n"
    "[time]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
    "extendedKeyUsage=critical,timeStamping\n";

}  // namespace

Office::Office(const People& people)
    : m_shares_of_a_round(std::size_t{2} * people.holders), m_quorum(static_cast<int>(people.quorum)) {
  folder.must_run(
      "mkdir tokens && printf 'directories.tokendir = %s\\nobjectstore.backend = file\\nlog.level = ERROR\\n' "
      "\"$PWD/tokens\" > softhsm2.conf");
  folder.write("profiles", std::string_view(profiles));
  folder.must_run(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days 30 -subj "
      "/CN=CA -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign");
  for (unsigned i = 1; i <= people.officers; ++i) add_person("so-" + std::to_string(i), "officer");
  for (const auto* side : {"a-", "b-"})
    for (unsigned i = 1; i <= people.holders; ++i) add_person(side + std::to_string(i), "custodian");
  m_rest = m_groups = group("security", "a-", people.holders) + group("operators", "b-", people.holders);
  m_head = "log = \"seal.example.vn/2026\"\nquorum = " + std::to_string(people.quorum) + "\nmodule = \"" +
           people.module + "\"\nroots = [\"ca.crt\"]\n";
  folder.write("answers.toml", m_answers);
}

void Office::add_person(const std::string& id, const std::string& role) {
  folder.must_run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + id + ".key -out " +
                  id + ".crt -days 30 -subj /CN=" + id +
                  " -addext keyUsage=critical,digitalSignature,nonRepudiation && chmod 600 " + id + ".key");
  m_people += "[[participant]]\nid = \"" + id + "\"\nname = \"Người " + id + "\"\ncertificate = \"" + id +
              ".crt\"\nroles = [\"" + role + "\"]\n";
  m_answers += "[[sign]]\nas = \"" + id + "\"\noptions = [\"--signing-key\", \"" + id +
               ".key\", \"--certificate\", \"" + id + ".crt\"]\n";
}

void Office::add_token(const std::string& label, const std::string& unattended) {
  m_rest += "[[token]]\nlabel = \"" + label + "\"\nso-pin = \"security\"\nuser-pin = \"operators\"\nunattended = \"" +
            unattended + "\"\n";
}

void Office::add_backed_up_token(const std::string& label, const std::string& unattended, const Vault& vault) {
  std::string holders;
  for (const auto& id : vault.holders) holders += (holders.empty() ? "\"" : ", \"") + id + "\"";
  m_rest += "[[shares]]\nname = \"vault\"\nneed = " + std::to_string(vault.need) + "\nholders = [" + holders + "]\n";
  add_token(label, unattended);
  m_rest += "backup = \"vault\"\n";
}

void Office::add_key(const std::string& label, const std::string& token, const std::string& algorithm,
                     const std::string& backup) {
  m_rest += "[[key]]\nlabel = \"" + label + "\"\ntoken = \"" + token + "\"\nalgorithm = \"" + algorithm +
            "\"\nbackup = \"" + backup + "\"\n";
  if (!label.starts_with("log/"))
    m_rest += "subject = { country = \"VN\", organisation = \"Trường Hoa Sen\", name = \"" + label + "\" }\n";
}

void Office::add_group(const std::string& name, const std::string& prefix, unsigned holders) {
  for (unsigned i = 1; i <= holders; ++i) add_person(prefix + std::to_string(i), "custodian");
  m_rest = group(name, prefix, holders) + m_rest;
  folder.write("answers.toml", m_answers);
}

void Office::add_present_token(const std::string& label, const std::string& from) {
  m_rest += "[[token]]\nlabel = \"" + label + "\"\nfrom = \"" + from + "\"\n";
}

void Office::add_known_key(const std::string& label, const std::string& token, const std::string& act,
                           const std::string& from) {
  m_rest +=
      "[[key]]\nlabel = \"" + label + "\"\ntoken = \"" + token + "\"\nact = \"" + act + "\"\nfrom = \"" + from + "\"\n";
}

void Office::begin_another(const std::string& name, const std::string& to) {
  folder.must_run("mv D " + to + " && for f in shares/*.round.[0-9].?-?; do mv $f ${f%.*}.of." + m_name +
                  ".${f##*.}; done");
  m_formers += "[[former]]\nceremony = \"" + m_name + "\"\nfolder = \"" + to + "\"\n";
  m_rest = m_groups + m_formers;
  m_name = name;
}

void Office::forget_former(const std::string& name) {
  const auto at = m_rest.find("[[former]]\nceremony = \"" + name + "\"");
  m_rest.erase(at, m_rest.find("[[", at + 2) - at);
}

void Office::make_plan(const std::string& purpose) {
  folder.write("plan.toml",
               "ceremony = \"" + m_name + "\"\n" + m_head + "purpose = \"" + purpose + "\"\n" + m_people + m_rest);
  if (run("plan plan.toml --out D") != 0) throw std::runtime_error(said());
}

int Office::run(const std::string& arguments, const std::string& environment) const {
  const auto root = (folder / ".").string();
  const auto all = "cd '" + root + "' && SOFTHSM2_CONF=\"$PWD/softhsm2.conf\" " + environment + " " + program + " " +
                   arguments + " >said 2>&1 </dev/null";
  const int status = std::system(all.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void Office::certify() const {
  for (const auto& request : fs::directory_iterator(folder / "D/csr")) {
    const auto name = request.path().stem().string();
    if (fs::exists(folder / ("D/cert/" + name + ".crt"))) continue;
    folder.must_run("openssl x509 -req -in D/csr/" + name + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 20 " +
                    "-extfile profiles -extensions " + (name.starts_with("time") ? "time" : "seal") + " -out D/cert/" +
                    name + ".crt");
  }
}

std::vector<std::string> Office::lines() const {
  std::vector<std::string> all;
  const auto text = fs::exists(folder / "D/journal.jsonl") ? folder.text("D/journal.jsonl") : std::string();
  for (std::string_view rest = text; rest.find('\n') != std::string_view::npos;) {
    all.emplace_back(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(all.back().size() + 1);
  }
  return all;
}

void Office::cut_before(const std::string& step, const std::string& type) const {
  std::string kept;
  for (const auto& line : lines()) {
    if (line.find(step + "\",\"type\":\"" + type) != std::string::npos) break;
    kept += line + "\n";
  }
  folder.write("D/journal.jsonl", kept);
}

void Office::remove_spares() const {
  folder.must_run(
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf; for spare in $(softhsm2-util --show-slots | grep -o "
      "'spare-[0-9a-f]*'); "
      "do softhsm2-util --delete-token --token $spare; done");
}

void Office::complete() const {
  int status = run_with_answers(fs::exists(folder / "D/journal.jsonl") ? "--resume" : "");
  if (status == paused) {
    certify();
    status = run_with_answers("--resume");
  }
  if (status != done) throw std::runtime_error("the ceremony ended with " + std::to_string(status) + ": " + said());
}

std::size_t Office::shares_out() const {
  std::string round;
  std::size_t shares = 0;
  for (const auto& line : lines()) {
    if (value_of(line, "type") != "share") continue;
    const auto its = value_of(line, "token") + " " + value_of(line, "round");
    shares = its == round ? shares + 1 : 1;
    round = its;
  }
  return shares;
}

std::size_t Office::lasting_lines() const {
  const auto all = lines();
  const auto lasts = [](const std::string& line) {
    const bool resumes = value_of(line, "type") == "resume" || value_of(line, "step").starts_with("resume-");
    return !resumes && value_of(line, "type") != "share";
  };
  return shares_out() + static_cast<std::size_t>(std::count_if(all.begin(), all.end(), lasts));
}

std::size_t Office::complete_through_kills(const std::function<void()>& each) const {
  constexpr int most_runs = 800;
  std::size_t kills = 0;
  int line = 1;  // of those that last
  bool before = true;
  for (int runs = 0; runs < most_runs; ++runs) {
    const int before_it = lines().empty() ? 0 : 1 + m_quorum;  // `resume` and its approvals
    const auto kill = (before ? "KILL_BEFORE=" : "KILL_AFTER=") + std::to_string(before_it + line);
    const int status = run_with_answers(lines().empty() ? "" : "--resume",
                                        "LD_PRELOAD=" ANTIN_BINARY_DIR "/tests/libkill_at_write.so " + kill);
    if (status == done) return kills;
    if (status == paused) {
      certify();
      continue;
    }
    if (status != 137 && status != -1) throw std::runtime_error(kill + " ended with " + said());
    ++kills;
    if (each) each();
    // Shares begin anew while not every holder has one: only a later kill comes to the next of them.
    const auto out = shares_out();
    line = out == 0 || out == m_shares_of_a_round ? 1 : line + (before ? 0 : 1);
    before = !before;
  }
  throw std::runtime_error("the ceremony comes to no end");
}

std::map<std::string, int> Office::marks() const {
  std::map<std::string, int> counts;
  for (const auto& line : lines())
    if (const auto type = value_of(line, "type"); type == "begin" || type == "end")
      ++counts[type + " " + value_of(line, "step")];
  return counts;
}

}  // namespace antin::ceremony
