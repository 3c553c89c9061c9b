#include "daemon/ceremony/probe/check.hpp"

namespace antin::ceremony::probe {

std::string_view name_of(Bearing bearing) {
  switch (bearing) {
    case Bearing::essential: return "essential";
    case Bearing::choice: return "choice";
    case Bearing::note: return "note";
    case Bearing::unknown: break;
  }
  return {};
}

std::span<const Group* const> groups() {
  static constexpr const Group* all[] = {&module_group, &module_opened_group, &token_group, &mechanism_group,
                                         &login_group,  &officer_group,       &key_group,   &template_group,
                                         &sign_group,   &attribute_group,     &usage_group, &copy_group,
                                         &wrap_group,   &trusted_group,       &error_group, &process_group,
                                         &pool_group,   &signer_group,        &rough_group, &left_group};
  return all;
}

}  // namespace antin::ceremony::probe
