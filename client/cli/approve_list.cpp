#include "client/cli/approve_list.hpp"

#include "client/cli/approval_files.hpp"
#include "client/cli/class_list.hpp"
#include "client/cli/consent.hpp"
#include "client/cli/signing_key.hpp"
#include "client/cli/statement_fields.hpp"
#include "client/lib/many.hpp"
#include "core/crypto/random.hpp"

namespace antin::cli {
namespace {

using Statements = std::vector<statement::Approve>;

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Stop at_line(const ClassList& list, std::size_t number, const Stop& stop) {
  return {stop.status, stop.code,
          list.file.string() + ": line " + std::to_string(list.items.at(number).row.line) + ": " + stop.text};
}

// Everything of the items that does not depend on what the appliance knows of them.
Outcome<Statements> drafts(const Arguments& arguments, const ClassList& list, const statement::Approve& common) {
  const auto previous = arguments.value("previous");
  if (previous && *previous != "none") return wrong_usage("with --list, --previous is `none`, or a column of the list");
  Statements items;
  for (const auto& each : list.items) {
    auto item = common;
    item.record = each.row.record;
    item.revision = each.row.revision;
    item.digest = each.document.digest;
    item.previous = each.row.previous.value_or(std::nullopt);
    item.nonce = crypto::random_array<16>();
    items.push_back(std::move(item));
  }
  return items;
}

// Asks for the entry before, for each item whose line leaves it open.
Outcome<void> look_up(client::Connection& connection, const ClassList& list, const std::optional<std::string>& before,
                      Statements& items) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!list.items[i].row.previous && lookup_of(items[i], before)) open.push_back(i);
  std::optional<Stop> trouble;
  const client::Many many{
      open.size(),
      [&](std::size_t n) {
        return protocol::Request{client::Connection::new_request_id(), *lookup_of(items[open[n]], before)};
      },
      [&](std::size_t n, client::Completion completion) {
        const auto lookup = client::lookup_result(std::move(completion));
        const auto leaf = lookup ? leaf_of(*lookup, before) : leaf_of(lookup.error());
        if (leaf)
          items[open[n]].previous = *leaf;
        else if (!trouble)
          trouble = at_line(list, open[n], leaf.error());
        return !trouble;
      }};
  client::send_many(connection, many);
  if (trouble) return *trouble;
  return {};
}

bool all_name_their_previous(const ClassList& list) {
  return std::all_of(list.items.begin(), list.items.end(), [](const auto& item) { return item.row.previous; });
}

Outcome<Statements> statements_from(const Arguments& arguments, const Settings& settings, const ClassList& list) {
  auto common = common_from(arguments, now());
  if (!common) return common.error();
  for (auto [option, field] : {std::pair("unit", &common->unit), {"kind", &common->kind}}) {
    auto value = identifier_from(arguments, option);
    if (!value) return value.error();
    *field = std::move(*value);
  }
  const bool all_given = arguments.has("log") && arguments.has("policy") && arguments.has("role");
  if (all_given && (arguments.has("previous") || all_name_their_previous(list)))
    return drafts(arguments, list, *common);
  auto connection = connect(settings);
  if (!connection) return connection.error();
  const auto about = ask_about(settings, *connection);
  if (!about) return about.error();
  const auto before = fill_common(*common, *about, arguments);
  if (!before) return before.error();
  auto items = drafts(arguments, list, *common);
  if (!items || arguments.has("previous")) return items;
  if (const auto found = look_up(*connection, list, *before, *items); !found) return found.error();
  return items;
}

std::string described(const ListItem& item) {
  auto text = item.row.record;
  if (item.row.revision != 1) text += ", revision " + std::to_string(item.row.revision);
  if (!item.row.name.empty()) text += "  " + item.row.name;
  if (!item.document.name.empty()) text += "  " + item.document.name;
  return text;
}

std::string totals(const ClassList& list) {
  std::uintmax_t octets = 0;
  for (const auto& item : list.items) octets += item.document.size;
  const auto count = std::to_string(list.items.size());
  if (list.items.front().row.digest) return count + " (known by their digests alone)";
  return count + " (" + std::to_string(octets) + " octets in all)";
}

Outcome<void> agree(const Arguments& arguments, Console& console, const ClassList& list, const client::BulkDraft& draft,
                    const crypto::Certificate& signer) {
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const auto& item = list.items[i];
    note(console, std::to_string(i + 1) + "  " + base::print(item.document.digest) + "  " + described(item));
  }
  return consent(
      arguments, console, "You are about to sign this, once for all of it:",
      {"list:     " + list.file.string(), "items:    " + totals(list), "first:    " + described(list.items.front()),
       "last:     " + described(list.items.back()), "signer:   " + shown(signer)},
      draft.text());
}

}  // namespace

Outcome<Exit> approve_list(const Arguments& arguments, Console& console) {
  const auto folder = arguments.required("out");
  if (!folder) return folder.error();
  if (const auto fresh = check_bulk_folder(*folder); !fresh) return fresh.error();
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto list = class_list_from(arguments);
  if (!list) return list.error();
  const auto key = signing_key_from(arguments, console);
  if (!key) return key.error();
  const auto statements = statements_from(arguments, *settings, *list);
  if (!statements) return statements.error();
  const auto draft = client::BulkDraft::make(*statements);
  if (!draft) return wrong_usage("no statement can be made of this: " + draft.error().text);
  const auto agreed = agree(arguments, console, *list, *draft, (*key)->chain().front());
  if (!agreed) return agreed.error();
  const auto approval = client::sign_statement(draft->text(), **key, now());
  if (!approval) return local_trouble(approval.error());
  if (const auto written = write_bulk(*folder, *draft, *statements, approval->cms); !written) return written.error();
  console.out << *folder << "\n";
  return Exit::ok;
}

}  // namespace antin::cli
