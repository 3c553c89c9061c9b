#include "daemon/witness/settings.hpp"

namespace antin::witness {

process::Options options_into(Settings& settings) {
  process::Options options(
      "antin-witness",
      "cosigns the checkpoints of logs (C2SP tlog-witness over HTTP), each only when the one before "
      "is its beginning",
      "/etc/antin/antin-witness.conf");
  options.add("name", settings.name, "the witness's name, as it stands in its key and its cosignatures")
      .require("name")
      .add("key", settings.key,
           "its Ed25519 private key (PEM): absolute path of a private file, or name of a systemd "
           "credential")
      .add("make-key", settings.make_key, "make a new key in this file, print the vkey to give away, and end")
      .add("log", settings.log, "file with the vkey of each log to watch, one a line")
      .add("state", settings.state,
           "folder for the last checkpoint cosigned of each log: never lose it, never restore "
           "an older one")
      .add("listen", settings.listen, "where to listen: ADDRESS:PORT, the address in digits; port 0 takes a free one")
      .require("listen")
      .add("prefix", settings.prefix, "what the paths begin with, such as /antin; empty for nothing")
      .add("endpoint-file", settings.endpoint_file, "file that gets the address really listened on")
      .add("memory-limit-mib", settings.memory_limit_mib, 0, 1'048'576, "MiB of address space; 0 for no limit");
  return options;
}

}  // namespace antin::witness
