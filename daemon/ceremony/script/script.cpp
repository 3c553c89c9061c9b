#include "daemon/ceremony/script/script.hpp"

#include <algorithm>

#include "daemon/ceremony/script/qr.hpp"
#include "daemon/ceremony/script/sheet.hpp"
#include "daemon/ceremony/words/words.hpp"

namespace antin::ceremony {
namespace {

constexpr double text_size = 9;
constexpr double gap = 4;

struct Words {
  std::string_view title, ceremony, builds_on, log, module, quorum, hash, words, compare, participants, signature,
      steps, initials, time, approved_by, pauses, lines, head, exceptions, watermark, page;
};

Words words_in(Language language) {
  if (language == Language::vietnamese)
    return {"Kịch bản buổi lễ khóa",
            "Buổi lễ",
            "Tiếp nối buổi lễ",
            "Sổ cái",
            "Mô-đun PKCS#11",
            "Số cán bộ an ninh phê duyệt mỗi bước",
            "Mã băm SHA-256 của plan.lock",
            "Đọc to theo từng từ",
            "Mã QR bên phải chứa cùng mã băm này. Nếu bất kỳ chữ nào khác với màn hình, hãy dừng lại.",
            "Người tham dự",
            "Chữ ký",
            "Các bước",
            "Ký nháy",
            "Giờ",
            "Cán bộ an ninh phê duyệt",
            "Những lần tạm dừng (ghi lại điều chương trình hiện khi dừng; đối chiếu trước khi tiếp tục)",
            "Số dòng nhật ký",
            "Mã băm dòng cuối và các từ đầu",
            "Ngoại lệ (ghi lại bằng antin-ceremony exception)",
            "BẢN THỬ NGHIỆM",
            "Kế hoạch"};
  return {"Key ceremony script",
          "Ceremony",
          "Builds on",
          "Log",
          "PKCS#11 module",
          "Officers who approve each step",
          "SHA-256 of plan.lock",
          "Read aloud, word by word",
          "The QR code on the right holds the same hash. Should anything differ from the screen, stop.",
          "Participants",
          "Signature",
          "Steps",
          "Initials",
          "Time",
          "Officers who approve",
          "Pauses (note what the program says when it stops; compare before it goes on)",
          "Lines of the journal",
          "Hash of the last, and its first words",
          "Exceptions (record them with antin-ceremony exception)",
          "DEVELOPMENT",
          "Plan"};
}

void fact(Sheet& sheet, std::string_view name, std::string_view value) {
  sheet.paragraph(std::string(name) + ": " + std::string(value), Weight::plain, text_size, 0, Sheet::width());
}

void add_lines(Sheet& sheet, std::string_view text, double right) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    sheet.paragraph(line, Weight::bold, text_size, 0, right);
  }
}

base::Result<void> add_hash(Sheet& sheet, const base::Sha256Hash& hash, const Words& words) {
  const auto code = qr_code(base::print(hash));
  if (!code) return code.error();
  constexpr double side = 3;
  const double left = Sheet::width() - static_cast<double>(code->size()) * side;
  sheet.squares(*code, left, side);
  sheet.paragraph(words.hash, Weight::plain, text_size, 0, left);
  const auto hex = base::to_hex(hash);
  for (std::size_t at = 0; at < hex.size(); at += 32) {
    std::string groups;
    for (std::size_t group = at; group < at + 32; group += 8)
      groups.append(groups.empty() ? "" : " ").append(hex, group, 8);
    sheet.paragraph(groups, Weight::bold, 10, 0, left);
  }
  sheet.skip(gap);
  sheet.paragraph(words.words, Weight::plain, text_size, 0, left);
  std::string spoken;
  for (std::size_t place = 0; place < hash.size(); ++place)
    spoken += spoken_word(hash.at(place), place) + (place % 4 == 3 ? "\n" : " ");
  add_lines(sheet, spoken, left);
  sheet.skip(gap);
  sheet.paragraph(words.compare, Weight::plain, text_size, 0, left);
  return {};
}

