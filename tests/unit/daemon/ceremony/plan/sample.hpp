// A plan that is in order, as a test may write it: three officers, two of whom decide; two groups of custodians.
#pragma once

#include <string>

#include "daemon/ceremony/plan/toml.hpp"

namespace antin::ceremony {

inline std::string participant_text(const std::string& id, const std::string& name, const std::string& role) {
  return "[[participant]]\nid = \"" + id + "\"\nname = \"" + name + "\"\ncertificate = \"" + id +
         ".crt\"\nroles = [\"" + role + "\"]\n";
}

inline std::string sample_head() {
  return "ceremony = \"hcm-2026.1\"\npurpose = \"production\"\nlog = \"seal.example.vn/2026\"\nquorum = 2\n"
         "module = \"/usr/lib/softhsm/libsofthsm2.so\"\nroots = [\"root.crt\"]\n";
}

inline std::string sample_people() {
  std::string text = participant_text("so-1", "Đỗ Thị Mai", "officer") +
                     participant_text("so-2", "Ngô Văn Phúc", "officer") +
                     participant_text("so-3", "Huỳnh Thanh Sơn", "officer") +
                     participant_text("auditor", "Phan Thị Ngọc Ánh", "witness");
  for (const auto* id : {"a-1", "a-2", "a-3", "b-1", "b-2", "b-3"})
    text += participant_text(id, std::string("Người giữ ") + id, "custodian");
  text += "[[shares]]\nname = \"security\"\nneed = 2\nholders = [\"a-3\", \"a-1\", \"a-2\"]\n";
  text += "[[shares]]\nname = \"operators\"\nneed = 3\nholders = [\"b-1\", \"b-2\", \"b-3\"]\n";
  return text;
}

inline std::string sample_token() {
  return "[[token]]\nlabel = \"seals\"\nso-pin = \"security\"\nuser-pin = \"operators\"\nunattended = "
         "\"systemd-credential\"\n";
}

inline std::string sample_keys() {
  return "[[key]]\nlabel = \"seal/79760001/school/2026.1\"\ntoken = \"seals\"\nalgorithm = \"ecdsa-p256\"\nbackup = "
         "\"none\"\n"
         "subject = { country = \"VN\", organisation = \"Trường Tiểu học Hoa Sen\", name = \"Con dấu\" }\n"
         "[[key]]\nlabel = \"log/79/hcm/2026.1\"\ntoken = \"seals\"\nalgorithm = \"ed25519\"\nbackup = \"none\"\n";
}

inline std::string sample_text() { return sample_head() + sample_people() + sample_token() + sample_keys(); }

// A certificate for each path, of the hash that only the path makes. `rsa.crt` is of an RSA key; `missing.crt` is not
// there.
inline base::Result<crypto::Certificate> sample_certificate(const std::string& path) {
  if (path == "missing.crt") return base::Error{"cannot open missing.crt: No such file or directory"};
  crypto::Certificate certificate;
  for (std::size_t i = 0; i < path.size(); ++i) certificate.hash.at(i % 32) ^= static_cast<std::uint8_t>(path[i]);
  certificate.key = path == "rsa.crt" ? crypto::KeyAlgorithm::rsa : crypto::KeyAlgorithm::ecdsa_p256;
  return certificate;
}

// What the ceremony hcm-2025.1 has left: a token whose PINs and wrapping key are split, a seal with a backup, one
// without, a log key.
inline base::Result<NamedRecord> sample_former(const std::string& path) {
  if (path != "former") return base::Error{path + "/plan.lock: No such file or directory"};
  NamedRecord named{"hcm-2025.1", path, {}};
  auto& record = named.record;
  record.plan.lock.fill(0x11);
  record.plan.note.fill(0x22);
  const ShareGroup security{2, {"a-1", "a-2", "a-3"}};
  record.tokens["old"] = {"7f3a",
                          {{"so-pin", security}, {"user-pin", {2, {"b-1", "b-2", "b-3"}}}, {"backup-key", security}}};
  const auto add = [&](const std::string& label, crypto::KeyAlgorithm algorithm, Backup backup) {
    auto& key = record.keys[label];
    key = {"old", algorithm, backup, {}, std::nullopt};
    key.public_key.fill(static_cast<std::uint8_t>(record.keys.size()));
    if (backup == Backup::wrapped) key.wrapped.emplace().fill(0x33);
  };
  add("seal/79/department/2025.1", crypto::KeyAlgorithm::ecdsa_p256, Backup::wrapped);
  add("seal/79760001/school/2025.1", crypto::KeyAlgorithm::rsa, Backup::none);
  add("log/79/hcm/2025.1", crypto::KeyAlgorithm::ed25519, Backup::none);
  return named;
}

inline Beside sample_beside() { return {sample_certificate, sample_former}; }

inline Plan sample_plan() {
  auto read = read_plan("plan.toml", base::view(sample_text()), sample_beside());
  if (!read) throw std::runtime_error(policy::text::print(read.error()));
  return std::move(read->plan);
}

}  // namespace antin::ceremony
