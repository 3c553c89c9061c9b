// A development folder of a test's own, made by antin-keys-dev: tokens, CA, people, systems, policy. And people who
// approve.
#pragma once

#include <map>

#include "client/lib/approval.hpp"
#include "core/crypto/random.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::test {

class DevelopmentFolder {
 public:
  explicit DevelopmentFolder(const std::string& options = {}) {
    m_directory.must_run(std::string(ANTIN_BINARY_DIR) + "/bin/antin-keys-dev --out dev " + options);
    // Programs run under other uids and must reach it.
    std::filesystem::permissions(m_directory.path(), std::filesystem::perms(0755));
  }

  [[nodiscard]] std::filesystem::path path() const { return m_directory.path() / "dev"; }
  [[nodiscard]] const ToolDirectory& tools() const { return m_directory; }
  [[nodiscard]] base::Bytes read(const std::string& name) const { return m_directory.read("dev/" + name); }

  [[nodiscard]] base::Secret secret(const std::string& name) const {
    auto bytes = read(name);
    while (!bytes.empty() && bytes.back() == '\n') bytes.pop_back();
    return base::Secret::take(std::move(bytes));
  }

  [[nodiscard]] client::SoftwareKey person(const std::string& id) const {
    return signer("people/" + id + ".key", "people/" + id + ".crt");
  }
  [[nodiscard]] client::SoftwareKey system(const std::string& name) const {
    return signer("client/" + name + "-x509.key", "client/" + name + ".crt");
  }

 private:
  [[nodiscard]] client::SoftwareKey signer(const std::string& key_file, const std::string& certificate) const {
    auto key = crypto::PrivateKey::from_pem(read(key_file), base::Secret());
    auto chain = crypto::certificates_from_pem(read(certificate));
    if (!key || !chain) throw std::runtime_error("no key or certificate in " + key_file + ", " + certificate);
    auto made = client::SoftwareKey::make(std::move(*key), std::move(*chain));
    if (!made) throw std::runtime_error(made.error().text);
    return std::move(*made);
  }

  ToolDirectory m_directory;
};

// What a statement says unless a test says otherwise: the teacher's step of one record of school 79760001.
struct Wish {
  std::string log = "seal.dev.example/2026";
  std::string unit = "79760001";
  std::string kind = "hoc-ba";
  std::string record = "1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3";
  std::uint32_t revision = 1;
  std::string step = "teacher";
  std::string role = "teacher";
  std::optional<std::string> scope = "2026-2027.1A";
  base::Digest digest{base::DigestAlgorithm::sha256, base::Bytes(32, 0x2c)};
  std::optional<base::Sha256Hash> previous;
  base::Sha256Hash policy{};
  base::Instant expires;
  std::optional<statement::Vouching> vouched = {};
};

inline std::string statement_of(const Wish& wish) {
  statement::Approve approve{wish.log,      wish.unit,     wish.kind,   wish.record,
                             wish.revision, wish.step,     wish.role,   wish.scope,
                             wish.digest,   wish.previous, wish.policy, crypto::random_array<16>(),
                             wish.expires,  wish.vouched};
  return statement::print(approve);
}

inline protocol::Approval approve(const Wish& wish, client::PersonKey& key, base::Instant now) {
  auto signed_statement = client::sign_statement(statement_of(wish), key, now);
  if (!signed_statement) throw std::runtime_error(signed_statement.error().text);
  return std::move(*signed_statement);
}

inline protocol::Submit submit_of(const Wish& wish, std::vector<protocol::Approval> approvals) {
  return {wish.unit, wish.kind, wish.record, wish.revision, wish.step, wish.digest, std::move(approvals), {}};
}

}  // namespace antin::test
