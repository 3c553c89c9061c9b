#include "tests/unit/daemon/keeper/flow/bench.hpp"

#include "core/forms/seal_attributes.hpp"
#include "core/tlog/hash.hpp"
#include "core/tlog/note.hpp"
#include "tests/support/must.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::keeper::test {

using antin::test::DevelopmentFolder;
using antin::test::Wish;

namespace {

struct NamedKey {
  const char* label;
  const char* file;
  const char* extensions;
};
constexpr NamedKey software_keys[] = {
    {"seal/79760001/school/2026.1", "79760001-school-2026.1", "keyUsage=critical,digitalSignature,nonRepudiation"},
    {"seal/79/department/2026.1", "79-department-2026.1", "keyUsage=critical,digitalSignature,nonRepudiation"},
    {"time/antin/tsa/2026.1", "antin-tsa-2026.1",
     "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping"},
};

// Valid since yesterday, so that a test may set its clock back.
crypto::PrivateKey make_key(const DevelopmentFolder& folder, const NamedKey& key) {
  const std::string name = key.file;
  const auto& tools = folder.tools();
  tools.write("issue.cnf",
              "[ca]\ndefault_ca=x\n[x]\ndatabase=db\nrand_serial=yes\ndefault_md=sha256\npolicy=any\n"
              "new_certs_dir=.\nunique_subject=no\n[any]\ncommonName=supplied\n[ext]\n" +
                  std::string(key.extensions) + "\n");
  tools.must_run(": > db && openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=" +
                 name + "' -keyout " + name +
                 ".key -out csr && openssl ca -batch -notext -config issue.cnf -in csr "
                 "-extensions ext -startdate $(date -u -d yesterday +%Y%m%d%H%M%SZ) -days 30 -cert "
                 "dev/ca/intermediate.crt -keyfile dev/ca/intermediate.key -out dev/policy/keys/" +
                 name + ".crt");
  auto made = crypto::PrivateKey::from_pem(tools.read(name + ".key"), base::Secret());
  if (!made) throw std::runtime_error(made.error().text);
  return std::move(*made);
}

constexpr const char* log_key = "log/79/hcm/2026.1";

crypto::PrivateKey make_log_key(const DevelopmentFolder& folder) {
  const auto& tools = folder.tools();
  tools.must_run("[ -e log.key ] || openssl genpkey -algorithm ed25519 -out log.key");
  auto made = crypto::PrivateKey::from_pem(tools.read("log.key"), base::Secret());
  if (!made) throw std::runtime_error(made.error().text);
  const auto vkey = tlog::verifier_key("seal.dev.example/2026", tlog::KeyType::ed25519, made->spki());
  if (!vkey) throw std::runtime_error(vkey.error().text);
  tools.must_run("sed -i 's#^vkey = .*#vkey = \"" + tlog::print(*vkey) + "\"#' dev/policy/keys.toml");
  tools.write("dev/client/log.vkey", tlog::print(*vkey) + "\n");
  return std::move(*made);
}

LedgerIdentity open_ledger(const DevelopmentFolder& folder, std::unique_ptr<Ledger>& ledger) {
  auto opened = open_sqlite_ledger(folder.path() / "state/ledger/test.sqlite", "seal.dev.example/2026");
  if (!opened) throw std::runtime_error(opened.error().text);
  ledger = std::move(opened->ledger);
  return opened->identity;
}

// What antind's main does with the officers and the bundle before its loop begins.
std::unique_ptr<InForce> read_policy(const PolicyPlaces& places, Ledger& ledger, const LedgerIdentity& identity,
                                     Clock& clock, Flow::Beginning& beginning) {
  auto officers = antin::test::must(kept_officers(ledger));
  if (!officers) {
    beginning.officers = antin::test::must(policy::bundle::read_first_officers(places.officers, identity.origin));
    officers = beginning.officers->officers;
  }
  auto proposal = antin::test::must(propose_at_start(places, *officers, ledger, identity, clock));
  auto in_force = std::move(proposal.in_force);
  beginning.bundle = std::move(proposal);
  return in_force;
}

local::CurveKey curve_key_of(const DevelopmentFolder& folder, const std::string& system) {
  const auto bytes = folder.read("client/" + system + ".pub");
  auto key = client::parse_curve_public_key(base::text(bytes));
  if (!key) throw std::runtime_error(key.error().text);
  return *key;
}

}  // namespace

