#include "keys-dev/cast.hpp"

#include <algorithm>

#include "keys-dev/failure.hpp"

namespace antin::keys_dev {
namespace {

using crypto::KeyAlgorithm;

const std::string department = "79";
const std::string first_school = "79760001";
const std::string second_school = "79760002";
const std::string class_1a = "2026-2027.1A";

RolePlan teacher_of_1a() { return {"teacher", class_1a}; }
RolePlan role(const std::string& name) { return {name, std::nullopt}; }

}  // namespace

const std::vector<UnitPlan>& units() {
  static const std::vector<UnitPlan> all = {
      {department, std::nullopt, "department", "Sở Giáo dục và Đào tạo Thành phố Ví Dụ"},
      {first_school, department, "school", "Trường Tiểu học Hoa Sen"},
      {second_school, department, "school", "Trường Tiểu học Bến Nước"},
  };
  return all;
}

std::vector<KeyPlan> keys(unsigned log_keys) {
  std::vector<KeyPlan> all = {
      {"seal/79760001/school/2026.1", "seals", KeyAlgorithm::ecdsa_p256, "79760001-school-2026.1",
       "Trường Tiểu học Hoa Sen", "Trường Tiểu học Hoa Sen"},
      {"seal/79760002/school/2026.1", "seals", KeyAlgorithm::rsa, "79760002-school-2026.1", "Trường Tiểu học Bến Nước",
       "Trường Tiểu học Bến Nước"},
      {"seal/79/department/2026.1", "seals", KeyAlgorithm::ecdsa_p256, "79-department-2026.1",
       "Sở Giáo dục và Đào tạo Thành phố Ví Dụ", "Sở Giáo dục và Đào tạo Thành phố Ví Dụ"},
      {"time/antin/tsa/2026.1", "time", KeyAlgorithm::ecdsa_p256, "antin-tsa-2026.1", "Antin Development Timestamps",
       "Antin Development"},
  };
  for (unsigned generation = 1; generation <= log_keys; ++generation)
    all.push_back({log_key_label(generation), "log", KeyAlgorithm::ed25519, "", "", ""});
  return all;
}

std::string log_key_label(unsigned generation) { return "log/79/hcm/2026." + std::to_string(generation); }

const std::vector<PersonPlan>& people() {
  static const std::vector<PersonPlan> all = {
      {"p-000001", "Nguyễn Thị Hạnh", first_school, {teacher_of_1a()}, Fate::valid},
      {"p-000002", "Trần Văn Bình", first_school, {role("principal")}, Fate::valid},
      {"p-000003", "Lê Thị Minh Châu", department, {role("department-leader")}, Fate::valid},
      {"p-000004", "Phạm Quốc Dũng", first_school, {teacher_of_1a(), role("principal")}, Fate::valid, 2},
      {"p-000005", "Võ Thị Thu Giang", first_school, {teacher_of_1a()}, Fate::revoked},
      {"p-000006", "Đặng Hữu Khánh", first_school, {teacher_of_1a()}, Fate::expired},
      {"p-000007", "Bùi Thị Lan", second_school, {teacher_of_1a()}, Fate::valid},
      {"p-000008", "Hoàng Đức Long", second_school, {role("principal")}, Fate::valid},
      // The name of p-000002 from a CA of the forger's own; the roster does not know it.
      {"p-000009", "Trần Văn Bình", first_school, {}, Fate::forged},
      // Two of these three approve a transfer report.
      {"p-000010", "Mai Thị Ngọc", first_school, {role("deputy-principal")}, Fate::valid, 2},
      {"p-000011", "Phan Văn Quang", first_school, {role("deputy-principal")}, Fate::valid},
      {"p-000012", "Tạ Thị Xuân", first_school, {role("deputy-principal")}, Fate::valid},
  };
  return all;
}

const std::vector<RegistrarPlan>& registrars() {
  static const std::vector<RegistrarPlan> all = {
      {"r-000001", "Vũ Thanh Mai", department, "department-registrar", 2, Fate::valid},
      {"r-000002", "Dương Quang Huy", department, "department-registrar", 1, Fate::valid},
      {"r-000003", "Phan Thị Nga", first_school, "school-registrar", 1, Fate::valid},
      {"r-000004", "Tạ Minh Quân", second_school, "school-registrar", 1, Fate::valid},
      {"r-000005", "Lý Thị Sen", first_school, "school-registrar", 1, Fate::revoked},
  };
  return all;
}

std::vector<StaffPlan> officers(unsigned count) {
  static const StaffPlan all[most_officers] = {{"so-1", "Đỗ Thị Mai"},
                                               {"so-2", "Ngô Văn Phúc"},
                                               {"so-3", "Huỳnh Thanh Sơn"},
                                               {"so-4", "Cao Thị Yến"},
                                               {"so-5", "Lâm Quốc Việt"}};
  return {all, all + std::min(count, most_officers)};
}

const std::vector<StaffPlan>& custodians() {
  static const std::vector<StaffPlan> all = {
      {"c-1", "Trịnh Thị Oanh"}, {"c-2", "Đinh Văn Phú"}, {"c-3", "Hồ Thị Quyên"}, {"c-4", "Lương Văn Tài"}};
  return all;
}

const std::vector<SystemPlan>& systems() {
  static const std::vector<std::string> to_seal = {"submit", "timestamp", "audit-own"};
  static const std::vector<SystemPlan> all = {
      {"school-79760001", first_school, {first_school}, to_seal},
      {"school-79760002", second_school, {second_school}, to_seal},
      {"department-79", department, {department, first_school, second_school}, to_seal},
      {"auditor-79", department, {department}, {"auditor"}},
  };
  return all;
}

std::string name_of(crypto::KeyAlgorithm algorithm) {
  switch (algorithm) {
    case crypto::KeyAlgorithm::ecdsa_p256: return "ecdsa-p256";
    case crypto::KeyAlgorithm::rsa: return "rsa-pss-3072";
    case crypto::KeyAlgorithm::ed25519: return "ed25519";
    case crypto::KeyAlgorithm::ecdsa_p384:
    case crypto::KeyAlgorithm::unknown: break;
  }
  throw Failure("nobody has a name for this algorithm");
}

const UnitPlan& unit_of(const std::string& code) {
  for (const auto& unit : units()) {
    if (unit.code == code) return unit;
  }
  throw Failure("no unit " + code);
}

}  // namespace antin::keys_dev
