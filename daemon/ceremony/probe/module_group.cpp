// The module by itself: no token is touched.
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/slots.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

// Loaded afresh by each question, so that what one leaves behind is not the next one's.
struct Loaded {
  base::Result<hsm::Cryptoki> cryptoki;
  explicit Loaded(const Subject& subject) : cryptoki(hsm::Cryptoki::load(subject.aim().module)) {}
  [[nodiscard]] const CK_FUNCTION_LIST& functions() const { return cryptoki->functions(); }
};

Answer loads(Subject& subject) {
  const Loaded loaded(subject);
  if (!loaded.cryptoki) return no(loaded.cryptoki.error().text);
  return yes("its function list is of version " + hsm::version_text(loaded.functions().version));
}

Answer waits_for_initialize(Subject& subject) {
  const Loaded loaded(subject);
  if (!loaded.cryptoki) return not_tried(loaded.cryptoki.error().text);
  CK_ULONG count = 0;
  const auto value = loaded.functions().C_GetSlotList(CK_TRUE, nullptr, &count);
  return value == CKR_CRYPTOKI_NOT_INITIALIZED ? yes() : differs(said("C_GetSlotList", value));
}

Answer initialises(Subject& subject) {
  const Loaded loaded(subject);
  if (!loaded.cryptoki) return not_tried(loaded.cryptoki.error().text);
  const auto value = hsm::initialise(*loaded.cryptoki, subject.aim().init_string);
  if (value != CKR_OK) return refused("C_Initialize", value);
  loaded.functions().C_Finalize(nullptr);
  return yes();
}

Answer initialises_without_string(Subject& subject) {
  const Loaded loaded(subject);
  if (!loaded.cryptoki) return not_tried(loaded.cryptoki.error().text);
  if (const auto value = loaded.functions().C_Initialize(nullptr); value != CKR_OK)
    return refused("C_Initialize", value);
  const auto tokens = slots_with_tokens(loaded.functions());
  loaded.functions().C_Finalize(nullptr);
  if (!tokens) return no(tokens.error().text);
  return yes(std::to_string(tokens->size()) + " slots with a token");
}

Answer initialises_twice(Subject& subject) {
  const auto value = hsm::initialise(subject.cryptoki(), subject.aim().init_string);
  return value == CKR_CRYPTOKI_ALREADY_INITIALIZED ? yes() : differs(said("C_Initialize", value));
}

Answer describes_itself(Subject& subject) {
  CK_INFO info{};
  if (const auto value = subject.functions().C_GetInfo(&info); value != CKR_OK) return refused("C_GetInfo", value);
  const auto text = hsm::trimmed(info.libraryDescription) + " " + hsm::version_text(info.libraryVersion) + " of " +
                    hsm::trimmed(info.manufacturerID) + ", Cryptoki " + hsm::version_text(info.cryptokiVersion);
  // CKA_ALLOWED_MECHANISMS and CKA_WRAP_WITH_TRUSTED came with 2.20, CKA_COPYABLE with 2.30.
  const bool old =
      info.cryptokiVersion.major < 2 || (info.cryptokiVersion.major == 2 && info.cryptokiVersion.minor < 30);
  return old ? differs(text) : yes(text);
}

Answer lists_tokens(Subject& subject) {
  const auto tokens = tokens_of(subject.functions());
  if (!tokens) return no(tokens.error().text);
  if (tokens->empty()) return no("no slot has a token");
  std::string text;
  for (const auto& token : *tokens) {
    const bool initialised = (token.info.flags & CKF_TOKEN_INITIALIZED) != 0;
    text += (text.empty() ? "slot " : "; slot ") + std::to_string(token.slot) + " " +
            (initialised ? "\"" + hsm::trimmed(token.info.label) + "\"" : std::string("not initialised"));
  }
  return yes(text);
}

Answer initialises_again(Subject& subject) {
  const auto before = slots_with_tokens(subject.functions());
  if (!before) return no(before.error().text);
  if (const auto value = subject.functions().C_Finalize(nullptr); value != CKR_OK) return refused("C_Finalize", value);
  if (const auto value = hsm::initialise(subject.cryptoki(), subject.aim().init_string); value != CKR_OK)
    return refused("C_Initialize", value);
  const auto after = slots_with_tokens(subject.functions());
  if (!after) return no(after.error().text);
  return *after == *before ? yes() : differs("the slots have other numbers than before");
}

constexpr Check alone[] = {
    {"module.loads", "Is it a PKCS#11 module?", Bearing::essential, "Nothing can be done with it.", loads},
    {"module.not-initialised", "Does it refuse calls before C_Initialize?", Bearing::note,
     "A mistake of a program would not be seen.", waits_for_initialize},
    {"module.initialises", "Does C_Initialize succeed?", Bearing::essential, "Nothing can be done with it.",
     initialises},
    {"module.no-string", "Does C_Initialize succeed with no string, as antin-signer calls it?", Bearing::essential,
     "antin-signer cannot use this module: it has no option for an initialisation string.", initialises_without_string},
};

constexpr Check opened[] = {
    {"module.describes-itself", "Does it name itself, at Cryptoki 2.30 or later?", Bearing::note,
     "A transcript cannot say what software drove the HSM, or attributes of later versions are missing.",
     describes_itself},
    {"module.twice", "Does it refuse a second C_Initialize?", Bearing::note,
     "A mistake of a program would not be seen.", initialises_twice},
    {"module.tokens", "Does it list its tokens?", Bearing::essential, "There is nothing to make keys on.",
     lists_tokens},
    {"module.again", "Does it work again after C_Finalize, with the same slots?", Bearing::note,
     "A new process is needed to begin anew, which is what antin-signer does anyway; name tokens by label.",
     initialises_again},
};

}  // namespace

const Group module_group{.name = "module",
                         .title = "The module",
                         .opening = Opening::nothing,
                         .needs_token = false,
                         .needs_user = false,
                         .one_process_each = true,
                         .checks = alone};
const Group module_opened_group{.name = "module",
                                .title = "The module, initialised",
                                .opening = Opening::initialised,
                                .needs_token = false,
                                .needs_user = false,
                                .checks = opened};

}  // namespace antin::ceremony::probe
