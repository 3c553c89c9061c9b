#include "daemon/launcher/program.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>

namespace antin::launcher {
namespace {

namespace fs = std::filesystem;

// The uids of the development folder; antin-keys-dev gives the same ones its files.
constexpr uid_t gate_user = 64101;
constexpr uid_t keeper_user = 64102;
constexpr uid_t signer_user = 64103;
constexpr uid_t courier_user = 64104;
constexpr uid_t witness_user = 64105;
constexpr gid_t everyone = 64100;

enum class Kind { unknown, keeper, signer, witness, courier, gate };  // in the order of their start

Kind kind_of(std::string_view name) {
  if (name == "antind") return Kind::keeper;
  if (name == "antin-gate") return Kind::gate;
  if (name == "antin-courier") return Kind::courier;
  if (name.starts_with("antin-witness-")) return Kind::witness;
  if (name.starts_with("antin-signer-")) return Kind::signer;
  return Kind::unknown;
}

Program program_of(Kind kind, const std::string& name, const fs::path& folder, const fs::path& binaries) {
  Program program;
  program.name = name;
  program.arguments = {"--config", (folder / "etc" / (name + ".conf")).string()};
  program.group = everyone;
  program.folder = folder;
  program.log = folder / "logs" / (name + ".log");
  program.pid_file = folder / "run" / (name + ".pid");
  switch (kind) {
    case Kind::unknown: break;
    case Kind::keeper:
      program.executable = binaries / "antind";
      program.user = keeper_user;
      program.ends = 1;
      break;
    case Kind::gate:
      program.executable = binaries / "antin-gate";
      program.user = gate_user;
      break;
    case Kind::courier:
      program.executable = binaries / "antin-courier";
      program.user = courier_user;
      program.ends = 2;
      break;
    case Kind::witness:
      program.executable = binaries / "antin-witness";
      program.user = witness_user;
      break;
    case Kind::signer:
      program.executable = binaries / "antin-signer";
      program.user = signer_user;
      program.ends = 2;
      program.token_folder = folder / "tokens";
      program.module_configuration = folder / "softhsm2.conf";
      break;
  }
  return program;
}

}  // namespace

base::Result<std::vector<Program>> programs_of(const fs::path& folder, const fs::path& binaries) {
  std::error_code error;
  std::vector<std::pair<Kind, std::string>> found;
  for (const fs::directory_entry& file : fs::directory_iterator(folder / "etc", error)) {
    if (file.path().extension() != ".conf") continue;
    const std::string name = file.path().stem().string();
    const Kind kind = kind_of(name);
    if (kind == Kind::unknown) return base::Error{file.path().string() + ": no program of ours has this name"};
    found.emplace_back(kind, name);
  }
  if (error) return base::Error{(folder / "etc").string() + ": " + error.message()};
  if (found.empty()) return base::Error{(folder / "etc").string() + ": holds no configuration"};

  std::sort(found.begin(), found.end());
  std::vector<Program> programs;
  programs.reserve(found.size());
  for (const auto& [kind, name] : found) programs.push_back(program_of(kind, name, folder, binaries));
  return programs;
}

}  // namespace antin::launcher
