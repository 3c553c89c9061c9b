#include "client/cli/class_list.hpp"

#include <gtest/gtest.h>

#include "client/cli/csv.hpp"

namespace antin::cli {
namespace {

const std::string hash_a = "sha256:" + std::string(64, 'a');
const std::string hash_b = "sha256:" + std::string(64, 'b');

using Fields = std::vector<std::vector<std::string>>;

Fields fields(std::string_view text) {
  Fields all;
  const auto records = parse_csv(text);
  if (!records) return {{records.error().text}};
  for (const auto& record : *records) all.push_back(record.fields);
  return all;
}

std::string refusal(const std::string& csv) {
  const auto rows = parse_class_list(csv);
  return rows ? "" : rows.error().text;
}

TEST(Csv, is_read_as_rfc_4180_has_it) {
  EXPECT_EQ(fields("a,b\r\n1,2\r\n"), (Fields{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(fields("a,b\n1,2"), (Fields{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(fields("\"a,b\",\"say \"\"yes\"\"\"\n"), (Fields{{"a,b", "say \"yes\""}}));
  EXPECT_EQ(fields("\"two\r\nlines\",x\n"), (Fields{{"two\r\nlines", "x"}}));
  EXPECT_EQ(fields("a,,\n,"), (Fields{{"a", "", ""}, {"", ""}}));
  EXPECT_EQ(fields("\xEF\xBB\xBFlớp 1A\n\n\r\nx\n"), (Fields{{"lớp 1A"}, {"x"}})) << "a mark and empty lines";
  EXPECT_EQ(fields(""), Fields{});
  EXPECT_EQ(fields("\"\"\n"), Fields{{""}});
}

TEST(Csv, a_record_knows_the_line_where_it_begins) {
  const auto records = parse_csv("a\n\"two\nlines\"\n\nb\n").value();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1].line, 2U);
  EXPECT_EQ(records[2].line, 5U);
}

TEST(Csv, what_is_no_csv_is_refused_with_its_line) {
  EXPECT_EQ(fields("a\nb\"c\n"), Fields{{"line 2: a quote within a field that does not begin with one"}});
  EXPECT_EQ(fields("a\n\"b\"c\n"), Fields{{"line 2: something follows a closing quote"}});
  EXPECT_EQ(fields("a\n\"b"), Fields{{"line 2: a quote that is never closed"}});
  EXPECT_EQ(fields("a\rb\n"), Fields{{"line 1: a control character"}});
  EXPECT_EQ(fields(std::string_view("a\0b\n", 4)), Fields{{"line 1: a control character"}});
  EXPECT_EQ(fields("a\n\"l\xE1p\"\n"), Fields{{"line 2: not UTF-8: save the table as `CSV UTF-8`"}});
}

TEST(Csv, more_fields_or_records_than_anybody_needs_are_refused_before_they_fill_the_memory) {
  EXPECT_EQ(fields(std::string(csv_fields_limit - 1, ',')).at(0).size(), csv_fields_limit);
  EXPECT_EQ(fields("a\n" + std::string(csv_fields_limit, ',')), Fields{{"line 2: more than 64 fields"}});
  std::string lines;
  for (std::size_t i = 0; i < csv_records_limit; ++i) lines += "a\n";
  EXPECT_EQ(parse_csv(lines).value().size(), csv_records_limit);
  EXPECT_EQ(fields(lines + "a"), Fields{{"line 1000002: more than a million lines follow"}});
}

TEST(ClassList, has_its_columns_in_any_order) {
  const auto rows =
      parse_class_list("name,previous,digest,revision,record\nAn,," + hash_a + ",1,1.a\n\"Bình, B\",none," + hash_b +
                       ",2,1.b\n,," + hash_b + ",1,1.c\n,\"" + hash_a + "\"," + hash_b + ",1,1.d");
  ASSERT_TRUE(rows) << rows.error().text;
  ASSERT_EQ(rows->size(), 4U);
  const auto& [first, second] = std::tie((*rows)[0], (*rows)[1]);
  EXPECT_EQ(first.line, 2U);
  EXPECT_EQ(first.record, "1.a");
  EXPECT_EQ(first.name, "An");
  EXPECT_EQ(base::print(*first.digest), hash_a);
  EXPECT_FALSE(first.previous) << "the list does not say";
  EXPECT_EQ(second.name, "Bình, B");
  EXPECT_EQ(second.revision, 2U);
  ASSERT_TRUE(second.previous);
  EXPECT_FALSE(*second.previous) << "it says: none";
  EXPECT_EQ(base::print(**(*rows)[3].previous), hash_a);
}

TEST(ClassList, a_document_stands_in_the_place_of_a_digest) {
  const auto rows = parse_class_list("record,document\n1.a,reports/1.pdf\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->front().document, "reports/1.pdf");
  EXPECT_EQ(rows->front().revision, 1U);
  EXPECT_FALSE(rows->front().digest);
}

TEST(ClassList, what_is_wrong_is_said_with_its_line) {
  const std::pair<std::string, const char*> wrong[] = {
      {"", "line 1: the list is empty"},
      {"record,digest\n", "line 1: no line follows"},
      {"1.a," + hash_a + "\n", "line 1: the first line names the columns"},
      {"record,digest,class\n1.a," + hash_a + ",x\n", "line 1: the first line names the columns"},
      {"record,record,digest\n", "line 1: a column is named twice"},
      {"digest\n" + hash_a + "\n", "line 1: there is no column `record`"},
      {"record\n1.a\n", "line 1: there is either a column"},
      {"record,document,digest\n", "line 1: there is either a column"},
      {"record,digest\n1.a\n", "line 2: 1 fields, the first line names 2"},
      {"record,digest\n1.a," + hash_a + ",\n", "line 2: 3 fields"},
      {"record,digest\n1 a," + hash_a + "\n", "line 2: record is"},
      {"record,digest\n," + hash_a + "\n", "line 2: record is"},
      {"record,digest\n1.a,sha256:12\n", "line 2: digest is"},
      {"record,digest\n1.a," + hash_a + "\n1.b,\n", "line 3: digest is"},
      {"record,document\n1.a,\n", "line 2: document is a file"},
      {"record,digest,revision\n1.a," + hash_a + ",0\n", "line 2: revision is"},
      {"record,digest,revision\n1.a," + hash_a + ",1x\n", "line 2: revision is"},
      {"record,digest,revision\n1.a," + hash_a + ",\n", "line 2: revision is"},
      {"record,digest,previous\n1.a," + hash_a + ",None\n", "line 2: previous is"},
      {"record,digest\n1.a," + hash_a + "\n1.b," + hash_b + "\n1.a," + hash_b + "\n",
       "line 4: this record is in line 2 already"},
      {"record,digest\n\"1.a", "line 2: a quote that is never closed"},
  };
  for (const auto& [csv, why] : wrong) EXPECT_EQ(refusal(csv).find(why), 0U) << csv << " gave: " << refusal(csv);
}

TEST(ClassList, two_revisions_of_a_record_are_two_items) {
  EXPECT_EQ(refusal("record,revision,digest\n1.a,1," + hash_a + "\n1.a,2," + hash_b + "\n"), "");
}

}  // namespace
}  // namespace antin::cli
