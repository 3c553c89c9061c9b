// Where everything lies in a development folder, and which uid may read it. Programs, launcher and tests share it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace antin::keys_dev {

struct Owner {
  uid_t user;
  gid_t group;
};

// Development uids; the packages' are made by sysusers.
constexpr gid_t appliance_group = 64100;
constexpr Owner root_owner{0, 0};
constexpr Owner gate_owner{64101, appliance_group};
constexpr Owner keeper_owner{64102, appliance_group};
constexpr Owner signer_owner{64103, appliance_group};
constexpr Owner courier_owner{64104, appliance_group};
constexpr Owner witness_owner{64105, appliance_group};

struct Layout {
  std::filesystem::path root;  // absolute

  [[nodiscard]] std::filesystem::path softhsm_conf() const { return root / "softhsm2.conf"; }
  [[nodiscard]] std::filesystem::path tokens() const { return root / "tokens"; }
  [[nodiscard]] std::filesystem::path secrets() const { return root / "secrets"; }
  [[nodiscard]] std::filesystem::path gate_public_key() const { return root / "gate-curve.pub"; }
  [[nodiscard]] std::filesystem::path ceremony() const { return root / "ceremony"; }
  [[nodiscard]] std::filesystem::path ca() const { return root / "ca"; }
  [[nodiscard]] std::filesystem::path policy() const { return root / "policy"; }
  [[nodiscard]] std::filesystem::path officers() const { return root / "officers"; }
  [[nodiscard]] std::filesystem::path revocation() const { return root / "revocation"; }
  [[nodiscard]] std::filesystem::path people() const { return root / "people"; }
  [[nodiscard]] std::filesystem::path client() const { return root / "client"; }
  [[nodiscard]] std::filesystem::path etc() const { return root / "etc"; }
  [[nodiscard]] std::filesystem::path watched_logs() const { return etc() / "watched-logs"; }
  [[nodiscard]] std::filesystem::path control_configuration() const { return root / "antin-control.conf"; }
  [[nodiscard]] std::filesystem::path state() const { return root / "state"; }
  [[nodiscard]] std::filesystem::path log() const { return root / "log"; }
  [[nodiscard]] std::filesystem::path run() const { return root / "run"; }
};

}  // namespace antin::keys_dev
