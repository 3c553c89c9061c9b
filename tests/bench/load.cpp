#include "tests/bench/load.hpp"

#include <algorithm>
#include <future>
#include <latch>

#include "core/evidence/trust.hpp"
#include "tests/bench/client.hpp"
#include "tests/bench/cpu_clock.hpp"
#include "tests/bench/percentile.hpp"

namespace antin::bench {
namespace {

using Clients = std::vector<std::unique_ptr<Client>>;

template <class Pick>
Latency latency_over(const Clients& clients, Pick pick) {
  std::vector<double> all;
  for (const auto& client : clients) {
    const std::vector<double>& some = pick(client->samples());
    all.insert(all.end(), some.begin(), some.end());
  }
  return latency_of(std::move(all));
}

evidence::Trust trust_of(const test::DevelopmentFolder& folder) {
  const auto certificate = [&](const std::string& name) {
    return crypto::certificate_from_pem(folder.read("ca/" + name + ".crt")).value();
  };
  return {{certificate("root")}, {certificate("intermediate")}, {}, evidence::Revocation::if_present};
}

void must_add_up(const Clients& clients, const Load& load, const test::DevelopmentFolder& folder) {
  const auto trust = trust_of(folder);
  std::vector<std::uint64_t> indexes;
  for (const auto& client : clients) {
    const auto& some = client->samples().indexes;
    indexes.insert(indexes.end(), some.begin(), some.end());
    client->verify_last(trust);
  }
  std::sort(indexes.begin(), indexes.end());
  const bool twice = std::adjacent_find(indexes.begin(), indexes.end()) != indexes.end();
  if (twice || indexes.size() != step_names.size() * load.documents)
    throw std::runtime_error("the log's indexes do not add up");
}

Sealing summary_of(const Clients& clients) {
  Sealing sealing;
  for (std::size_t step = 0; step < step_names.size(); ++step)
    sealing.steps.at(step) = latency_over(
        clients, [step](const Samples& samples) -> const std::vector<double>& { return samples.steps_ms.at(step); });
  sealing.document =
      latency_over(clients, [](const Samples& samples) -> const std::vector<double>& { return samples.documents_ms; });
  for (const auto& client : clients) {
    sealing.prepared_seconds += client->samples().prepared_seconds;
    sealing.approving_seconds += client->samples().approving_seconds;
  }
  return sealing;
}

// Two systems may act for this school: its own and its department's. They take turns.
std::string system_of(unsigned client) { return client % 2 == 0 ? "school-79760001" : "department-79"; }

unsigned share_of(const Load& load, unsigned client) {
  return load.documents / load.connections + (client < load.documents % load.connections ? 1 : 0);
}

base::Sha256Hash policy_of(const test::Appliance& appliance) {
  auto connection = appliance.connect(system_of(0));
  const auto about = client::about(connection);
  if (!about) throw std::runtime_error("the appliance does not answer: " + about.error().code);
  return about.value().policy;
}

std::map<std::string, pid_t> programs_of(const test::Appliance& appliance) {
  std::map<std::string, pid_t> found;
  const auto add = [&](const std::string& program) { found[program] = appliance.pid_of(program); };
  add("antind");
  add("antin-gate");
  for (const auto* token : {"seals", "time", "log"})
    for (const auto& signer : appliance.signers(token)) add(signer);
  return found;
}

}  // namespace

Sealing seal_documents(const test::Appliance& appliance, const Load& load) {
  const auto policy = policy_of(appliance);
  Clients clients;
  for (unsigned i = 0; i < load.connections; ++i)
    clients.push_back(std::make_unique<Client>(appliance, system_of(i), policy, share_of(load, i)));

  std::latch start(1);
  std::vector<std::future<void>> threads;
  for (auto& client : clients)
    threads.push_back(std::async(std::launch::async, [&start, &client, &load] {
      start.wait();
      client->run(load.in_flight);
    }));
  const CpuClock cpu(programs_of(appliance));
  const auto began = Clock::now();
  start.count_down();
  for (auto& thread : threads) thread.wait();
  const auto took = std::chrono::duration<double>(Clock::now() - began).count();
  auto used = cpu.used();
  for (auto& thread : threads) thread.get();  // throws what the client threw

  must_add_up(clients, load, appliance.folder());
  auto sealing = summary_of(clients);
  sealing.documents = load.documents;
  sealing.seconds = took;
  sealing.cpu = std::move(used);
  return sealing;
}

}  // namespace antin::bench
