#include "daemon/ceremony/probe/removal.hpp"

#include <algorithm>

#include "daemon/ceremony/probe/offspring.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

base::Result<std::vector<CK_OBJECT_HANDLE>> labelled(const hsm::Session& session, std::string_view prefix) {
  hsm::Attributes match;
  match.flag(CKA_TOKEN, true);
  const auto all = session.find(std::move(match));
  if (!all) return all.error();
  std::vector<CK_OBJECT_HANDLE> ours;
  for (const auto object : *all) {
    const auto label = session.attribute(object, CKA_LABEL);
    if (label && base::text(*label).starts_with(prefix)) ours.push_back(object);
  }
  return ours;
}

}  // namespace

base::Result<Removed> remove_labelled(const hsm::Session& session, std::string_view prefix) {
  const auto before = labelled(session, prefix);
  if (!before) return before.error();
  for (const auto object : *before) session.functions().C_DestroyObject(session.handle(), object);
  const auto after = labelled(session, prefix);
  if (!after) return after.error();
  return Removed{before->size() - std::min(before->size(), after->size()), after->size()};
}

void remove_in_a_process(const Aim& aim) {
  Offspring([&](int) {
    Subject subject(aim, [](Pace) {});
    if (!subject.open(Opening::user)) return 1;
    const auto removed = remove_labelled(subject.session(), aim.mark);
    subject.close();
    return removed ? 0 : 1;
  }).end_within(aim.deadline);
}

}  // namespace antin::ceremony::probe