void add_participants(Sheet& sheet, const Plan& plan, Language language, const Words& words) {
  sheet.skip(14);
  sheet.need(80);
  sheet.paragraph(words.participants, Weight::bold, 12, 0, Sheet::width());
  constexpr double height = 26;
  for (const auto& [id, participant] : plan.participants) {
    sheet.need(height + gap);
    sheet.skip(gap);
    sheet.box(words.signature, 320, Sheet::width(), height);
    const auto top = sheet.y();
    sheet.paragraph(participant.name, Weight::bold, text_size, 0, 310);
    sheet.paragraph(id + ", " + roles_of(participant, language), Weight::plain, 8, 0, 310);
    sheet.skip(std::max(0.0, top + height - sheet.y()));
  }
}

void add_step(Sheet& sheet, const Step& step, const Plan& plan, Language language, const Words& words) {
  constexpr double text_right = 370;
  constexpr double box_height = 30;
  sheet.need(110);
  sheet.skip(10);
  sheet.rule();
  sheet.skip(gap);
  sheet.box(words.initials, 380, 435, box_height);
  sheet.box(words.time, 438, Sheet::width(), box_height);
  sheet.paragraph(std::to_string(step.number) + ". " + title_of(step, language), Weight::bold, 10, 0, text_right);
  sheet.paragraph(explained(step, plan, language), Weight::plain, text_size, 14, text_right);
  if (!step.quorum) return;
  sheet.skip(gap);
  sheet.need(box_height + gap);
  const double each = (Sheet::width() - 14) / static_cast<double>(plan.quorum);
  for (unsigned i = 0; i < plan.quorum; ++i)
    sheet.box(std::string(words.approved_by) + " " + std::to_string(i + 1), 14 + each * static_cast<double>(i),
              14 + each * static_cast<double>(i + 1) - 3, box_height);
  sheet.skip(box_height);
}

// Where the journal ends is noted here: on paper, out of reach of whoever holds the folder until it goes on.
void add_pauses(Sheet& sheet, const Words& words) {
  constexpr int rows = 8;
  constexpr double height = 34;
  sheet.need(60);
  sheet.skip(12);
  sheet.paragraph(words.pauses, Weight::bold, 10, 0, Sheet::width());
  sheet.skip(gap);
  for (int row = 0; row < rows; ++row) {
    sheet.need(height);
    sheet.box(words.time, 0, 90, height);
    sheet.box(words.lines, 90, 180, height);
    sheet.box(words.head, 180, Sheet::width(), height);
    sheet.skip(height);
  }
}

void add_exceptions(Sheet& sheet, const Words& words) {
  sheet.need(170);
  sheet.skip(12);
  sheet.paragraph(words.exceptions, Weight::bold, 12, 0, Sheet::width());
  sheet.skip(gap);
  sheet.box("", 0, Sheet::width(), 130);
  sheet.skip(130);
}

}  // namespace

base::Result<base::Bytes> printed_script(const Plan& plan, const base::Sha256Hash& plan_hash, Language language) {
  const auto words = words_in(language);
  const bool real = plan.purpose == Purpose::production;
  const std::string mark(real ? "" : words.watermark);
  auto sheet = Sheet::make(mark + (real ? "" : "   ") + std::string(words.page) + " " + base::print(plan_hash), mark);
  sheet.paragraph(words.title, Weight::bold, 18, 0, Sheet::width());
  sheet.skip(gap);
  fact(sheet, words.ceremony, plan.ceremony);
  for (const auto& [name, former] : plan.formers) fact(sheet, words.builds_on, name + ", " + base::print(former.note));
  fact(sheet, words.log, plan.log);
  fact(sheet, words.module, plan.module);
  fact(sheet, words.quorum, std::to_string(plan.quorum));
  sheet.skip(10);
  if (auto added = add_hash(sheet, plan_hash, words); !added) return added.error();
  add_participants(sheet, plan, language, words);
  sheet.skip(14);
  sheet.need(120);
  sheet.paragraph(words.steps, Weight::bold, 12, 0, Sheet::width());
  for (const auto& step : steps_of(plan)) add_step(sheet, step, plan, language, words);
  add_pauses(sheet, words);
  add_exceptions(sheet, words);
  return std::move(sheet).finish();
}

}  // namespace antin::ceremony
