#include "keys-dev/ceremony.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/base/file.hpp"
#include "keys-dev/cast.hpp"
#include "keys-dev/ceremony_plan.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/program.hpp"

namespace antin::keys_dev {
namespace {

namespace fs = std::filesystem;

constexpr int complete = 0;
constexpr int waits = 3;
constexpr std::size_t small_file = 64 * 1024;

void write_softhsm_conf(const Layout& layout) {
  // Umask 0077 is SoftHSM's default too; it is said here because everything hangs on it.
  write_text(layout.softhsm_conf(), "directories.tokendir = " + layout.tokens().string() +
                                        "\nobjectstore.backend = file\nobjectstore.umask = 0077\nlog.level = ERROR\n"
                                        "slots.removable = false\n");
  ::setenv("SOFTHSM2_CONF", layout.softhsm_conf().c_str(), 1);
}

void expect(int wanted, const Layout& layout, const Wanted& how, std::vector<std::string> words) {
  const auto log = layout.ceremony() / "said";
  const int status = run_program(how.ceremony, std::move(words), log);
  if (status == wanted) return;
  const auto said = base::read_file(log, 1024 * 1024);
  throw Failure("antin-ceremony ended with " + std::to_string(status) + ": " +
                (said ? std::string(base::text(*said)) : said.error().text));
}

std::vector<std::string> run_words(const Layout& layout) {
  return {"run", ceremony_folder(layout), "--language", "en", "--answers", layout.ceremony() / "answers.toml"};
}

void put_copy(const fs::path& from, const fs::path& to, mode_t mode = 0644, Owner owner = root_owner) {
  write_file(to, must(base::read_file(from, small_file)), mode, owner);
}

}  // namespace

fs::path ceremony_folder(const Layout& layout) { return layout.ceremony() / "ceremony"; }

fs::path ceremony_file(const Layout& layout, const std::string& folder, const std::string& label,
                       const std::string& ending) {
  auto name = label;
  std::replace(name.begin(), name.end(), '/', '.');
  return ceremony_folder(layout) / folder / (name + ending);
}

Ceremony::Ceremony(const Layout& layout, const Wanted& wanted)
    : m_layout(layout), m_wanted(wanted), m_folder(layout.ceremony()), m_tokens(layout.tokens()) {
  write_softhsm_conf(layout);
  write_text(layout.ceremony() / "plan.toml", plan_text(layout, wanted));
  write_text(layout.ceremony() / "answers.toml", answers_text(layout, wanted));
}

void Ceremony::begin() {
  const auto plan = m_layout.ceremony() / "plan.toml";
  expect(complete, m_layout, m_wanted, {"plan", plan, "--out", ceremony_folder(m_layout)});
  expect(waits, m_layout, m_wanted, run_words(m_layout));
}

void Ceremony::finish() {
  auto words = run_words(m_layout);
  words.emplace_back("--resume");
  expect(complete, m_layout, m_wanted, std::move(words));
  for (const auto* token : tokens) {
    const auto pin = ceremony_folder(m_layout) / "secrets" / ("pin-" + std::string(token));
    put_copy(pin, m_layout.secrets() / pin.filename(), 0400, signer_owner);
    fs::remove(pin);
  }
  for (const auto& file : fs::directory_iterator(ceremony_folder(m_layout) / "officers"))
    put_copy(file.path(), m_layout.officers() / file.path().filename());
  m_folder.settle();
  m_tokens.settle();
  make_folder(m_layout.tokens());  // its owner's group and others come through, each token is its owner's alone
  give_tree(m_layout.tokens(), signer_owner);
}

}  // namespace antin::keys_dev
