// Faults at a chosen moment: between an intent and its outcome, with signers that are stuck, on a disk that is full.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>

#include "core/crypto/sha2.hpp"
#include "tests/support/await.hpp"
#include "tests/support/ledger_copy.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

using std::chrono::milliseconds;

const std::string unit = "79760001";

Report report(const std::string& record) {
  return {unit, record, base::sha256_digest(crypto::sha256(base::view(record)))};
}

// An appliance, a client and the people; stopped signers go on when the test ends.
class Scene {
 public:
  explicit Scene(const Appliance::Wishes& wishes = {})
      : appliance(wishes),
        connection(appliance.connect("school-" + unit)),
        office(appliance.folder(), unit, must(client::about(connection)).policy) {}
  ~Scene() {
    try {
      for_signers("seals", SIGCONT);
      for_signers("time", SIGCONT);
    } catch (const std::exception& problem) {
      ADD_FAILURE() << problem.what();
    }
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void for_signers(const std::string& token, int signal) const {
    if (appliance.launcher() == 0) return;
    for (const auto& signer : appliance.signers(token)) appliance.signal(signer, signal);
  }

  base::Sha256Hash teacher(const std::string& record) {
    const auto submission = office.submission(report(record), "teacher", std::nullopt);
    return tlog::leaf_hash(must(client::submit(connection, submission)).entry);
  }

  protocol::Request principal(const std::string& record) {
    return request(office.submission(report(record), "principal", teacher(record)));
  }

  // A client that gives up soon.
  [[nodiscard]] client::Connection impatient() const {
    auto options = appliance.options("school-" + unit);
    options.deadline = milliseconds(3000);
    options.attempt = milliseconds(1500);
    return must(client::Connection::open(std::move(options)));
  }

  // Whatever the copy of a ledger in use says; nothing when it is torn.
  template <class Question>
  [[nodiscard]] auto in_ledger(Question question) const {
    return [this, question] {
      try {
        return question(LedgerCopy(appliance));
      } catch (const std::exception&) {
        return decltype(question(LedgerCopy(appliance))){};
      }
    };
  }

  // The step was done once, with these octets.
  void expect_done_once(const std::string& record, const base::Bytes& octets) {
    appliance.stop();
    const LedgerCopy ledger(appliance);
    const auto result = step_result(octets);
    EXPECT_EQ(ledger.open_steps(), 0U);
    EXPECT_EQ(ledger.done()[(RecordStep{unit, record, "principal"})], std::vector<std::uint64_t>{result.index});
    EXPECT_EQ(ledger.entry(result.index), result.entry);
  }

  Appliance appliance;
  client::Connection connection;
  Office office;
};

base::Bytes octets_of(std::optional<client::Completion> completion) {
  if (!completion) throw std::runtime_error("no completion");
  if (auto* failure = std::get_if<client::Failure>(&completion->outcome)) throw std::runtime_error(failure->code);
  return std::get<base::Bytes>(std::move(completion->outcome));
}

TEST(Recovery, finishes_an_intent_that_no_key_has_signed_and_gives_every_client_the_same_seal) {
  Scene scene;
  const auto asked = scene.principal("1.unsigned");
  auto other = scene.appliance.connect("department-79");
  auto same_step = asked;
  same_step.id = client::Connection::new_request_id();
  scene.for_signers("seals", SIGSTOP);
  scene.connection.send(asked);
  other.send(same_step);
  await("the intent", scene.in_ledger([](const LedgerCopy& ledger) { return ledger.open_steps() == 1; }));
  scene.appliance.kill("antind");
  scene.for_signers("seals", SIGCONT);
  const auto octets = octets_of(scene.connection.receive(2 * patience));
  EXPECT_EQ(octets_of(other.receive(2 * patience)), octets);
  scene.expect_done_once("1.unsigned", octets);
}

TEST(Recovery, puts_the_signature_that_was_made_into_the_seal_and_makes_no_other) {
  Scene scene;
  const auto asked = scene.principal("1.signed");
  scene.for_signers("time", SIGSTOP);
  scene.connection.send(asked);
  const auto signature =
      *await("the signature",
             scene.in_ledger([](const LedgerCopy& ledger) { return ledger.kept_signature("1.signed", "principal"); }));
  scene.appliance.kill("antind");
  scene.for_signers("time", SIGCONT);
  const auto octets = octets_of(scene.connection.receive(2 * patience));
  const auto seal = step_result(octets).seal;
  EXPECT_NE(std::search(seal.begin(), seal.end(), signature.begin(), signature.end()), seal.end());
  scene.expect_done_once("1.signed", octets);
}

TEST(StuckSigners, are_told_as_hsm_unavailable_and_the_same_request_succeeds_later) {
  Scene scene({.lines = {{"antind", "deadline-ms = 500"}}});
  const auto asked = scene.principal("1.stuck");
  scene.for_signers("seals", SIGSTOP);
  auto client = scene.impatient();
  const auto refused = client.call(asked);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "HSM_UNAVAILABLE");
  EXPECT_TRUE(refused.error().retry);
  // What needs no seal goes on.
  scene.teacher("1.meanwhile");

