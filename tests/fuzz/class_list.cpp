// Lists of a class and items of a bulk approval: files that others may have written.
#include "client/cli/class_list.hpp"

#include <cstdlib>

#include "client/cli/csv.hpp"
#include "client/lib/bulk.hpp"
#include "tests/fuzz/edits.hpp"

namespace {

const antin::base::Bytes& good_list() {
  static const auto list = antin::base::copy(
      antin::base::view("record,digest,revision,previous,name\r\n1.a,sha256:" + std::string(64, 'a') +
                        ",1,none,\"An, A\"\r\n1.b,sha256:" + std::string(64, 'b') + ",2,,\"say \"\"yes\"\"\"\n"));
  return list;
}

const antin::base::Bytes& good_item() {
  static const auto item =
      antin::base::copy(antin::base::view(antin::client::print(antin::protocol::BulkItem{{'x'}, 5, {{1}, {2}}})));
  return item;
}

void check(std::string_view text) {
  (void)antin::cli::parse_csv(text);
  if (const auto rows = antin::cli::parse_class_list(text)) {
    if (rows->empty()) std::abort();
    for (const auto& row : *rows)
      if (row.digest.has_value() == !row.document.empty() || row.revision == 0) std::abort();
  }
  const auto item = antin::client::parse_bulk_item(text);
  if (item && antin::client::print(*item) != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const antin::base::ByteView bytes(data, size);
  check(antin::base::text(bytes));
  check(antin::base::text(antin::fuzz::edit(good_list(), bytes)));
  check(antin::base::text(antin::fuzz::edit(good_item(), bytes)));
  return 0;
}
