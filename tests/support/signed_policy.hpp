// A development folder's policy, changed by a test and signed by its officers as the next bundle.
#pragma once

#include "core/statement/bundle.hpp"
#include "policy/bundle/files.hpp"
#include "policy/bundle/signatures.hpp"
#include "tests/support/development_folder.hpp"

namespace antin::test {

// Signs `text` for the folder, each with the officer's own key; what lay in its signatures/ before is gone.
inline void sign_as_officers(const DevelopmentFolder& folder, const std::string& where, const std::string& text,
                             const std::vector<std::string>& officers = {"so-1", "so-2"}) {
  const auto& tools = folder.tools();
  tools.must_run("rm -rf dev/" + where + "/signatures && mkdir dev/" + where + "/signatures");
  tools.write("dev/" + where + "/signatures/statement.txt", text);
  for (const auto& officer : officers) {
    auto key = folder.person(officer);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto signed_text = client::sign_statement(text, key, now);
    if (!signed_text) throw std::runtime_error(signed_text.error().text);
    tools.write("dev/" + where + "/signatures/" + officer + ".p7s", signed_text->cms);
  }
}

inline base::Sha256Hash digest_of_policy(const DevelopmentFolder& folder) {
  const auto files = policy::bundle::read_bundle_files(folder.path() / "policy");
  if (!files) throw std::runtime_error(files.error().text);
  return policy::bundle::digest_of(*files);
}

// The policy as it lies there becomes version `version`, to follow `previous`.
inline void sign_policy(const DevelopmentFolder& folder, std::uint64_t version,
                        const std::optional<base::Sha256Hash>& previous,
                        const std::vector<std::string>& officers = {"so-1", "so-2"},
                        const std::string& log = "seal.dev.example/2026") {
  folder.tools().must_run("sed -i 's/^version = .*/version = " + std::to_string(version) + "/' dev/policy/bundle.toml");
  const auto digest = digest_of_policy(folder);
  sign_as_officers(folder, "policy", print(statement::Bundle{log, version, digest, previous}), officers);
}

// To follow the one that was signed last.
inline void sign_next_policy(const DevelopmentFolder& folder,
                             const std::vector<std::string>& officers = {"so-1", "so-2"},
                             const std::string& log = "seal.dev.example/2026") {
  const auto last = statement::parse_bundle(base::text(folder.read("policy/signatures/statement.txt")));
  if (!last) throw std::runtime_error(last.error().text);
  sign_policy(folder, last->version + 1, last->bundle, officers, log);
}

}  // namespace antin::test
