// What the probe's runs left on the token, this one and earlier ones that were killed: removed, and said.
#include "daemon/ceremony/probe/removal.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

Answer removes_all(Subject& subject) {
  const auto removed = remove_labelled(subject.session(), label_prefix);
  if (!removed) return no(removed.error().text);
  if (removed->left != 0)
    return no(std::to_string(removed->left) + " objects whose labels begin with " + std::string(label_prefix) +
              " are left: remove them by the HSM's own tool");
  if (removed->gone == 0) return yes();
  return yes(std::to_string(removed->gone) + " objects were left by questions that did not end, and are removed");
}

constexpr Check checks[] = {
    {"left", "Is nothing of the probe left on the token?", Bearing::essential, "The token is not clean.", removes_all},
};

}  // namespace

const Group left_group{.name = "left", .title = "What is left", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
