// What somebody with power over the log's files or the appliance may try, and what the command says to it: each attack
// has words of its own, which name the file, what was expected there and what was found.
#include <set>

#include "tests/unit/client/cli/audit_fixture.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

// Three levels, each with a full and a partial tile but the uppermost: 70000 = 65536 + 17 * 256 + 112.
const client::FakeLog& large() {
  static const client::FakeLog log(70000);
  return log;
}

class AttacksOnFiles : public testing::Test {
 protected:
  AttacksOnFiles() {
    large().write_files(m_scratch / "log");
    m_scratch.write("log.vkey", tlog::print(large().key.vkey()) + "\n");
  }
  [[nodiscard]] Ran verify() const {
    return run_antin({"audit", "verify", (m_scratch / "log").string(), "--log-key", (m_scratch / "log.vkey").string()});
  }
  void refused(const std::string& words) {
    const auto ran = verify();
    EXPECT_EQ(ran.status, Exit::refused) << words;
    EXPECT_THAT(ran.out, StartsWith("BAD  " + words));
    EXPECT_TRUE(m_said.insert(ran.out).second) << "said before: " << ran.out;
  }
  // The attack, what is said to it, and the file put back.
  void refused(const std::string& file, const std::function<void(base::Bytes&)>& change, const std::string& words) {
    const auto good = m_scratch.bytes("log/" + file);
    auto bad = good;
    change(bad);
    m_scratch.write("log/" + file, bad);
    refused(words);
    m_scratch.write("log/" + file, good);
  }
  void missing(const std::string& file) {
    fs::rename(m_scratch / ("log/" + file), m_scratch / "aside");
    refused(file + ": the file is missing, and a log of 70000 entries has it");
    fs::rename(m_scratch / "aside", m_scratch / ("log/" + file));
  }
  static std::function<void(base::Bytes&)> flip(std::size_t at) {
    return [at](auto& content) { content.at(at) ^= 1; };
  }
  static void cut(base::Bytes& content) { content.erase(content.end() - 32, content.end()); }

  client::Scratch m_scratch;
  std::set<std::string> m_said;
};

TEST_F(AttacksOnFiles, altering_an_entry_is_told_with_its_number) {
  refused("tile/entries/000", flip(8), "tile/entries/000: expected entry 0 with leaf hash ");
  refused(
      "tile/entries/273.p/112", [](auto& content) { content.back() ^= 1; },
      "tile/entries/273.p/112: expected entry 69999 with leaf hash ");
  refused(
      "tile/entries/000", [](auto& content) { content.pop_back(); },
      "tile/entries/000: expected entry 255 to be whole, found the file's end");
}

TEST_F(AttacksOnFiles, reordering_entries_is_told_with_both_their_numbers) {
  const auto swap = [](base::Bytes& content) {  // the first two, which are of one length
    const auto length = 2 + std::ptrdiff_t{content[1]};
    std::swap_ranges(content.begin(), content.begin() + length, content.begin() + length);
  };
  refused("tile/entries/001", swap, "tile/entries/001: expected entry 256 with leaf hash ");
  EXPECT_THAT(*m_said.begin(), HasSubstr(", which is entry 257\n"));
}

TEST_F(AttacksOnFiles, altering_a_tile_of_any_level_is_told_with_the_tile) {
  ASSERT_EQ(verify().status, Exit::ok) << verify().out;
  refused("tile/0/000", flip(33), "tile/0/000: expected hashes that make ");
  refused("tile/0/272", flip(33), "tile/0/272: expected hashes that make ");
  refused("tile/0/273.p/112", flip(33),
          "checkpoint: expected the root that tile/2/000.p/1, tile/1/001.p/17, tile/0/273.p/112 make, ");
  refused("tile/1/000", flip(33), "tile/1/000: expected hashes that make ");
  refused("tile/1/001.p/17", flip(33), "tile/1/001.p/17: expected hash 1 to be what tile/0/257 makes, ");
  refused("tile/2/000.p/1", flip(31), "tile/2/000.p/1: expected hash 0 to be what tile/1/000 makes, ");
  for (const auto& said : m_said) EXPECT_THAT(said, HasSubstr(", found "));
}

TEST_F(AttacksOnFiles, removing_a_tile_of_any_level_or_a_bundle_is_told_with_its_name) {
  for (const auto* file : {"tile/0/000", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1",
                           "tile/entries/007", "tile/entries/273.p/112"}) {
    missing(file);
  }
}

