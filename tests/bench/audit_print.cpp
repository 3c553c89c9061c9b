#include <nlohmann/json.hpp>

#include "tests/bench/audit_figures.hpp"
#include "tests/bench/text.hpp"

namespace antin::bench {
namespace {

using nlohmann::json;

json to_json(const Latency& latency) { return {{"p50_ms", latency.p50_ms}, {"p99_ms", latency.p99_ms}}; }

json to_json(const Appending& appending) {
  return {{"at_size", appending.at_size},
          {"entries", appending.entries},
          {"seconds", appending.seconds},
          {"entries_per_second", appending.per_second()},
          {"signing_seconds", appending.signing_seconds},
          {"batch", to_json(appending.batch)}};
}

json to_json(const ProofsAt& proofs) {
  return {{"size", proofs.size},
          {"receipt", to_json(proofs.receipt)},
          {"inclusion", to_json(proofs.inclusion)},
          {"resident_before_mib", proofs.resident_before_mib},
          {"resident_after_mib", proofs.resident_after_mib}};
}

template <class Item>
json all_to_json(const std::vector<Item>& items) {
  json all = json::array();
  for (const auto& item : items) all.push_back(to_json(item));
  return all;
}

std::string print_appending(const AuditFigures& figures) {
  auto text = format(
      "\nAppends, %u entries a commit: encoded, tree, ledger durable, checkpoint signed in SoftHSM (Ed25519), kept "
      "and\n"
      "published durably, an inclusion proof for each entry; one thread\n"
      "  %-14s %12s %14s %16s %16s %10s\n",
      figures.options.batch, "log of", "entries", "per s", "batch p50 ms", "batch p99 ms", "in token");
  for (const auto& one : figures.appending)
    text += format("  %-14s %12s %14s %16.1f %16.1f %9.1f%%\n", whole(static_cast<double>(one.at_size)).c_str(),
                   whole(static_cast<double>(one.entries)).c_str(), whole(one.per_second()).c_str(), one.batch.p50_ms,
                   one.batch.p99_ms, one.signing_seconds / one.seconds * 100);
  return text;
}

std::string print_proofs(const AuditFigures& figures) {
  auto text = format(
      "\nProofs of entries at random, %u each, in ms: of a receipt (by the checkpoint that first covered the entry)\n"
      "and of inclusion in the newest tree; and the resident memory of this process in MiB\n"
      "  %-14s %12s %8s %14s %8s %14s %8s\n",
      figures.options.samples, "log of", "receipt p50", "p99", "inclusion p50", "p99", "memory before", "after");
  for (const auto& one : figures.proofs)
    text += format("  %-14s %12.3f %8.3f %14.3f %8.3f %14.1f %8.1f\n", whole(static_cast<double>(one.size)).c_str(),
                   one.receipt.p50_ms, one.receipt.p99_ms, one.inclusion.p50_ms, one.inclusion.p99_ms,
                   one.resident_before_mib, one.resident_after_mib);
  return text;
}

}  // namespace

std::string print_table(const AuditFigures& figures) {
  return print_machine(figures.machine) + print_appending(figures) + print_proofs(figures) +
         format(
             "\nStart over %s entries (ledger of %s MiB): %.0f ms with none of its pages in memory, %.0f ms at once "
             "again\n"
             "Filling, %s entries in large batches: %s per s; resident at the end: %.1f MiB\n",
             whole(static_cast<double>(figures.start_up.size)).c_str(), whole(figures.ledger_mib).c_str(),
             figures.start_up.cold_ms, figures.start_up.warm_ms,
             whole(static_cast<double>(figures.filling.entries)).c_str(),
             whole(static_cast<double>(figures.filling.entries) / figures.filling.seconds).c_str(),
             figures.resident_mib);
}

std::string print_json(const AuditFigures& figures) {
  const json all{
      {"schema", "antin-bench-audit/v1"},
      {"machine", to_json(figures.machine)},
      {"log_key", "Ed25519 in SoftHSM, in the measuring process"},
      {"batch", figures.options.batch},
      {"samples", figures.options.samples},
      {"appending", all_to_json(figures.appending)},
      {"proofs", all_to_json(figures.proofs)},
      {"start_up",
       {{"size", figures.start_up.size}, {"cold_ms", figures.start_up.cold_ms}, {"warm_ms", figures.start_up.warm_ms}}},
      {"filling", {{"entries", figures.filling.entries}, {"seconds", figures.filling.seconds}}},
      {"ledger_mib", figures.ledger_mib},
      {"resident_mib", figures.resident_mib}};
  return all.dump(2) + "\n";
}

}  // namespace antin::bench
