// What the token says that it can do. What it does is asked further down.
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

constexpr CK_MECHANISM_TYPE aes_key_wrap_kwp = 0x210b;  // PKCS#11 3.0; the header is of 2.40

struct Wanted {
  CK_MECHANISM_TYPE type;
  CK_FLAGS flag;
  CK_ULONG bits;  // a size that must be in its range; 0: none
};

Answer offers(const Subject& subject, const Wanted& wanted) {
  CK_MECHANISM_INFO info{};
  const auto value = subject.functions().C_GetMechanismInfo(subject.slot(), wanted.type, &info);
  if (value != CKR_OK) return refused("C_GetMechanismInfo", value);
  const auto sizes = std::to_string(info.ulMinKeySize) + " to " + std::to_string(info.ulMaxKeySize);
  if ((info.flags & wanted.flag) == 0) return no("it is offered, but not for this use");
  if (wanted.bits == 0) return yes();
  // Some modules state no sizes; then only trying tells.
  if (info.ulMaxKeySize == 0) return differs("it states no sizes");
  const bool fits = info.ulMinKeySize <= wanted.bits && wanted.bits <= info.ulMaxKeySize;
  return fits ? yes(sizes) : no(sizes);
}

template <CK_MECHANISM_TYPE Type, CK_FLAGS Flag, CK_ULONG Bits>
Answer offers_it(Subject& subject) {
  return offers(subject, {Type, Flag, Bits});
}

constexpr const char* see_below = "What is said there and what it does may differ: see the groups below.";

constexpr Check checks[] = {
    {"offers.ec-generation", "CKM_EC_KEY_PAIR_GEN for 256 bits?", Bearing::note, see_below,
     offers_it<CKM_EC_KEY_PAIR_GEN, CKF_GENERATE_KEY_PAIR, 256>},
    {"offers.ecdsa", "CKM_ECDSA for 256 bits?", Bearing::note, see_below, offers_it<CKM_ECDSA, CKF_SIGN, 256>},
    {"offers.rsa-generation", "CKM_RSA_PKCS_KEY_PAIR_GEN for 3072 bits?", Bearing::note, see_below,
     offers_it<CKM_RSA_PKCS_KEY_PAIR_GEN, CKF_GENERATE_KEY_PAIR, 3072>},
    {"offers.pss", "CKM_RSA_PKCS_PSS for 3072 bits?", Bearing::note, see_below,
     offers_it<CKM_RSA_PKCS_PSS, CKF_SIGN, 3072>},
    {"offers.ed25519-generation", "CKM_EC_EDWARDS_KEY_PAIR_GEN?", Bearing::note, see_below,
     offers_it<CKM_EC_EDWARDS_KEY_PAIR_GEN, CKF_GENERATE_KEY_PAIR, 0>},
    {"offers.eddsa", "CKM_EDDSA?", Bearing::note, see_below, offers_it<CKM_EDDSA, CKF_SIGN, 0>},
    {"offers.sha-256", "CKM_SHA256?", Bearing::note, see_below, offers_it<CKM_SHA256, CKF_DIGEST, 0>},
    {"offers.aes-generation", "CKM_AES_KEY_GEN?", Bearing::note, see_below,
     offers_it<CKM_AES_KEY_GEN, CKF_GENERATE, 0>},
    {"offers.key-wrap", "CKM_AES_KEY_WRAP (0x2109)?", Bearing::note, see_below,
     offers_it<CKM_AES_KEY_WRAP, CKF_WRAP, 0>},
    {"offers.key-wrap-pad", "CKM_AES_KEY_WRAP_PAD (0x210A)?", Bearing::note, see_below,
     offers_it<CKM_AES_KEY_WRAP_PAD, CKF_WRAP, 0>},
    {"offers.key-wrap-kwp", "CKM_AES_KEY_WRAP_KWP (0x210B)?", Bearing::note, see_below,
     offers_it<aes_key_wrap_kwp, CKF_WRAP, 0>},
};

}  // namespace

const Group mechanism_group{.name = "offers",
                            .title = "Mechanisms that it lists",
                            .opening = Opening::session,
                            .needs_user = false,
                            .checks = checks};

}  // namespace antin::ceremony::probe
