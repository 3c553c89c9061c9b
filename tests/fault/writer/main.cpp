// writer FOLDER BATCHES ENTRIES: antind's way from an entry to a published checkpoint, with the real ledger, log,
// publisher, the signer's guard and a witness, all in one process and one folder. Says on standard output what it shows
// and what it gives away, each when it would leave the process:
//   checkpoint BASE64    a signed checkpoint that is published
//   receipt INDEX HEX    the leaf hash of an entry that the checkpoint covers
//   operations COUNT     at the end: of files, counted by failing_files.cpp
// Exit status as antind's: 0; 75 start me again; 78 a person must look. "leave": ends as if killed, without closing.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/crypto/random.hpp"
#include "daemon/keeper/log/log.hpp"
#include "daemon/keeper/log/start_checks.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/signer/checkpoint_guard.hpp"
#include "daemon/witness/witness.hpp"
#include "tests/fault/shim/failing_files.hpp"
#include "tests/fault/writer/keys.hpp"

namespace antin::fault {
namespace {

namespace fs = std::filesystem;
using keeper::needed;

struct Ending {
  int status;
  std::string text;
};

void say(const std::string& line) {
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    throw std::runtime_error("nobody listens");
}

base::Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

keeper::OpenedLedger open_ledger(const fs::path& folder) {
  auto opened = keeper::open_sqlite_ledger(folder / "ledger", origin);
  if (opened) return std::move(*opened);
  const bool passes = opened.error().fault == keeper::OpeningFault::passing;
  throw Ending{passes ? process::exit_temporary : process::exit_configuration, opened.error().text};
}

// A signer or a witness that cannot open its memory is started again by systemd, as often as it lets it.
template <class Opened>
auto opened_again_later(Opened opened) {
  if (!opened) throw Ending{process::exit_temporary, opened.error().text};
  return *std::move(opened);
}

class Writer {
 public:
  explicit Writer(const fs::path& folder)
      : m_opened(open_ledger(folder)),
        m_publisher({folder / "log", folder / "log-entries"}, *m_opened.ledger),
        m_guard(opened_again_later(signer::CheckpointGuard::open(folder / "signer", origin))),
        m_witness(opened_again_later(open_witness(folder / "witness"))),
        m_log(checked(), m_keys, m_publisher) {}

  void write_batch(unsigned entries) {
    const auto first = needed(ledger().size());
    for (unsigned i = 0; i < entries; ++i) {
      const auto entry = "{\"nonce\":\"" + base::to_hex(crypto::random_array<32>()) + "\"}";
      needed(ledger().append(base::view(entry), now()));
    }
    commit();
    m_log.publish();  // what a predecessor left
    checkpoint();
    show(first);
    take_to_witness();
  }

 private:
  keeper::Ledger& ledger() { return *m_opened.ledger; }
  keeper::Ledger& checked() {
    if (const auto fits = keeper::check_log(ledger(), m_publisher, m_keys, now()); !fits)
      throw Ending{fits.error().passes ? process::exit_temporary : process::exit_configuration, fits.error().text};
    return ledger();
  }
  base::Result<witness::Witness> open_witness(const fs::path& folder) {
    auto memory = witness::Memory::open(folder);
    if (!memory) return memory.error();
    return witness::Witness::make(witness_name, witness_key(), {{origin, {m_key.verifier()}}}, std::move(*memory));
  }

  void commit() {
    if (const auto done = ledger().commit(); !done) throw Ending{process::exit_temporary, done.error().text};
  }

  void checkpoint() {
    const auto text = m_log.next_to_sign().value();
    if (m_guard.admit(tlog::parse_checkpoint(text).value()) != signer::CheckpointGuard::Verdict::admitted)
      throw Ending{process::exit_configuration, "the signer refuses a checkpoint"};
    const auto made = m_log.take(m_key.sign(text)).value();
    if (const auto kept = ledger().keep_checkpoint(made, now()); !kept)
      throw Ending{process::exit_temporary, kept.error().text};
    commit();
    m_log.publish();
  }

  void show(std::uint64_t first) {
    say("checkpoint " + base::to_base64(base::view(m_log.newest())) + "\n");
    for (auto index = first; index < m_log.size(); ++index) {
      const auto entry = needed(ledger().entry(index)).value();
      say("receipt " + std::to_string(index) + " " + base::to_hex(tlog::leaf_hash(entry)) + "\n");
    }
  }

  void take_to_witness() {
    const auto* last = m_witness.latest(witness::name_of_log(origin));
    const auto size = last == nullptr ? 0 : tlog::open_checkpoint(*last, m_key.verifier()).value().size;
    auto body = "old " + std::to_string(size) + "\n";
    if (size > 0)
      for (const auto& hash : m_log.consistency(size, m_log.size())) body += base::to_base64(hash) + "\n";
    const auto judged = m_witness.add_checkpoint(body + "\n" + m_log.newest(), now());
    if (judged.verdict != witness::Verdict::cosigned)
      throw Ending{process::exit_configuration, "the witness refuses: " + judged.reason};
    const keeper::Cosignature kept{m_log.size(), witness_name, now(), judged.cosignature};
    if (const auto done = ledger().keep_cosignature(kept); !done)
      throw Ending{process::exit_temporary, done.error().text};
    commit();
  }

  test::LogKey m_key{origin};
  keeper::LogKeys m_keys{m_key.verifier(), {m_key.verifier()}};
  keeper::OpenedLedger m_opened;
  keeper::Publisher m_publisher;
  signer::CheckpointGuard m_guard;
  witness::Witness m_witness;
  keeper::Log m_log;
};

int fail(int status, const std::string& text) {
  std::fprintf(stderr, "writer: %s\n", text.c_str());
  return status;
}

int run(const fs::path& folder, unsigned batches, unsigned entries, bool leave) {
  try {
    Writer writer(folder);
    for (unsigned i = 0; i < batches; ++i) writer.write_batch(entries);
    say("operations " + std::to_string(antin_file_operations()) + "\n");
    if (leave) ::_exit(0);
    return 0;
  } catch (const Ending& ending) {
    return fail(ending.status, ending.text);
  } catch (const keeper::LogFailure& failure) {
    return fail(process::exit_temporary, failure.text);
  } catch (const std::runtime_error& failure) {  // a guard, or the witness's memory: nobody knows what is on the disk
    return fail(process::exit_temporary, failure.what());
  }
}

}  // namespace
}  // namespace antin::fault

int main(int argc, char** argv) {
  if (argc < 4) return antin::process::exit_usage;
  const auto number = [&](int at) { return static_cast<unsigned>(std::strtoul(argv[at], nullptr, 10)); };
  return antin::fault::run(argv[1], number(2), number(3), argc == 5);
}
