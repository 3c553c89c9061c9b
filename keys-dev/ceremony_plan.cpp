#include "keys-dev/ceremony_plan.hpp"

#include "keys-dev/cast.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/policy_files.hpp"
#include "keys-dev/toml.hpp"

namespace antin::keys_dev {
namespace {

struct Group {
  const char* name;
  std::vector<std::string> holders;  // two of them are needed
};

// Nobody who holds a share of one PIN holds one of the other.
const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"security", {"c-1", "c-2"}}, {"operators", {"c-3", "c-4"}}, {"vault", {"c-1", "c-3", "c-4"}}};
  return all;
}

std::vector<StaffPlan> participants(const Wanted& wanted) {
  auto all = officers(wanted.officers);
  all.insert(all.end(), custodians().begin(), custodians().end());
  return all;
}

bool is_officer(const StaffPlan& one) { return one.id.starts_with("so-"); }

std::string head_text(const Layout& layout, const Wanted& wanted) {
  const auto authority = [&](const char* name) { return list_of({layout.ca() / name}); };
  return quoted_field("ceremony", "development-2026.1") + quoted_field("purpose", "development") +
         quoted_field("log", development_origin) + field("quorum", std::to_string(wanted.quorum)) +
         quoted_field("module", wanted.module) + field("roots", authority("root.crt")) +
         field("intermediates", authority("intermediate.crt"));
}

std::string people_text(const Layout& layout, const Wanted& wanted) {
  std::string text;
  for (const auto& one : participants(wanted))
    text += "\n[[participant]]\n" + quoted_field("id", one.id) + quoted_field("name", one.name) +
            quoted_field("certificate", (layout.people() / (one.id + ".crt")).string()) +
            field("roles", list_of({is_officer(one) ? "officer" : "custodian"}));
  return text;
}

std::string shares_text() {
  std::string text;
  for (const auto& group : groups())
    text += "\n[[shares]]\n" + quoted_field("name", group.name) + field("need", "2") +
            field("holders", list_of(group.holders));
  return text;
}

// Seals are backed up; the keys of time and log are replaced when they are lost.
bool is_backed_up(const std::string& token, const Wanted& wanted) { return wanted.backups && token == "seals"; }

std::string tokens_text(const Wanted& wanted) {
  std::string text;
  for (const std::string label : tokens) {
    text += "\n[[token]]\n" + quoted_field("label", label) + quoted_field("so-pin", "security") +
            quoted_field("user-pin", "operators") + quoted_field("unattended", "file");
    if (is_backed_up(label, wanted)) text += quoted_field("backup", "vault");
  }
  return text;
}

std::string keys_text(const Wanted& wanted) {
  std::string text;
  for (const auto& key : keys(wanted.log_keys)) {
    text += "\n[[key]]\n" + quoted_field("label", key.label) + quoted_field("token", key.token) +
            quoted_field("algorithm", name_of(key.algorithm)) +
            quoted_field("backup", is_backed_up(key.token, wanted) ? "wrapped" : "none");
    if (!key.certificate.empty())
      text += field("subject", "{ country = \"VN\", organisation = " + in_quotes(key.organisation) +
                                   ", name = " + in_quotes(key.common_name) + " }");
  }
  return text;
}

}  // namespace

std::string plan_text(const Layout& layout, const Wanted& wanted) {
  return head_text(layout, wanted) + people_text(layout, wanted) + shares_text() + tokens_text(wanted) +
         keys_text(wanted);
}

std::string answers_text(const Layout& layout, const Wanted& wanted) {
  auto text = quoted_field("shares", "shares");
  for (const auto& one : participants(wanted)) {
    const auto file = (layout.people() / one.id).string();
    text += "\n[[sign]]\n" + quoted_field("as", one.id) +
            field("options", list_of({"--signing-key", file + ".key", "--certificate", file + ".crt"}));
  }
  return text;
}

}  // namespace antin::keys_dev
