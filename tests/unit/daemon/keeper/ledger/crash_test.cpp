// A process killed at any moment: what commit() returned for is there, and the batch after it is whole or absent.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

constexpr int entries_per_batch = 3;

std::string batch_name(std::uint32_t batch) { return "r" + std::to_string(batch); }

RequestId batch_request(std::uint32_t batch) {
  RequestId id{};
  for (std::size_t i = 0; i < 4; ++i) id[i] = static_cast<std::uint8_t>(batch >> (8 * i));
  return id;
}

struct Note {
  std::uint32_t committed;  // batches
};

// One batch: entries, an intent, its request id, a blob, a value. A note goes out after each call.
class Writer {
 public:
  Writer(Ledger& ledger, int notes) : m_ledger(ledger), m_notes(notes) {}

  void write(std::uint32_t batch) {
    const auto name = batch_name(batch);
    for (int i = 0; i < entries_per_batch; ++i) told(m_ledger.append(base::view(name), second(1)).ok());
    auto made = intent(step_name(name));
    made.request = batch_request(batch);
    told(m_ledger.open_step(made, hash_of(name)).ok());
    told(m_ledger.put_blob(hash_of(name), base::view(name)).ok());
    told(m_ledger.set_value("batch", base::view(name)).ok());
    const bool done = m_ledger.commit().ok();
    m_committed = batch;
    told(done);
  }

 private:
  void told(bool done) {
    const Note note{m_committed};
    if (!done || ::write(m_notes, &note, sizeof note) != sizeof note) ::_exit(1);
  }

  Ledger& m_ledger;
  int m_notes;
  std::uint32_t m_committed = 0;
};

class Crash : public LedgerTest {
 protected:
  // Lets a child write on from `batch`, kills it after `calls` of its calls; the last batch that it knew to be durable.
  std::uint32_t write_and_die(std::uint32_t batch, int calls) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("cannot make a pipe");
    const auto child = ::fork();
    if (child < 0) throw std::runtime_error("cannot fork");
    if (child == 0) write_for_ever(ends[1], batch);
    ::close(ends[1]);
    Note note{batch - 1};
    for (int i = 0; i < calls; ++i) read_note(ends[0], note);
    ::kill(child, SIGKILL);
    // What it told between the last note that was read and its end counts too.
    while (read_note(ends[0], note)) continue;
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    return std::max(note.committed, batch - 1);
  }

  [[noreturn]] void write_for_ever(int notes, std::uint32_t batch) {
    auto opened = open_sqlite_ledger(file(), origin);
    if (!opened) ::_exit(1);
    Writer writer(*opened->ledger, notes);
    for (;; ++batch) writer.write(batch);
  }

  static bool read_note(int from, Note& note) {
    Note next{};
    if (::read(from, &next, sizeof next) != sizeof next) return false;
    note = next;
    return true;
  }

  // How many batches are there; fails the test on half of one.
  static std::uint32_t whole_batches(Ledger& ledger) {
    const auto size = *ledger.size();
    EXPECT_EQ(size % entries_per_batch, 0U);
    const auto batches = static_cast<std::uint32_t>(size / entries_per_batch);
    EXPECT_EQ(ledger.open_intents()->size(), batches);
    for (std::uint32_t batch = 1; batch <= batches + 1; ++batch) {
      const bool there = batch <= batches;
      const auto name = batch_name(batch);
      EXPECT_EQ(ledger.steps("79760001", "hoc-ba", name, 1)->size(), there ? 1U : 0U);
      EXPECT_EQ(ledger.used_request("school-79760001", batch_request(batch))->has_value(), there);
      EXPECT_EQ(ledger.blob(hash_of(name))->has_value(), there);
    }
    const auto last = *ledger.value("batch");
    EXPECT_EQ(last ? std::string(base::text(*last)) : "", batches == 0 ? "" : batch_name(batches));
    return batches;
  }
};

TEST_F(Crash, a_killed_process_loses_nothing_that_was_committed_and_leaves_no_half_batch) {
  std::mt19937 random(std::random_device{}());
  std::uint32_t batches = 0;
  std::uint32_t start = 0;
  for (int round = 0; round < 50; ++round) {
    const auto committed = write_and_die(batches + 1, std::uniform_int_distribution(0, 40)(random));
    auto& ledger = open();
    const auto found = whole_batches(ledger);
    ASSERT_GE(found, committed) << "a committed batch is lost";
    ASSERT_LE(found, committed + 1) << "more than one batch was open";
    ASSERT_GT(identity().start, start);
    start = identity().start;
    batches = found;
    close();
    if (HasFailure()) return;
  }
  EXPECT_GT(batches, 50U);
}

}  // namespace
}  // namespace antin::keeper::test
