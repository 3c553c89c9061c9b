#include <nlohmann/json.hpp>

#include "tests/bench/report.hpp"
#include "tests/bench/text.hpp"

namespace antin::bench {
namespace {

using nlohmann::json;

json to_json(const Latency& latency) { return {{"p50_ms", latency.p50_ms}, {"p99_ms", latency.p99_ms}}; }

json to_json(const Sealing& sealing) {
  json latency{{"document", to_json(sealing.document)}};
  for (std::size_t step = 0; step < step_names.size(); ++step)
    latency[step_names.at(step)] = to_json(sealing.steps.at(step));
  json cpu = json::object();
  for (const auto& one : sealing.cpu) cpu[one.who] = one.seconds;
  return {{"documents", sealing.documents},
          {"seconds", sealing.seconds},
          {"documents_per_second", sealing.documents / sealing.seconds},
          {"latency", latency},
          {"cpu_seconds", cpu},
          {"approvals_signed_before_cpu_seconds", sealing.prepared_seconds},
          {"approvals_signed_meanwhile_cpu_seconds", sealing.approving_seconds},
          {"approvals_signed_meanwhile", sealing.documents * approvals_between_steps}};
}

json to_json(const RawRate& rate) {
  return {{"object", rate.object == KeyObject::token ? "token" : "session-copy"},
          {"processes", rate.processes},
          {"threads", rate.threads},
          {"signatures_per_second", rate.per_second}};
}

}  // namespace

json to_json(const Machine& machine) {
  return {{"processor", machine.processor}, {"cores", machine.cores}, {"kernel", machine.kernel},
          {"module", machine.module},       {"load", machine.load},   {"file_system", machine.file_system}};
}

std::string print_json(const Figures& figures) {
  json raw = json::array();
  for (const auto& rate : figures.raw) raw.push_back(to_json(rate));
  const auto& options = figures.options;
  const json all{{"schema", "antin-bench/v1"},
                 {"machine", to_json(figures.machine)},
                 {"connections", options.connections},
                 {"in_flight", options.in_flight},
                 {"seal_signers", options.seal_signers},
                 {"signatures_per_document", signatures_per_document},
                 {"raw", raw},
                 {"sealing", to_json(figures.sealing)},
                 {"alone", to_json(figures.alone)},
                 {"signatures_per_second", figures.signatures_per_second()},
                 {"best_raw_signatures_per_second", figures.best_raw().per_second},
                 {"ratio", figures.ratio()}};
  return all.dump(2) + "\n";
}

}  // namespace antin::bench