crypto::PrivateKey issue_seal_key(const DevelopmentFolder& folder, const std::string& file) {
  return make_key(folder, {"", file.c_str(), software_keys[0].extensions});
}

SoftwareKeys::SoftwareKeys(const DevelopmentFolder& folder) {
  for (const auto& key : software_keys) m_keys.emplace(key.label, make_key(folder, key));
  m_keys.emplace(log_key, make_log_key(folder));
}

void SoftwareKeys::sign_seal(Operation operation, const SealOrder& order) {
  ++seals;
  if (on_order) on_order();
  if (seal_failure) return m_outcomes.push_back({operation, *seal_failure});
  const auto said = forms::parse_seal_attributes(order.attributes());
  answer(operation, order.key(), said.value().document.algorithm, order.attributes());
}

void SoftwareKeys::sign_timestamp(Operation operation, const std::string& key, base::ByteView,
                                  base::ByteView attributes) {
  ++stamps;
  if (on_order) on_order();
  if (stamp_failure) return m_outcomes.push_back({operation, *stamp_failure});
  answer(operation, key, base::DigestAlgorithm::sha256, attributes);
}

void SoftwareKeys::sign_checkpoint(Operation operation, const std::string& key, const std::string& text) {
  ++checkpoints;
  if (on_order) on_order();
  if (hold_checkpoints) return;
  if (checkpoint_failure) return m_outcomes.push_back({operation, *checkpoint_failure});
  answer(operation, key, base::DigestAlgorithm::sha256, base::view(text));
}

void SoftwareKeys::answer(Operation operation, const std::string& key, base::DigestAlgorithm hash,
                          base::ByteView octets) {
  if (hold) return;
  auto signature = m_keys.at(key).sign(hash, octets);
  if (corrupt) signature->back() ^= 1;
  const bool is_checkpoint = key == log_key;
  (defer && !is_checkpoint ? m_deferred : m_outcomes).push_back({operation, std::move(*signature)});
}

Life::Life(const DevelopmentFolder& folder, SoftwareKeys& keys, HandClock& clock, FlowLimits limits)
    : ledger([&] {
        std::unique_ptr<Ledger> real;
        identity = open_ledger(folder, real);
        return real;
      }()),
      places{folder.path() / "policy", folder.path() / "officers", folder.path() / "revocation"},
      in_force(read_policy(places, ledger, identity, clock, beginning)),
      log(ledger, in_force->log_keys(),
          Publisher({folder.path() / "state/log", folder.path() / "state/log-entries"}, ledger)),
      witnesses(in_force->policy().log, in_force->witnesses(), ledger, log),
      anchors(in_force->policy().log, in_force->anchor_roots(), ledger, log, clock),
      flow(std::make_unique<Flow>(ledger, identity, log, witnesses, anchors, *in_force, keys, clock, limits)),
      m_folder(folder),
      m_keys(keys) {
  flow->start(beginning);
  settle();
}

std::optional<protocol::Response> Life::send(const protocol::Request& request, const std::string& system) {
  give(request, system);
  settle();
  return next_reply();
}

std::optional<protocol::Response> Life::next_reply() {
  if (m_replies.empty()) return std::nullopt;
  auto reply = std::move(m_replies.front());
  m_replies.pop_front();
  return reply;
}

void Life::give(const protocol::Request& request, const std::string& system) {
  flow->receive(local::Forward{curve_key_of(m_folder, system), {0, 1, 2, 3, 4}, protocol::encode(request)});
}

void Life::settle() {
  collect(flow->finish_batch());
  for (auto outcomes = m_keys.take_outcomes(); !outcomes.empty(); outcomes = m_keys.take_outcomes()) {
    for (const auto& outcome : outcomes) flow->receive(outcome);
    collect(flow->finish_batch());
  }
}

