#include "client/cli/report_words.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace antin::cli {
namespace {

struct Word {
  std::string_view name, vi, en;
};

constexpr Word words[] = {
    {"title", "Báo cáo nhật ký ký số", "Report on the log of signatures"},
    {"entries-title", "Các mục của nhật ký ký số", "Entries of the log of signatures"},
    {"year", "Năm", "Year"},
    {"all-units", "mọi đơn vị mà người đọc được xem", "all units that the reader may see"},
    // Columns and figures.
    {"seals", "Con dấu", "Seals"},
    {"done", "Bước hoàn thành", "Steps done"},
    {"denied", "Từ chối", "Denied"},
    {"failed", "Không thành", "Failed"},
    {"returned", "Trả lại", "Returned"},
    {"superseded", "Thay thế", "Superseded"},
    {"withdrawn", "Thu hồi", "Withdrawn"},
    {"enrolled", "Ghi nhận", "Enrolled"},
    {"acting-for", "Quyền thay", "Acting for"},
    {"certificates", "Thêm chứng thư", "Certificates"},
    {"suspended", "Tạm đình chỉ", "Suspended"},
    {"resumed", "Cho ký trở lại", "Resumed"},
    {"retired", "Kết thúc vai trò", "Retired"},
    {"approvers", "Người đã ký duyệt", "Approvers who signed"},
    {"unit", "Đơn vị", "Unit"},
    {"kind", "Loại hồ sơ", "Kind"},
    {"step", "Bước", "Step"},
    {"day", "Ngày", "Day"},
    {"person", "Mã người", "Person id"},
    {"role", "Vai trò", "Role"},
    {"signed", "Tự ký duyệt", "Signed by them"},
    {"vouched", "Máy chủ xác nhận thay", "Vouched for by a server"},
    {"code", "Mã", "Code"},
    {"logged", "Ghi từng mục", "One entry each"},
    {"bulk", "Ghi gộp", "Counted in bulk"},
    {"type", "Loại mục", "Type"},
    {"entries", "Số mục", "Entries"},
    {"index", "Số", "Index"},
    {"at", "Thời điểm", "Time"},
    {"record", "Hồ sơ", "Record"},
    {"system", "Hệ thống", "System"},
    {"leaf", "Mã băm lá", "Leaf hash"},
    // Tables.
    {"chart", "Số con dấu mỗi ngày", "Seals per day"},
    {"units", "Theo trường (đơn vị)", "By school (unit)"},
    {"kinds", "Theo loại hồ sơ", "By kind of document"},
    {"steps", "Theo bước", "By step"},
    {"endings", "Bản đã trả lại, thay thế, thu hồi", "Revisions returned, superseded, withdrawn"},
    {"record-keys", "Hồ sơ theo phiên bản khoá mã hồ sơ", "Records by version of the record-id key"},
    {"record-keys-note",
     "Mã hồ sơ bắt đầu bằng phiên bản khoá của trường. Nhật ký không biết hai mã có phải của cùng một học sinh hay "
     "không: "
     "trường phải tự đối chiếu.",
     "A record's id begins with the version of its school's key. The log cannot tell whether two ids are one pupil's: "
     "the school has to compare."},
    {"mixed-keys", "Đơn vị có hồ sơ dưới nhiều phiên bản khoá, hoặc mã không có phiên bản:",
     "Units with records under several versions, or with ids that name none:"},
    {"version", "Phiên bản khoá", "Version of the key"},
    {"records", "Hồ sơ", "Records"},
    {"people", "Ai đã duyệt bao nhiêu", "Who approved how many"},
    {"people-note",
     "Mã người là mã băm có khoá: chỉ kiểm toán viên, người được trao khoá, mới đối chiếu được với danh sách.",
     "Ids are keyed hashes: only auditors, who are given the key, can match them with the roster."},
    {"vouched-note",
     "Lần duyệt do máy chủ xác nhận thay không có chữ ký của người đó: chỉ có máy chủ của trường ký rằng người đó đã "
     "duyệt. Số lần như vậy:",
     "Of what a server vouched for there is no signature of the person: the school's server alone has signed that they "
     "approved. So many approvals are of this kind:"},
    {"roster", "Thay đổi danh sách người theo đơn vị và vai trò", "Changes of the roster by unit and role"},
    {"roster-note",
     "Mỗi thay đổi do cán bộ đăng ký của đơn vị ký. Tạm đình chỉ và cho ký trở lại áp dụng cho mọi vai trò của một "
     "người "
     "trong đơn vị; thêm chứng thư thì không theo vai trò nào.",
     "Each change was signed by registrars for the unit. Suspending and resuming is about all that a person is in the "
     "unit; a certificate is of no role."},
    {"successions", "Bước do đơn vị kế thừa thực hiện", "Steps for which a successor acted"},
    {"acting", "Đơn vị kế thừa", "Successor"},
    {"denials", "Từ chối theo mã lý do", "Denials by code"},
    {"days", "Theo ngày", "By day"},
    {"types", "Mục nhật ký theo loại", "Entries by type"},
    {"none", "Không có.", "None."},
    // What it rests on.
    {"basis", "Báo cáo này dựa trên gì", "What this rests on"},
    {"basis-note",
     "Mọi mục, hoặc mã băm của mục, đã được đọc từ đầu nhật ký và băm lại: gốc tính được đúng là gốc mà nhật ký đã ký.",
     "Every entry, or its hash, was read from the log's first on and hashed again: the root that they make is the one "
     "that the log has signed."},
    {"range-note", "Mỗi mục, hoặc mã băm của mục, đã được kiểm chứng là nằm ở đúng vị trí này trong nhật ký.",
     "Each entry, or its hash, was verified to stand at this very place of the log."},
    {"log", "Nhật ký", "Log"},
    {"size", "Số mục trong nhật ký", "Entries in the log"},
    {"root", "Gốc cây Merkle", "Root of the Merkle tree"},
    {"cosigned", "Nhân chứng đã đồng ký", "Witnesses that cosigned"},
    {"newest", "Mục mới nhất đọc được", "Newest entry seen"},
    {"made", "Lập lúc", "Made at"},
    {"counted", "Mục tính trong báo cáo", "Entries counted here"},
    {"elsewhere", "Mục của năm hoặc đơn vị khác", "Entries of other years or units"},
    {"hidden", "Mục ẩn, chỉ thấy mã băm", "Hidden entries, seen as hashes only"},
    {"unreadable", "Mục không đọc được", "Entries that cannot be read"},
    {"unnamed", "Từ chối không nêu đơn vị (không tính)", "Denials that name no unit (not counted)"},
    {"zone", "Ngày và năm theo giờ Việt Nam (UTC+7).", "Days and years are Vietnam's (UTC+7)."},
};

}  // namespace

Language language_from_name(std::string_view name) {
  if (name == "vi") return Language::vi;
  if (name == "en") return Language::en;
  return Language::unknown;
}

std::string_view name_of(Language language) { return language == Language::en ? "en" : "vi"; }

std::string_view word(Language language, std::string_view name) {
  const auto* found =
      std::find_if(std::begin(words), std::end(words), [&](const Word& each) { return each.name == name; });
  if (found == std::end(words)) throw std::logic_error("a word that the page does not have: " + std::string(name));
  return language == Language::en ? found->en : found->vi;
}

std::string grouped(Language language, std::uint64_t number) {
  auto text = std::to_string(number);
  for (auto place = static_cast<int>(text.size()) - 3; place > 0; place -= 3) {
    text.insert(static_cast<std::size_t>(place), language == Language::en ? "," : ".");
  }
  return text;
}

}  // namespace antin::cli
