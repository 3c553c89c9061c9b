#include "daemon/courier/settings.hpp"

namespace antin::courier {

process::Options options_into(Settings& settings) {
  process::Options options("antin-courier",
                           "fetches for antind what lies outside, from addresses that are allowed here, and believes "
                           "none of it",
                           "/etc/antin/antin-courier.conf");
  options.add("keeper-socket", settings.keeper_socket, "antind's socket for the courier")
      .require("keeper-socket")
      .add("keeper-uid", settings.keeper_uid, 0, 4'294'967'294, "numeric uid that antind runs as")
      .add("allow", settings.allow, "http:// or https:// URL that others may begin with; nothing else is fetched")
      .add("ca-file", settings.ca_file, "certificates (PEM) to believe for https; the system's when none is named")
      .add("timeout-ms", settings.timeout_ms, 1, 600'000, "milliseconds that one fetch may take, all in all")
      .add("at-once", settings.at_once, 1, 64, "fetches under way at the same time; more wait")
      .add("memory-limit-mib", settings.memory_limit_mib, 0, 1'048'576, "MiB of address space; 0 for no limit");
  return options;
}

}  // namespace antin::courier
