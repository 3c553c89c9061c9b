// The requests for the log and their results.
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

base::Sha256Hash hash_of(std::uint8_t octet) {
  base::Sha256Hash hash{};
  hash.fill(octet);
  return hash;
}

const ReadingId reading{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
const StepName step{"79760001", "hoc-ba", "1.x", 1, "teacher"};
const EntriesResult some_entries{"note", 7, {base::Bytes{'{', '}'}, hash_of(3)}};
const InclusionResult some_inclusion{3, 8, {hash_of(1), hash_of(2), hash_of(3)}, "note", base::Bytes{'{', '}'}};

template <class Body>
Body round(const Body& body) {
  const auto parsed = parse_request(encode(Request{sample_id(), body}));
  EXPECT_TRUE(parsed.ok()) << parsed.error().text;
  return std::get<Body>(parsed->body);
}

template <class Body>
Body round_result(const Body& body) {
  const auto parsed = parse_result(encode(ResultBody(body)));
  EXPECT_TRUE(parsed.ok()) << parsed.error().text;
  return std::get<Body>(*parsed);
}

TEST(LogRequest, for_the_checkpoint_comes_back_as_it_was) { (void)round(Checkpoint{}); }

TEST(LogRequest, for_entries_comes_back_as_it_was) {
  const auto body = round(Entries{1ULL << 40, entries_limit, wait_limit_ms, reading});
  EXPECT_EQ(body.from, 1ULL << 40);
  EXPECT_EQ(body.count, 4096U);
  EXPECT_EQ(body.wait_ms, 30000U);
  EXPECT_EQ(body.reading, reading);
  EXPECT_FALSE(round(Entries{0, 1, 0, {}}).reading.has_value());
}

TEST(LogRequest, for_an_inclusion_by_index_or_by_step_comes_back_as_it_was) {
  const auto by_index = round(Inclusion{std::uint64_t{0}, 1, reading});
  EXPECT_EQ(std::get<std::uint64_t>(by_index.what), 0U) << "index 0 is an index";
  EXPECT_EQ(by_index.size, 1U);
  EXPECT_EQ(by_index.reading, reading);
  const auto by_step = round(Inclusion{step, 0, std::nullopt});
  const auto& name = std::get<StepName>(by_step.what);
  EXPECT_EQ(name.unit + name.kind + name.record + name.step, step.unit + step.kind + step.record + step.step);
  EXPECT_EQ(name.revision, step.revision);
  EXPECT_FALSE(by_step.reading.has_value());
}

TEST(LogRequest, for_a_consistency_a_reading_and_what_is_stored_comes_back_as_it_was) {
  EXPECT_EQ(round(Consistency{3, 8}).from, 3U);
  EXPECT_EQ(round(Consistency{3, 8}).size, 8U);
  EXPECT_EQ(round(OpenReading{{'s'}, {0x30}}).statement, base::Bytes{'s'});
  EXPECT_EQ(round(OpenReading{{'s'}, {0x30}}).cms, base::Bytes{0x30});
  EXPECT_EQ(round(CloseReading{reading}).reading, reading);
  EXPECT_EQ(round(Stored{reading, hash_of(4)}).reading, reading);
  EXPECT_EQ(round(Stored{reading, hash_of(4)}).hash, hash_of(4));
  EXPECT_EQ(round(Stored{reading, hash_of(4), 7}).from, 7U);
}

void expect_refused(const decltype(Request::body)& good, const std::function<void(wire::Request&)>& break_it) {
  const auto bytes = encode(Request{sample_id(), good});
  ASSERT_TRUE(parse_request(bytes).ok());
  wire::Request message;
  ASSERT_TRUE(message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  break_it(message);
  EXPECT_FALSE(parse_request(octets(message)).ok());
}

TEST(LogRequest, for_entries_beyond_the_limits_is_refused) {
  const Entries good{7, 256, 1000, reading};
  expect_refused(good, [](auto& m) { m.mutable_entries()->set_count(0); });
  expect_refused(good, [](auto& m) { m.mutable_entries()->set_count(4097); });
  expect_refused(good, [](auto& m) { m.mutable_entries()->set_wait_ms(30001); });
  expect_refused(good, [](auto& m) { m.mutable_entries()->set_reading("short"); });
}

TEST(LogRequest, for_an_inclusion_of_nothing_or_beyond_the_size_is_refused) {
  const Inclusion by_index{std::uint64_t{3}, 8, reading};
  expect_refused(by_index, [](auto& m) { m.mutable_inclusion()->clear_what(); });
  expect_refused(by_index, [](auto& m) { m.mutable_inclusion()->set_index(8); });
  expect_refused(by_index, [](auto& m) { m.mutable_inclusion()->set_reading("short"); });
  const Inclusion by_step{step, 0, std::nullopt};
  expect_refused(by_step, [](auto& m) { m.mutable_inclusion()->mutable_step()->clear_unit(); });
  expect_refused(by_step, [](auto& m) { m.mutable_inclusion()->mutable_step()->set_kind("a b"); });
  expect_refused(by_step, [](auto& m) { m.mutable_inclusion()->mutable_step()->set_revision(0); });
  expect_refused(by_step, [](auto& m) { m.mutable_inclusion()->mutable_step()->clear_step(); });
}

TEST(LogRequest, that_is_incomplete_is_refused) {
  expect_refused(Consistency{3, 8}, [](auto& m) { m.mutable_consistency()->set_from(9); });
  expect_refused(OpenReading{{'s'}, {0x30}}, [](auto& m) { m.mutable_open_reading()->clear_statement(); });
  expect_refused(OpenReading{{'s'}, {0x30}}, [](auto& m) { m.mutable_open_reading()->clear_cms(); });
  expect_refused(CloseReading{reading}, [](auto& m) { m.mutable_close_reading()->clear_reading(); });
  expect_refused(Stored{reading, hash_of(4)}, [](auto& m) { m.mutable_stored()->clear_reading(); });
  expect_refused(Stored{reading, hash_of(4)}, [](auto& m) { m.mutable_stored()->set_hash("short"); });
}

TEST(LogResult, a_checkpoint_comes_back_as_it_was) {
  const auto body = round_result(CheckpointResult{"note", "cosigned"});
  EXPECT_EQ(body.note + body.cosigned, "notecosigned");
  EXPECT_EQ(round_result(CheckpointResult{"note", ""}).cosigned, "");
}

TEST(LogResult, entries_and_hidden_ones_come_back_as_they_were) {
  const auto body = round_result(some_entries);
  EXPECT_EQ(body.checkpoint, "note");
  EXPECT_EQ(body.from, 7U);
  EXPECT_EQ(body.items, some_entries.items);
}

TEST(LogResult, an_inclusion_and_a_consistency_come_back_as_they_were) {
  const auto body = round_result(some_inclusion);
  EXPECT_EQ(body.index, 3U);
  EXPECT_EQ(body.size, 8U);
  EXPECT_EQ(body.path, some_inclusion.path);
  EXPECT_EQ(body.note, "note");
  EXPECT_EQ(body.item, some_inclusion.item);
  EXPECT_EQ(round_result(ConsistencyResult{{hash_of(1)}}).path, std::vector{hash_of(1)});
}

TEST(LogResult, a_reading_and_what_is_stored_come_back_as_they_were) {
  base::Sha256Hash key = hash_of(9);
  const auto open = round_result(OpenReadingResult{reading, key, 3});
  EXPECT_EQ(open.reading, reading);
  EXPECT_EQ(open.person_key, key);
  EXPECT_EQ(open.index, 3U);
  EXPECT_EQ(round_result(CloseReadingResult{4}).index, 4U);
  EXPECT_EQ(std::get<base::Bytes>(round_result(StoredResult{base::Bytes{0x30}}).what), base::Bytes{0x30});
  EXPECT_EQ(round_result(StoredResult{base::Bytes{0x30}, 9}).size, 9U);
  const auto approval = std::get<Approval>(round_result(StoredResult{Approval{{'s'}, {0x30}}}).what);
  EXPECT_EQ(approval.statement, base::Bytes{'s'});
  EXPECT_EQ(approval.cms, base::Bytes{0x30});
  const BulkItem item{{'i'}, 5, {hash_of(1)}};
  EXPECT_EQ(std::get<Approval>(round_result(StoredResult{Approval{{'s'}, {0x30}, item}}).what).bulk, item);
}

void expect_refused(const ResultBody& good, const std::function<void(wire::Result&)>& break_it) {
  const auto bytes = encode(good);
  ASSERT_TRUE(parse_result(bytes).ok());
  wire::Result message;
  ASSERT_TRUE(message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  break_it(message);
  EXPECT_FALSE(parse_result(octets(message)).ok());
}

TEST(LogResult, fields_that_are_not_what_they_must_be_are_refused) {
  expect_refused(ResultBody(CheckpointResult{"note", ""}), [](auto& m) { m.mutable_checkpoint()->clear_note(); });
  const ResultBody entries(some_entries), inclusion(some_inclusion);
  expect_refused(entries, [](auto& m) { m.mutable_entries()->clear_checkpoint(); });
  expect_refused(entries, [](auto& m) { m.mutable_entries()->mutable_items(0)->clear_what(); });
  expect_refused(entries, [](auto& m) { m.mutable_entries()->mutable_items(0)->set_entry(""); });
  expect_refused(entries, [](auto& m) { m.mutable_entries()->mutable_items(1)->set_leaf("short"); });
  expect_refused(entries, [](auto& m) {
    while (m.entries().items_size() <= 4096) m.mutable_entries()->add_items()->set_entry("{}");
  });
  expect_refused(inclusion, [](auto& m) { m.mutable_inclusion()->set_index(8); });
  expect_refused(inclusion, [](auto& m) { m.mutable_inclusion()->set_path(1, "short"); });
  expect_refused(inclusion, [](auto& m) { m.mutable_inclusion()->clear_item(); });
  expect_refused(inclusion, [](auto& m) {
    while (m.inclusion().path_size() <= 64) m.mutable_inclusion()->add_path(std::string(32, 'x'));
  });
  const ResultBody consistency(ConsistencyResult{{hash_of(1)}});
  expect_refused(consistency, [](auto& m) { m.mutable_consistency()->set_path(0, ""); });
  const ResultBody open(OpenReadingResult{reading, hash_of(9), 3});
  expect_refused(open, [](auto& m) { m.mutable_open_reading()->clear_reading(); });
  expect_refused(open, [](auto& m) { m.mutable_open_reading()->set_person_key("short"); });
}

TEST(LogResult, a_stored_thing_that_is_none_is_refused) {
  const ResultBody blob(StoredResult{base::Bytes{0x30}});
  expect_refused(blob, [](auto& m) { m.mutable_stored()->clear_what(); });
  expect_refused(blob, [](auto& m) { m.mutable_stored()->set_blob(""); });
  const ResultBody approval(StoredResult{Approval{{'s'}, {0x30}}});
  expect_refused(approval, [](auto& m) { m.mutable_stored()->mutable_approval()->clear_statement(); });
  expect_refused(approval, [](auto& m) { m.mutable_stored()->mutable_approval()->clear_cms(); });
  expect_refused(approval, [](auto& m) { m.mutable_stored()->mutable_approval()->mutable_bulk()->set_index(1); });
}

}  // namespace
}  // namespace antin::protocol
