#include "tests/unit/daemon/witness/a_witness.hpp"

namespace antin::witness {
namespace {

using AWitnessesMemory = AWitness;

TEST_F(AWitnessesMemory, holds_after_a_restart) {
  ASSERT_EQ(verdict(m_log.request(0, 8)), Verdict::cosigned);
  wake();
  EXPECT_EQ(verdict(m_log.request(0, {}, m_log.fork(9))), Verdict::conflict);
  EXPECT_EQ(verdict(m_log.request(8, {}, m_log.fork(8))), Verdict::conflict);
  EXPECT_EQ(verdict(m_log.request(8, 9)), Verdict::cosigned);
}

TEST_F(AWitnessesMemory, is_not_changed_by_a_refusal) {
  ASSERT_EQ(verdict(m_log.request(0, 8)), Verdict::cosigned);
  const auto before = *m_witness->latest(name_of_log(log_name));
  EXPECT_EQ(verdict(m_log.request(8, {}, m_log.fork(9))), Verdict::wrong_proof);
  EXPECT_EQ(*m_witness->latest(name_of_log(log_name)), before);
  EXPECT_EQ(base::text(base::read_file(file(), 65536).value()), before);
}

TEST_F(AWitnessesMemory, that_fails_stops_the_witness) {
  const auto request = m_log.request(0, 8);
  std::filesystem::remove_all(state());
  EXPECT_THROW(judge(request), std::runtime_error);
  EXPECT_EQ(m_witness->latest(name_of_log(log_name)), nullptr);
}

TEST_F(AWitnessesMemory, is_refused_when_it_is_damaged_or_another_logs) {
  ASSERT_EQ(verdict(m_log.request(0, 8)), Verdict::cosigned);
  const auto note = std::string(base::text(base::read_file(file(), 65536).value()));
  m_witness.reset();
  for (const std::string& damaged : {std::string(), note.substr(0, note.size() / 2), note.substr(0, 40), "x" + note}) {
    ASSERT_TRUE(base::write_file_durably(file(), base::view(damaged)));
    const auto memory = Memory::open(state());
    ASSERT_FALSE(memory) << damaged;
    EXPECT_NE(memory.error().text.find(file().string()), std::string::npos) << memory.error().text;
  }
}

TEST_F(AWitnessesMemory, is_shared_with_nobody_and_its_folder_must_be_there) {
  EXPECT_FALSE(Memory::open(state()));
  EXPECT_FALSE(Memory::open(m_folder.path() / "none"));
}

TEST_F(AWitness, takes_logs_from_lines_and_refuses_what_is_no_logs_key) {
  const auto line = m_log.vkey_line();
  const auto logs = parse_logs("# a log, and its key of next year\n\n" + line + ALog(log_name).vkey_line());
  ASSERT_TRUE(logs);
  ASSERT_EQ(logs->size(), 1U);
  EXPECT_EQ(logs->begin()->second.size(), 2U);
  for (const std::string& text : {std::string(), std::string("# none\n"), line.substr(0, line.size() - 1), "+" + line,
                                  line + " \n", tlog::print(m_vkey) + "\n"})
    EXPECT_FALSE(parse_logs(text)) << text;
}

TEST_F(AWitness, has_a_key_that_openssl_reads_and_that_is_never_overwritten) {
  const auto text = m_folder.run("openssl pkey -in key -noout -text");
  EXPECT_NE(text.output.find("ED25519"), std::string::npos) << text.output;
  EXPECT_FALSE(make_key(m_folder.path() / "key", witness_name));
  EXPECT_FALSE(make_key(m_folder.path() / "another", "a name"));
  EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "another"));
}

TEST_F(AWitness, refuses_a_key_of_another_kind_and_one_that_others_may_read) {
  m_folder.must_run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out p256 && chmod 400 p256");
  auto key = read_key(m_folder.path() / "p256");
  ASSERT_TRUE(key);
  m_witness.reset();
  EXPECT_FALSE(Witness::make(witness_name, std::move(*key), {}, Memory::open(state()).value()));
  m_folder.must_run("chmod 440 key");
  EXPECT_FALSE(read_key(m_folder.path() / "key"));
}

}  // namespace
}  // namespace antin::witness
