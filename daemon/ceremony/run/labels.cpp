#include "daemon/ceremony/run/labels.hpp"

#include <algorithm>
#include <iterator>

namespace antin::ceremony {
namespace {

struct Label {
  std::string_view name;
  std::string_view english;
  std::string_view vietnamese;
};

// Facts that are not here are for the record alone.
constexpr Label labels[] = {{"approvals", "Approvals", "Phê duyệt"},
                            {"hsm", "HSM", "HSM"},
                            {"head", "Journal's head", "Mã băm nhật ký"},
                            {"last-line", "Last line", "Dòng cuối"},
                            {"left", "Left behind", "Để lại"},
                            {"stopped", "Stopped", "Đã dừng"},
                            {"signed", "Signed", "Đã ký"},
                            {"shares", "Shares", "Số phần"},
                            {"token", "Token", "Token"},
                            {"algorithm", "Algorithm", "Thuật toán"},
                            {"backup", "Backup", "Sao lưu"},
                            {"id", "Key id", "Mã khóa"},
                            {"public-key", "Public key", "Khóa công khai"},
                            {"evidence", "Evidence", "Bằng chứng"},
                            {"file", "File", "Tệp"},
                            {"hash", "SHA-256", "SHA-256"},
                            {"word", "Asked now", "Người xác nhận"},
                            {"replaces", "In place of", "Thay cho"},
                            {"certificate", "Certificate", "Chứng thư"},
                            {"from", "From the ceremony", "Từ buổi lễ"},
                            {"keys", "Keys", "Số khóa"},
                            {"subject", "Subject", "Chủ thể"},
                            {"not-after", "Valid until", "Hạn dùng"},
                            {"tool", "This program", "Chương trình"},
                            {"devices", "Devices", "Thiết bị"},
                            {"module", "Module's file", "Tệp mô-đun"},
                            {"module-hash", "Module's hash", "Mã băm mô-đun"},
                            {"module-description", "Module", "Mô-đun"},
                            {"clock", "Clock", "Đồng hồ"},
                            {"clock-error", "Clock is off by", "Sai số đồng hồ"},
                            {"random", "Random numbers", "Số ngẫu nhiên"},
                            {"inventory", "Inventory", "Bản kiểm kê"},
                            {"serial", "Serial", "Số sê-ri"},
                            {"request", "Request", "Yêu cầu"},
                            {"spare", "Spare token", "Token dự phòng"},
                            {"spare-serial", "Spare's serial", "Sê-ri dự phòng"},
                            {"note", "transcript.note", "transcript.note"}};

constexpr Label secrets[] = {{"so-pin", "the SO PIN", "mã PIN SO"},
                             {"user-pin", "the user PIN", "mã PIN người dùng"},
                             {"backup-key", "the wrapping key", "khóa bọc"}};

constexpr bool is_in_both(const Label& label) { return !label.english.empty() && !label.vietnamese.empty(); }
static_assert(std::all_of(std::begin(labels), std::end(labels), is_in_both));
static_assert(std::all_of(std::begin(secrets), std::end(secrets), is_in_both));

}  // namespace

std::string label_of(std::string_view name, Language language) {
  for (const auto& label : labels)
    if (label.name == name) return std::string(language == Language::vietnamese ? label.vietnamese : label.english);
  return {};
}

std::vector<std::pair<std::string, std::string>> stops_shown(const Entries& entries, const Entry& exception,
                                                             unsigned quorum, Language language) {
  std::vector<std::pair<std::string, std::string>> shown;
  for (const auto* stop : stops_before(entries, exception, quorum))
    shown.emplace_back(label_of("stopped", language), said_of(*stop));
  return shown;
}

std::string share_title(const std::string& secret, const std::string& token, unsigned round, Language language) {
  const bool vietnamese = language == Language::vietnamese;
  std::string called = secret;
  for (const auto& known : secrets)
    if (known.name == secret) called = vietnamese ? known.vietnamese : known.english;
  if (vietnamese) return "Phần của " + called + ", token " + token + ", lượt " + std::to_string(round);
  return "Share of " + called + " of the token " + token + ", round " + std::to_string(round);
}

}  // namespace antin::ceremony