void Life::collect(const std::vector<local::Answer>& answers) {
  for (const auto& answer : answers) {
    auto response = protocol::parse_response(answer.response);
    if (!response) throw std::runtime_error(response.error().text);
    m_replies.push_back(std::move(*response));
  }
}

std::vector<std::string> Life::entries() {
  std::vector<std::string> all;
  for (std::uint64_t index = 0; index < must(ledger.size()); ++index) {
    const auto entry = must(ledger.entry(index));
    all.emplace_back(base::text(*entry));
  }
  return all;
}

Bench::Bench(FlowLimits limits) {
  // Its keys are not those that the folder's officers have signed for.
  antin::test::sign_policy(folder, 1, std::nullopt);
  life = std::make_unique<Life>(folder, keys, clock, limits);
  enrol_everybody();
}

void Bench::enrol_everybody() {
  for (const auto& change : antin::test::everybody(folder, life->in_force->policy().digest, clock.reading.now))
    antin::test::expect_all_done(changed(change));
}

protocol::ChangeRosterResult Bench::changed(const protocol::ChangeRoster& change, const std::string& system) {
  const auto response = life->send({crypto::random_array<16>(), change}, system);
  if (code_of(response) != "done") throw std::runtime_error("expected outcomes, got " + code_of(response));
  return std::get<protocol::ChangeRosterResult>(
      protocol::parse_result(std::get<base::Bytes>(response->outcome)).value());
}

void Bench::sign_next_policy(const std::vector<std::string>& officers) const {
  const auto& now = life->in_force->policy();
  antin::test::sign_policy(folder, now.version + 1, now.digest, officers);
}

base::Result<void> Bench::take_policy() {
  const auto taken = life->flow->take_bundle(life->places);
  life->settle();
  return taken;
}

void Bench::restart(FlowLimits limits) {
  life.reset();
  static_cast<void>(keys.take_outcomes());
  life = std::make_unique<Life>(folder, keys, clock, limits);
}

Wish Bench::wish() const {
  Wish wish;
  wish.policy = life->in_force->policy().digest;
  wish.expires = std::chrono::floor<std::chrono::seconds>(clock.reading.now) + std::chrono::hours(24);
  return wish;
}

Wish Bench::principal_wish(const base::Sha256Hash& previous) const {
  auto next = wish();
  next.step = next.role = "principal";
  next.scope.reset();
  next.previous = previous;
  return next;
}

Wish Bench::department_wish(const base::Sha256Hash& previous) const {
  auto next = principal_wish(previous);
  next.step = "department";
  next.role = "department-leader";
  return next;
}

protocol::Request Bench::request(const Wish& wish, const std::vector<std::string>& people) const {
  std::vector<protocol::Approval> approvals;
  for (const auto& person : people) {
    auto key = folder.person(person);
    approvals.push_back(antin::test::approve(wish, key, clock.reading.now));
  }
  return {crypto::random_array<16>(), antin::test::submit_of(wish, std::move(approvals))};
}

std::optional<protocol::Response> Bench::submit(const Wish& wish, const std::string& person,
                                                const std::string& system) {
  return life->send(request(wish, {person}), system);
}

protocol::StepResult Bench::done(const Wish& wish, const std::string& person) {
  const auto response = submit(wish, person);
  if (code_of(response) != "done") throw std::runtime_error("expected done, got " + code_of(response));
  return step_result(response);
}

base::Sha256Hash Bench::teacher_done() { return tlog::leaf_hash(done(wish(), "p-000001").entry); }

base::Sha256Hash Bench::principal_done() {
  return tlog::leaf_hash(done(principal_wish(teacher_done()), "p-000002").entry);
}

protocol::StepResult step_result(const std::optional<protocol::Response>& response) {
  auto result = protocol::parse_result(std::get<base::Bytes>(response.value().outcome));
  if (!result) throw std::runtime_error(result.error().text);
  return std::get<protocol::StepResult>(std::move(*result));
}

std::string code_of(const std::optional<protocol::Response>& response) {
  if (!response) return "nothing";
  if (const auto* error = std::get_if<protocol::WireError>(&response->outcome))
    return std::string(protocol::facts(error->code).name);
  return "done";
}

}  // namespace antin::keeper::test