TEST_F(AttacksOnFiles, truncating_the_log_under_its_checkpoint_is_told) {
  refused("tile/0/003", cut, "tile/0/003: expected 8192 octets, found 8160");
  refused("tile/0/273.p/112", cut, "tile/0/273.p/112: expected 3584 octets, found 3552");
  // All files are those of an earlier state but the checkpoint, which somebody has.
  const auto checkpoint = m_scratch.bytes("log/checkpoint");
  fs::remove_all(m_scratch / "log");
  client::FakeLog shorter(69000);
  shorter.write_files(m_scratch / "log");
  m_scratch.write("log/checkpoint", checkpoint);
  refused("tile/1/001.p/17: the file is missing, and a log of 70000 entries has it");
}

TEST_F(AttacksOnFiles, a_second_root_that_the_log_has_signed_for_one_size_is_told) {
  const auto text = tlog::print(tlog::Checkpoint{"seal.dev.example/2026", 70000, tlog::leaf_hash(base::view("fork"))});
  m_scratch.write("log/checkpoint", tlog::print(tlog::Note{text, {large().key.sign(text)}}));
  refused("checkpoint: expected the root that tile/2/000.p/1, tile/1/001.p/17, tile/0/273.p/112 make, ");
  EXPECT_THAT(*m_said.begin(), HasSubstr(", found " + base::to_base64(tlog::leaf_hash(base::view("fork")))));
}

TEST_F(AttacksOnFiles, editing_the_checkpoint_is_told) {
  const auto note = m_scratch.text("log/checkpoint");
  const auto edited = [&](std::string_view from, std::string_view to) {
    return [=](base::Bytes& content) {
      auto text = note;
      text.replace(text.find(from), from.size(), to);
      content = base::copy(base::view(text));
    };
  };
  refused("checkpoint", edited("\n70000\n", "\n69999\n"), "checkpoint: ");
  EXPECT_THAT(*m_said.rbegin(), HasSubstr("sign"));
  m_said.clear();
  refused("checkpoint", edited("\n70000\n", "\n070000\n"), "checkpoint: ");
  m_said.clear();
  refused(
      "checkpoint", [](auto& content) { content[content.size() - 20] ^= 1; }, "checkpoint: ");
  m_said.clear();
  refused("checkpoint", edited("\n\n", "\nmore\n\n"), "checkpoint: ");
  m_said.clear();
  refused(
      "checkpoint", [](auto& content) { content.clear(); }, "checkpoint: ");
  fs::remove(m_scratch / "log/checkpoint");
  refused("checkpoint: cannot open ");
}

// The appliance itself lies: --live and follow read the same pages.
class AttacksByTheAppliance : public Audits {
 protected:
  void SetUp() override {
    Audits::SetUp();
    m_log.hides = nullptr;
  }
  void refused(const std::string& code, Exit status = Exit::refused) {
    const auto live = audit({"verify", "--live"});
    EXPECT_EQ(live.status, status) << live.err;
    EXPECT_THAT(live.out, StartsWith("BAD  " + code + ": "));
    const auto followed = audit({"follow", "--once", "--state", path("state")});
    EXPECT_EQ(followed.status, status);
    EXPECT_THAT(followed.err, StartsWith("antin: " + code + ": "));
    EXPECT_EQ(followed.out, "") << "nothing is shown that is not verified";
    EXPECT_FALSE(fs::exists(path("state")));
  }
};

TEST_F(AttacksByTheAppliance, an_altered_reordered_inserted_or_dropped_entry_is_refused) {
  m_lie = [](auto& page) { std::get<base::Bytes>(page.items.at(7)).back() = ' '; };
  refused("LOG_MISMATCH");
  m_lie = [](auto& page) { std::swap(page.items.at(7), page.items.at(8)); };
  refused("LOG_MISMATCH");
  m_lie = [](auto& page) {
    page.items.insert(page.items.begin() + 7, base::Bytes{'{', '}'});
    page.items.pop_back();
  };
  refused("LOG_MISMATCH");
  m_lie = [](auto& page) { page.items.erase(page.items.begin() + 7); };
  refused("LOG_MISMATCH");
  m_lie = [](auto& page) { page.items.at(7) = tlog::leaf_hash(base::view("hidden, as it says")); };
  refused("LOG_MISMATCH");
}

TEST_F(AttacksByTheAppliance, a_page_under_the_checkpoint_of_a_fork_is_refused) {
  const auto text = tlog::print(tlog::Checkpoint{m_log.key.vkey().name, 30, tlog::leaf_hash(base::view("fork"))});
  m_lie = [this, text](auto& page) { page.checkpoint = tlog::print(tlog::Note{text, {m_log.key.sign(text)}}); };
  refused("LOG_MISMATCH");
}

TEST_F(AttacksByTheAppliance, an_unsigned_checkpoint_is_refused) {
  m_lie = [](auto& page) { page.checkpoint.replace(page.checkpoint.find("\n30\n"), 4, "\n31\n"); };
  refused("LOG_UNSIGNED");
}

}  // namespace
}  // namespace antin::cli
