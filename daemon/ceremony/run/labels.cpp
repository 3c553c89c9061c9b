#include "daemon/ceremony/run/labels.hpp"

namespace antin::ceremony {
namespace {

struct Label {
  std::string_view name;
  std::string_view english;
  std::string_view vietnamese;
};

// Facts that are not here are for the record alone.
constexpr Label labels[] = {{"approvals", "Approvals", "Phê duyệt"},
                            {"signed", "Signed", "Đã ký"},
                            {"shares", "Shares", "Số phần"},
                            {"token", "Token", "Token"},
                            {"algorithm", "Algorithm", "Thuật toán"},
                            {"backup", "Backup", "Sao lưu"},
                            {"id", "Key id", "Mã khóa"},
                            {"certificate", "Certificate", "Chứng thư"},
                            {"subject", "Subject", "Chủ thể"},
                            {"not-after", "Valid until", "Hạn dùng"},
                            {"tool", "This program", "Chương trình"},
                            {"tool-version", "Version", "Phiên bản"},
                            {"module", "PKCS#11 module", "Mô-đun PKCS#11"},
                            {"module-hash", "Module's hash", "Mã băm mô-đun"},
                            {"module-description", "Module", "Mô-đun"},
                            {"clock", "Clock", "Đồng hồ"},
                            {"clock-error", "Clock is off by", "Sai số đồng hồ"}};

}  // namespace

std::string label_of(std::string_view name, Language language) {
  for (const auto& label : labels)
    if (label.name == name) return std::string(language == Language::vietnamese ? label.vietnamese : label.english);
  return {};
}

}  // namespace antin::ceremony