  scene.for_signers("seals", SIGCONT);
  const auto octets = must(scene.connection.call(asked));
  EXPECT_EQ(must(client.call(asked)), octets);
  scene.expect_done_once("1.stuck", octets);
  EXPECT_GT(LedgerCopy(scene.appliance).entry_types()["failed"], 0U);
}

TEST(StuckSigners, for_timestamps_leave_a_step_open_until_they_are_back) {
  Scene scene({.lines = {{"antind", "deadline-ms = 500"}}});
  const auto asked = scene.principal("1.unstamped");
  scene.for_signers("time", SIGSTOP);
  auto client = scene.impatient();
  const auto refused = client.call(asked);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "HSM_UNAVAILABLE");
  scene.for_signers("time", SIGCONT);
  scene.expect_done_once("1.unstamped", must(scene.connection.call(asked)));
}

TEST(TokenFolder, cannot_be_written_by_a_signer_and_stays_as_it_is_through_kills) {
  const Scene scene;
  const auto sums = [&] {
    return scene.appliance.folder().tools().run("find dev/tokens -type f | sort | xargs sha256sum").output;
  };
  const auto before = sums();
  for (const std::string signer :
       {"antin-signer-seals-1", "antin-signer-seals-2", "antin-signer-time-1", "antin-signer-log-1"}) {
    // Through the signer's own root, as root: mode bits would not stop us, its mount does.
    const auto token = "/proc/" + std::to_string(scene.appliance.pid_of(signer)) + "/root" +
                       (scene.appliance.folder().path() / "tokens/planted").string();
    const int file = ::open(token.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    EXPECT_EQ(file, -1);
    EXPECT_EQ(errno, EROFS) << signer;
    for (int i = 0; i < 3; ++i) scene.appliance.kill_and_await_successor(signer);
  }
  EXPECT_EQ(sums(), before);
}

// A disk of its own for the ledger, filled to the last octet.
class FullDisk {
 public:
  explicit FullDisk(const Appliance& appliance) : m_file(appliance.ledger().parent_path() / "filler") {
    std::ofstream filler(m_file, std::ios::binary);
    const std::string block(4096, 'x');
    while (filler.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void mend() const { std::filesystem::remove(m_file); }

 private:
  std::filesystem::path m_file;
};

TEST(FullDisk, costs_answers_but_no_result_and_space_heals_it) {
  Scene scene({.ledger_mount = "size=8m"});
  const auto asked = scene.principal("1.before");
  const FullDisk disk(scene.appliance);
  // Room that SQLite has already is used up first.
  auto client = scene.impatient();
  std::map<std::string, base::Bytes> held;
  std::optional<client::Failure> refused;
  protocol::Request last;
  for (int i = 0; i < 2000 && !refused; ++i) {
    const auto record = "1.full-" + std::to_string(i);
    last = request(scene.office.submission(report(record), "teacher", std::nullopt));
    auto answer = client.call(last);
    if (answer) held.emplace(record, *answer);
    if (!answer) refused = answer.error();
  }
  ASSERT_TRUE(refused);
  EXPECT_TRUE(refused->retry) << refused->code;
  EXPECT_THAT((std::vector<std::string>{"LEDGER_UNAVAILABLE", "NO_ANSWER", "OVERLOADED"}),
              ::testing::Contains(refused->code));

  disk.mend();
  const auto octets = must(scene.connection.call(asked));
  must(scene.connection.call(last));
  for (const auto& [record, result] : held) {
    const auto found = must(client::lookup(scene.connection, {unit, "hoc-ba", record, 1, "teacher"}));
    ASSERT_TRUE(found.result) << record;
    EXPECT_EQ(protocol::encode(*found.result), result) << record;
  }
  scene.expect_done_once("1.before", octets);
}

}  // namespace
}  // namespace antin::test
