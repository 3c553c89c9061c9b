// What antind is told when it is started.
#pragma once

#include <cstdint>
#include <string>

#include "daemon/process/options.hpp"

namespace antin::keeper {

struct KeeperOptions {
  std::string gate_socket = "/run/antin/gate.sock";
  std::uint64_t gate_uid = 0;
  std::string signer_socket = "/run/antin/signer.sock";
  std::uint64_t signer_uid = 0;
  std::string courier_socket = "/run/antin/courier.sock";
  std::uint64_t courier_uid = 0;
  std::string control_socket = "/run/antin/control.sock";
  std::uint64_t control_uid = 0;
  std::string policy = "/etc/antin/policy";
  std::string officers = "/etc/antin/officers";
  std::string revocation = "/var/lib/antin/revocation";
  std::string log_files = "/var/lib/antin/log";
  std::string log_entries = "/var/lib/antin/log-entries";
  std::string archives = "/var/lib/antin/archives";
  std::string backups = "/var/lib/antin/backups";
  bool rebuild_log_files = false;
  std::string ledger = "/var/lib/antin/ledger/ledger.sqlite";
  bool make_ledger = false;
  bool check_ledger = false;
  std::string succeeds;
  std::string lost;
  std::string clear;
  bool development_clock = false;
  std::uint64_t deadline_ms = 10'000;
  std::uint64_t in_flight = 1024;
  std::uint64_t denials_per_hour = 600;
  std::uint64_t memory_limit_mib = 0;
};

process::Options options_into(KeeperOptions& options);

}  // namespace antin::keeper
