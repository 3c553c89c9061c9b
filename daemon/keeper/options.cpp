#include "daemon/keeper/options.hpp"

namespace antin::keeper {

process::Options options_into(KeeperOptions& options) {
  process::Options declared("antind", "Keeps the ledger and decides what may be sealed.", "/etc/antin/antind.conf");
  declared.add("gate-socket", options.gate_socket, "socket on which antin-gate dials in")
      .add("gate-uid", options.gate_uid, 0, UINT32_MAX, "user id of antin-gate; others are turned away")
      .add("signer-socket", options.signer_socket, "socket on which antin-signer processes dial in")
      .add("signer-uid", options.signer_uid, 0, UINT32_MAX, "user id of antin-signer; others are turned away")
      .add("courier-socket", options.courier_socket, "socket on which antin-courier dials in")
      .add("courier-uid", options.courier_uid, 0, UINT32_MAX, "user id of antin-courier; others are turned away")
      .add("control-socket", options.control_socket, "socket on which antin-control dials in")
      .add("control-uid", options.control_uid, 0, UINT32_MAX,
           "user id of who uses antin-control; others are turned away")
      .add("policy", options.policy, "folder of the policy bundle, with the officers' signatures over it")
      .add("officers", options.officers,
           "folder of the security officers: those that a new ledger pins, later those who shall follow them")
      .add("revocation", options.revocation, "folder of revocation lists (*.crl); read again when they change")
      .add("ledger", options.ledger, "file of the ledger")
      .add("make-ledger", options.make_ledger, "make the ledger when it is not there: on a new appliance, once")
      .add("check-ledger", options.check_ledger,
           "look at the whole ledger, octet by octet, and end: with antind stopped, or on a copy")
      .add("succeeds", options.succeeds,
           "with make-ledger: backup of the closed ledger that this one goes on from; log.toml names its key")
      .add("lost", options.lost,
           "with succeeds: folder in which a quorum of the security officers says (antin-policy lost) that the log of "
           "that backup was lost with its disk, unclosed")
      .add("clear", options.clear,
           "folder of what a quorum of the security officers has signed (antin-policy clear) to start in spite of a "
           "clock that is behind the last entry; once")
      .add("log-files", options.log_files, "folder of the log's public files: checkpoint and hash tiles")
      .add("log-entries", options.log_entries, "folder of the log's entries, for those who may read all of them")
      .add("archives", options.archives, "folder of archives: entries that were moved out of log-entries")
      .add("backups", options.backups, "folder of backups of the ledger")
      .add("rebuild-log-files", options.rebuild_log_files,
           "write the log's files that are missing, compare those that are there, and end")
      .add("development-clock", options.development_clock,
           "believe the host's clock; tokens carry the development policy's OID, and every entry says so")
      .add("deadline-ms", options.deadline_ms, 100, 600'000, "milliseconds for a signature, waiting included")
      .add("in-flight", options.in_flight, 1, 100'000, "steps and timestamps under way; more are refused as OVERLOADED")
      .add("denials-per-hour", options.denials_per_hour, 1, 1'000'000,
           "denials per system that get entries of their own; more become one counted entry")
      .add("memory-limit-mib", options.memory_limit_mib, 0, 1'000'000,
           "address space of this process in MiB; 0: no limit");
  return declared;
}

}  // namespace antin::keeper
