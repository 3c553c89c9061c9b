#include <gtest/gtest.h>

#include <functional>

#include "client/protocol/urgency.hpp"
#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

TEST(Request, a_submit_comes_back_as_it_was) {
  const auto parsed = parse_request(encode(Request{sample_id(), sample_submit()}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->id, sample_id());
  const auto& body = std::get<Submit>(parsed->body);
  const auto expected = sample_submit();
  EXPECT_EQ(body.unit, expected.unit);
  EXPECT_EQ(body.kind, expected.kind);
  EXPECT_EQ(body.record, expected.record);
  EXPECT_EQ(body.revision, expected.revision);
  EXPECT_EQ(body.step, expected.step);
  EXPECT_EQ(body.digest, expected.digest);
  EXPECT_EQ(body.formats, expected.formats);
  ASSERT_EQ(body.approvals.size(), 2U);
  EXPECT_EQ(body.approvals[1].statement, expected.approvals[1].statement);
  EXPECT_EQ(body.approvals[1].cms, expected.approvals[1].cms);
  EXPECT_EQ(body.approvals[0].bulk, std::nullopt);
  EXPECT_EQ(body.approvals[1].bulk, expected.approvals[1].bulk);
  EXPECT_EQ(body.approvals[0].single(), body.approvals[0].statement);
  EXPECT_EQ(body.approvals[1].single(), base::Bytes{'i'});
}

// A class of one is a tree of one leaf: index 0 and no path, yet a bulk approval.
TEST(Request, the_only_item_of_a_bulk_approval_comes_back_as_it_was) {
  auto submit = sample_submit();
  submit.approvals[1].bulk = BulkItem{{'i'}, 0, {}};
  const auto parsed = parse_request(encode(Request{sample_id(), submit}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(std::get<Submit>(parsed->body).approvals[1].bulk, (BulkItem{{'i'}, 0, {}}));
  submit.approvals[1].bulk->path.assign(bulk_path_limit, base::Sha256Hash{});
  EXPECT_TRUE(parse_request(encode(Request{sample_id(), submit})).ok());
}

TEST(Request, a_timestamp_comes_back_as_it_was) {
  const auto parsed = parse_request(encode(Request{sample_id(), Timestamp{{0x30, 0x03}}}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(std::get<Timestamp>(parsed->body).request, (base::Bytes{0x30, 0x03}));
}

TEST(Request, a_lookup_with_and_without_a_step_comes_back_as_it_was) {
  for (const std::string step : {"", "teacher"}) {
    const auto parsed = parse_request(encode(Request{sample_id(), Lookup{"u", "k", "r", 3, step}}));
    ASSERT_TRUE(parsed.ok());
    const auto& body = std::get<Lookup>(parsed->body);
    EXPECT_EQ(body.unit + body.kind + body.record, "ukr");
    EXPECT_EQ(body.revision, 3U);
    EXPECT_EQ(body.step, step);
  }
}

TEST(Request, an_about_comes_back_as_it_was) {
  const auto parsed = parse_request(encode(Request{sample_id(), About{}}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(std::holds_alternative<About>(parsed->body));
}

// Made with: protoc --encode=antin.protocol.wire.Request antin.proto
TEST(Request, what_protoc_encodes_is_understood) {
  const auto bytes = base::from_hex("0a10303132333435363738396162636465661a040a023003");
  const auto parsed = parse_request(*bytes);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(base::text(parsed->id), "0123456789abcdef");
  EXPECT_EQ(std::get<Timestamp>(parsed->body).request, (base::Bytes{0x30, 0x03}));
  EXPECT_EQ(encode(*parsed), *bytes);
}

struct Refusal {
  const char* name;
  std::function<void(wire::Request&)> break_it;
};

class RefusedRequest : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedRequest, is_refused) {
  auto message = sample_wire_request();
  ASSERT_TRUE(parse_request(octets(message)).ok());
  GetParam().break_it(message);
  EXPECT_FALSE(parse_request(octets(message)).ok());
}

const Refusal refusals[] = {
    {"no_request_id", [](auto& m) { m.clear_request_id(); }},
    {"a_short_request_id", [](auto& m) { m.set_request_id("short"); }},
    {"a_long_request_id", [](auto& m) { m.set_request_id(std::string(17, 'x')); }},
    {"no_body", [](auto& m) { m.clear_body(); }},
    {"no_unit", [](auto& m) { m.mutable_submit()->clear_unit(); }},
    {"a_unit_with_a_space", [](auto& m) { m.mutable_submit()->set_unit("a b"); }},
    {"a_unit_of_129_characters", [](auto& m) { m.mutable_submit()->set_unit(std::string(129, 'a')); }},
    {"no_kind", [](auto& m) { m.mutable_submit()->clear_kind(); }},
    {"a_kind_in_vietnamese", [](auto& m) { m.mutable_submit()->set_kind("học-bạ"); }},
    {"no_record", [](auto& m) { m.mutable_submit()->clear_record(); }},
    {"a_record_with_a_slash", [](auto& m) { m.mutable_submit()->set_record("1/2"); }},
    {"revision_0", [](auto& m) { m.mutable_submit()->set_revision(0); }},
    {"no_step", [](auto& m) { m.mutable_submit()->clear_step(); }},
    {"a_step_with_a_line_end", [](auto& m) { m.mutable_submit()->set_step("teacher\n"); }},
    {"no_digest", [](auto& m) { m.mutable_submit()->clear_digest(); }},
    {"a_digest_without_algorithm", [](auto& m) { m.mutable_submit()->set_digest(std::string(64, 'a')); }},
    {"a_sha1_digest", [](auto& m) { m.mutable_submit()->set_digest("sha1:" + std::string(40, 'a')); }},
    {"a_digest_in_capitals", [](auto& m) { m.mutable_submit()->set_digest("sha256:" + std::string(64, 'A')); }},
    {"a_digest_of_another_length", [](auto& m) { m.mutable_submit()->set_digest("sha384:" + std::string(64, 'a')); }},
    {"an_approval_without_statement", [](auto& m) { m.mutable_submit()->mutable_approvals(1)->clear_statement(); }},
    {"an_approval_without_signature", [](auto& m) { m.mutable_submit()->mutable_approvals(0)->clear_cms(); }},
    {"an_item_without_statement",
     [](auto& m) { m.mutable_submit()->mutable_approvals(1)->mutable_bulk()->clear_statement(); }},
    {"an_item_with_a_short_hash",
     [](auto& m) { m.mutable_submit()->mutable_approvals(1)->mutable_bulk()->set_path(0, std::string(31, 'x')); }},
    {"an_item_with_a_long_hash",
     [](auto& m) { m.mutable_submit()->mutable_approvals(1)->mutable_bulk()->add_path(std::string(33, 'x')); }},
    {"an_item_whose_path_is_too_long",
     [](auto& m) {
       auto& bulk = *m.mutable_submit()->mutable_approvals(1)->mutable_bulk();
       while (bulk.path_size() <= 20) bulk.add_path(std::string(32, 'x'));
     }},
    {"an_unknown_field_in_an_item",
     [](auto& m) {
       auto& bulk = *m.mutable_submit()->mutable_approvals(1)->mutable_bulk();
       bulk.GetReflection()->MutableUnknownFields(&bulk)->AddFixed32(4, 1);
     }},
    {"too_many_approvals",
     [](auto& m) {
       while (m.submit().approvals_size() <= static_cast<int>(approvals_limit)) {
         *m.mutable_submit()->add_approvals() = m.submit().approvals(0);
       }
     }},
    {"an_empty_format", [](auto& m) { m.mutable_submit()->add_formats(""); }},
    {"too_many_formats",
     [](auto& m) {
       while (m.submit().formats_size() <= static_cast<int>(formats_limit)) m.mutable_submit()->add_formats("cades");
     }},
    {"a_frame_over_the_limit",
     [](auto& m) { m.mutable_submit()->mutable_approvals(0)->set_cms(std::string(frame_limit, 'x')); }},
    {"an_unknown_field", [](auto& m) { m.GetReflection()->MutableUnknownFields(&m)->AddVarint(77, 1); }},
    {"an_unknown_field_in_the_body",
     [](auto& m) {
       auto& body = *m.mutable_submit();
       body.GetReflection()->MutableUnknownFields(&body)->AddLengthDelimited(99, "x");
     }},
    {"an_unknown_field_in_an_approval",
     [](auto& m) {
       auto& approval = *m.mutable_submit()->mutable_approvals(1);
       approval.GetReflection()->MutableUnknownFields(&approval)->AddFixed32(3, 1);
     }},
    {"an_empty_timestamp", [](auto& m) { m.mutable_timestamp(); }},
    {"a_lookup_without_unit",
     [](auto& m) {
       auto& body = *m.mutable_lookup();
       body.set_kind("k");
       body.set_record("r");
       body.set_revision(1);
     }},
    {"a_lookup_of_revision_0",
     [](auto& m) {
       auto& body = *m.mutable_lookup();
       body.set_unit("u");
       body.set_kind("k");
       body.set_record("r");
     }},
    {"a_lookup_of_a_step_with_a_space",
     [](auto& m) {
       auto& body = *m.mutable_lookup();
       body.set_unit("u");
       body.set_kind("k");
       body.set_record("r");
       body.set_revision(1);
       body.set_step(" ");
     }},
    {"an_about_with_a_field",
     [](auto& m) {
       auto& body = *m.mutable_about();
       body.GetReflection()->MutableUnknownFields(&body)->AddVarint(1, 1);
     }},
};
INSTANTIATE_TEST_SUITE_P(Request, RefusedRequest, testing::ValuesIn(refusals),
                         [](const auto& each) { return each.param.name; });

TEST(Request, octets_that_are_no_protobuf_are_refused) {
  EXPECT_FALSE(parse_request({}).ok());
  EXPECT_FALSE(parse_request(base::view("hello, appliance")).ok());
  auto cut = encode(Request{sample_id(), sample_submit()});
  cut.pop_back();
  EXPECT_FALSE(parse_request(cut).ok());
}

TEST(Request, text_that_is_not_utf8_is_refused) {
  auto bytes = encode(Request{sample_id(), Lookup{"unit", "k", "r", 1, ""}});
  const auto at = base::text(bytes).find("unit");
  bytes[at] = 0xFF;
  EXPECT_FALSE(parse_request(bytes).ok());
}

TEST(Request, the_id_of_a_request_that_is_refused_can_still_be_named) {
  auto bytes = encode(Request{sample_id(), sample_submit()});
  bytes.resize(20);
  EXPECT_FALSE(parse_request(bytes).ok());
  EXPECT_EQ(peek_request_id(bytes), sample_id());
}

TEST(Request, the_id_of_a_frame_over_the_limit_can_still_be_named) {
  auto bytes = encode(Request{sample_id(), sample_submit()});
  bytes.resize(frame_limit * 2);
  EXPECT_EQ(peek_request_id(bytes), sample_id());
}

TEST(Request, octets_without_an_id_have_none) {
  EXPECT_EQ(peek_request_id({}), std::nullopt);
  EXPECT_EQ(peek_request_id(base::view("hello")), std::nullopt);
  EXPECT_EQ(peek_request_id(*base::from_hex("0a0f000102030405060708090a0b0c0d0e")), std::nullopt) << "15 octets";
  EXPECT_EQ(peek_request_id(*base::from_hex("0a1000010203")), std::nullopt) << "cut short";
}

TEST(Request, is_urgent_when_it_stops_something) {
  const auto stop = encode(Request{sample_id(), Stop{{'s'}, {'c'}}});
  EXPECT_TRUE(is_urgent(stop));
  EXPECT_FALSE(is_urgent(encode(Request{sample_id(), Resume{{'s'}, {{'c'}}}})));
  EXPECT_FALSE(is_urgent(encode(Request{sample_id(), sample_submit()})));
  EXPECT_FALSE(is_urgent({}));
  EXPECT_FALSE(is_urgent(base::ByteView(stop).first(18))) << "cut before its body";
  EXPECT_FALSE(is_urgent(base::ByteView(stop).subspan(18))) << "without an id";
}

}  // namespace
}  // namespace antin::protocol
