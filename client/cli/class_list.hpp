// A class as a file: one line a document, so that all of them are approved and submitted together.
#pragma once

#include "client/cli/record.hpp"

namespace antin::cli {

// One line of the list as it is written. Columns, in any order: `record`; `document` (a file, from the list's folder
// on) or `digest`; and if wanted `revision` (1), `previous` (sha256:<hex> or none), `name` (shown to the person who
// approves, and sent nowhere).
struct ListRow {
  std::size_t line = 0;
  std::string record;
  std::uint32_t revision = 1;
  std::string document;
  std::optional<base::Digest> digest;                            // exactly one of the two
  std::optional<std::optional<base::Sha256Hash>> previous = {};  // none: the list does not say
  std::string name;
};

// The error begins with the line, and quotes nothing. Refuses a column that is unknown or there twice, a line with
// another number of fields than the header, a record that is there twice, a list without lines.
base::Result<std::vector<ListRow>> parse_class_list(std::string_view csv);

struct ListItem {
  ListRow row;
  Document document;
};
struct ClassList {
  std::filesystem::path file;
  std::vector<ListItem> items;
};
// From --list, each document opened and hashed. Refuses two lines with the same document: one pupil has another's.
Outcome<ClassList> class_list_from(const Arguments& arguments);

}  // namespace antin::cli
