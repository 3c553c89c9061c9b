#include "tests/bench/report.hpp"
#include "tests/bench/text.hpp"

namespace antin::bench {
namespace {

// "2 processes, 1 thread each"
std::string print_shape(const RawRate& rate) {
  return format("%u process%s, %u thread%s", rate.processes, rate.processes == 1 ? "" : "es", rate.threads,
                rate.threads == 1 ? "" : "s");
}

std::string print_rate(const RawRate& rate, bool best) {
  if (rate.per_second <= 0) return "refused by the module";
  return format("%10s per s%s", whole(rate.per_second).c_str(), best ? "  best" : "");
}

std::string print_raw(const Figures& figures) {
  std::string text = "\nRaw PKCS#11: C_SignInit and C_Sign, ECDSA P-256, cached handles, nothing else\n";
  for (const auto& rate : figures.raw) {
    const auto* object = rate.object == KeyObject::session_copy ? "session-object copy" : "token object";
    text += format("  %-24s %-21s %s\n", print_shape(rate).c_str(), object,
                   print_rate(rate, &rate == &figures.best_raw()).c_str());
  }
  return text;
}

std::string print_sealing(const Figures& figures) {
  const auto& options = figures.options;
  return format(
             "\nSealed documents, end to end: CURVE, approvals verified, CMS, timestamps, durable ledger\n"
             "  %u connections with %u documents under way on each; %u signer%s for seals, 1 for timestamps, 1 for "
             "checkpoints\n",
             options.connections, options.in_flight, options.seal_signers, options.seal_signers == 1 ? "" : "s") +
         format("  %-46s %10s per s  (%s in %.1f s)\n", "documents", whole(figures.documents_per_second()).c_str(),
                whole(figures.sealing.documents).c_str(), figures.sealing.seconds) +
         format("  %-46s %10s per s  (%u for each document)\n", "signatures in the HSM",
                whole(figures.signatures_per_second()).c_str(), signatures_per_document) +
         format("  %-46s %10.3f\n", "ratio to the best raw rate", figures.ratio());
}

std::string print_latency(const char* what, const Latency& loaded, const Latency& alone) {
  return format("  %-16s %12.1f %9.1f %14.1f %9.1f\n", what, loaded.p50_ms, loaded.p99_ms, alone.p50_ms, alone.p99_ms);
}

std::string print_latencies(const Figures& figures) {
  auto text = format("\nLatency in ms      under this load p50       p99      alone p50       p99\n");
  for (std::size_t step = 0; step < step_names.size(); ++step)
    text += print_latency(step_names.at(step), figures.sealing.steps.at(step), figures.alone.steps.at(step));
  return text + print_latency("whole document", figures.sealing.document, figures.alone.document);
}

std::string print_cpu(const Sealing& sealing) {
  auto text = format("\nCPU time under this load %21s %14s %16s\n", "s", "% of a core", "ms a document");
  for (const auto& one : sealing.cpu)
    text += format("  %-34s %9.2f %14.0f %16.3f\n", one.who.c_str(), one.seconds, one.seconds / sealing.seconds * 100,
                   one.seconds / sealing.documents * 1000);
  return text +
         format(
             "\nThe load generator runs on the same cores. Of its CPU time, %.2f s went into the %u approvals of each\n"
             "document that it has to sign between steps, with keys in its memory: each names the entry before.\n"
             "The teachers' approvals were signed before the clock ran (%.2f s).\n",
             sealing.approving_seconds, approvals_between_steps, sealing.prepared_seconds);
}

}  // namespace

std::string whole(double value) {
  auto digits = format("%.0f", value);
  for (auto at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string print_machine(const Machine& machine) {
  return format("%s, %u cores, %s; %s; ledger on %s; load before: %s\n", machine.processor.c_str(), machine.cores,
                machine.kernel.c_str(), machine.module.c_str(), machine.file_system.c_str(), machine.load.c_str());
}

std::string print_table(const Figures& figures) {
  return print_machine(figures.machine) + print_raw(figures) + print_sealing(figures) + print_latencies(figures) +
         print_cpu(figures.sealing);
}

}  // namespace antin::bench
