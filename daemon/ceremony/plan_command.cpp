// antin-ceremony plan: a reviewed TOML file becomes the plan.lock that everyone compares.
#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/record/former.hpp"
#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t certificate_size_limit = 64 * 1024;

// The plan may name absolute paths too.
Beside beside(const fs::path& plan) {
  const auto folder = plan.parent_path();
  const auto certificate_at = [folder](const std::string& path) -> base::Result<crypto::Certificate> {
    const auto content = base::read_file(folder / path, certificate_size_limit);
    if (!content) return content.error();
    auto certificate = crypto::certificate_from_pem(*content);
    if (!certificate) return base::Error{path + ": " + certificate.error().text};
    return certificate;
  };
  return {certificate_at, [folder](const std::string& path) { return read_former(Folder(folder / path)); }};
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto file = operand(arguments, "PLAN.toml");
  if (!file) return file.error();
  const auto content = base::read_file(*file, lock_size_limit);
  if (!content) return cli::local_trouble(content.error());
  const auto reviewed = read_plan(*file, *content, beside(*file));
  if (!reviewed) return refused(policy::text::print(reviewed.error()));
  const auto lock = print_lock(reviewed->plan);
  if (const auto out = arguments.value("out")) {
    const Folder folder(*out);
    if (auto written = folder.write_plan(*reviewed); !written) return cli::local_trouble(written.error());
    console.err << "wrote " << folder.lock().string() << "\n";
  } else {
    console.out << lock;
  }
  const auto hash = crypto::sha256(base::view(lock));
  console.err << steps_of(reviewed->plan).size() << " steps.\n" << shown_hash("SHA-256 of plan.lock:", hash);
  return Exit::ok;
}

}  // namespace

const Command& plan_command() {
  static const Command command{"plan",
                               "check a plan, and make the plan.lock whose hash everyone compares",
                               {"PLAN.toml --out DIR", "PLAN.toml"},
                               "Reads PLAN.toml, the certificates and the records of former ceremonies that it names, "
                               "refuses what breaks a rule\n"
                               "with file, line and key, and writes DIR/plan.lock with copies of those records, "
                               "without backups and PINs. Without\n"
                               "--out it prints the lock. One plan has one lock, whatever the order of its tables.\n",
                               {{"Options", {{"out", "DIR", "the ceremony's folder; it must have no plan yet"}}}},
                               1,
                               "",
                               run,
                               {},
                               "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
