// Requests and answers about a policy bundle that comes over the wire.
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

OfferBundle sample_offer() { return {{'s'}, {{"so-1", {0x30, 0x01}}, {"so-2", {0x30, 0x02}}}}; }

PutChunk sample_chunk() {
  return {base::Sha256Hash{1}, {{base::Sha256Hash{2}, 9, 3, {'c', 'd'}}, {base::Sha256Hash{3}, 1, 0, {'e'}}}};
}

wire::Request wire_of(decltype(Request::body) body) {
  const auto bytes = encode(Request{sample_id(), std::move(body)});
  wire::Request message;
  message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return message;
}

template <class Body>
Body back(const Body& body) {
  return std::get<Body>(parse_request(encode(Request{sample_id(), body})).value().body);
}

template <class Body>
Body result_back(const Body& body) {
  return std::get<Body>(parse_result(encode(ResultBody(body))).value());
}

TEST(UploadRequests, come_back_as_they_were) {
  const auto offer = back(sample_offer());
  EXPECT_EQ(offer.statement, base::Bytes{'s'});
  ASSERT_EQ(offer.signatures.size(), 2U);
  EXPECT_EQ(offer.signatures[1].officer, "so-2");
  EXPECT_EQ(offer.signatures[1].cms, (base::Bytes{0x30, 0x02}));
  const auto chunk = back(sample_chunk());
  EXPECT_EQ(chunk.bundle, base::Sha256Hash{1});
  ASSERT_EQ(chunk.pieces.size(), 2U);
  EXPECT_EQ(chunk.pieces[0].object, base::Sha256Hash{2});
  EXPECT_EQ(chunk.pieces[0].size, 9U);
  EXPECT_EQ(chunk.pieces[0].offset, 3U);
  EXPECT_EQ(chunk.pieces[0].content, (base::Bytes{'c', 'd'}));
  EXPECT_EQ(back(TakeBundle{base::Sha256Hash{4}}).bundle, base::Sha256Hash{4});
}

TEST(UploadRequests, an_offer_that_is_not_whole_is_refused) {
  const std::pair<const char*, std::function<void(wire::OfferBundle&)>> refusals[] = {
      {"no statement", [](auto& offer) { offer.clear_statement(); }},
      {"no signature", [](auto& offer) { offer.clear_signatures(); }},
      {"an empty signature", [](auto& offer) { offer.mutable_signatures(0)->clear_cms(); }},
      {"an officer that is no identifier", [](auto& offer) { offer.mutable_signatures(0)->set_officer("../so-1"); }},
      {"seventeen signatures",
       [](auto& offer) {
         while (offer.signatures_size() < 17) *offer.add_signatures() = offer.signatures(0);
       }},
  };
  for (const auto& [name, spoil] : refusals) {
    auto message = wire_of(sample_offer());
    spoil(*message.mutable_offer_bundle());
    EXPECT_FALSE(parse_request(octets(message)).ok()) << name;
  }
}

TEST(UploadRequests, a_chunk_that_does_not_fit_its_object_is_refused) {
  const std::pair<const char*, std::function<void(wire::PutChunk&)>> refusals[] = {
      {"no bundle", [](auto& chunk) { chunk.clear_bundle(); }},
      {"no piece", [](auto& chunk) { chunk.clear_pieces(); }},
      {"an empty piece", [](auto& chunk) { chunk.mutable_pieces(0)->clear_content(); }},
      {"a short hash", [](auto& chunk) { chunk.mutable_pieces(0)->set_object("abc"); }},
      {"beyond the object", [](auto& chunk) { chunk.mutable_pieces(0)->set_offset(8); }},
      {"far beyond the object", [](auto& chunk) { chunk.mutable_pieces(0)->set_offset(UINT64_MAX); }},
      {"too many pieces",
       [](auto& chunk) {
         while (chunk.pieces_size() <= 256) *chunk.add_pieces() = chunk.pieces(1);
       }},
  };
  for (const auto& [name, spoil] : refusals) {
    auto message = wire_of(sample_chunk());
    spoil(*message.mutable_put_chunk());
    EXPECT_FALSE(parse_request(octets(message)).ok()) << name;
  }
  auto message = wire_of(TakeBundle{});
  message.mutable_take_bundle()->set_bundle("abc");
  EXPECT_FALSE(parse_request(octets(message)).ok());
}

TEST(UploadRequests, mean_the_same_with_other_signatures_and_another_with_other_octets) {
  const auto meaning_of = [](decltype(Request::body) body) { return meaning(Request{sample_id(), std::move(body)}); };
  auto offer = sample_offer();
  offer.signatures.pop_back();
  EXPECT_EQ(meaning_of(sample_offer()), meaning_of(offer));
  offer.statement.push_back('t');
  EXPECT_NE(meaning_of(sample_offer()), meaning_of(offer));
  auto chunk = sample_chunk();
  chunk.pieces[1].content = {'f'};
  EXPECT_NE(meaning_of(sample_chunk()), meaning_of(chunk));
  EXPECT_NE(meaning_of(TakeBundle{base::Sha256Hash{1}}), meaning_of(TakeBundle{base::Sha256Hash{2}}));
}

TEST(UploadResults, come_back_as_they_were) {
  const auto offered = result_back(OfferResult{{{base::Sha256Hash{1}, 7}, {base::Sha256Hash{2}, 0}}, true, 3});
  ASSERT_EQ(offered.missing.size(), 2U);
  EXPECT_EQ(offered.missing[0].object, base::Sha256Hash{1});
  EXPECT_EQ(offered.missing[0].there, 7U);
  EXPECT_TRUE(offered.more);
  EXPECT_EQ(offered.files, 3U);
  EXPECT_EQ(result_back(ChunkResult{2}).taken, 2U);
  const auto taken = result_back(TakeBundleResult{12, 4});
  EXPECT_EQ(taken.index, 12U);
  EXPECT_EQ(taken.version, 4U);
}

TEST(UploadResults, what_is_missing_is_named_by_whole_hashes_and_not_without_end) {
  wire::Result message;
  message.mutable_offer()->add_missing()->set_object("abc");
  EXPECT_FALSE(parse_result(octets(message)).ok());
  message.mutable_offer()->mutable_missing(0)->set_object(std::string(32, 'a'));
  EXPECT_TRUE(parse_result(octets(message)).ok());
  while (message.offer().missing_size() <= 1024) *message.mutable_offer()->add_missing() = message.offer().missing(0);
  EXPECT_FALSE(parse_result(octets(message)).ok());
}

TEST(LookupOfAClosedUnit, says_who_goes_on_with_its_records) {
  LookupResult lookup;
  lookup.successor = "79760002";
  EXPECT_EQ(result_back(lookup).successor, "79760002");
  wire::Result message;
  message.mutable_lookup()->set_successor("not an identifier");
  EXPECT_FALSE(parse_result(octets(message)).ok());
}

}  // namespace
}  // namespace antin::protocol
