#include "daemon/ceremony/run/phrases.hpp"

#include "daemon/ceremony/steps/texts.hpp"

namespace antin::ceremony {
namespace {

Texts texts_of(Phrase phrase) {
  switch (phrase) {
    case Phrase::step_of: return {"Step %1 of %2", "Bước %1 trên %2"};
    case Phrase::with_serial: return {"%1, serial %2", "%1, số sê-ri %2"};
    case Phrase::none_needed: return {"none needed for this step", "bước này không cần"};
    case Phrase::step_done: return {"%1: done", "%1: đã xong"};
    case Phrase::ask_yes:
      return {"Type exactly Yes to go on, anything else to pause: ", "Gõ đúng Yes để tiếp tục, chữ khác để tạm dừng: "};
    case Phrase::who_signs: return {"Who signs? Id: ", "Ai ký? Mã người ký: "};
    case Phrase::which_key:
      return {"Key (--p12 FILE, --signing-key FILE --certificate FILE, or --pkcs11 ...):\n> ",
              "Khóa (--p12 TỆP, --signing-key TỆP --certificate TỆP, hoặc --pkcs11 ...):\n> "};
    case Phrase::waiting_for: return {"Still waiting for: %1", "Còn chờ: %1"};
    case Phrase::nobody_waited_for:
      return {"Nobody of that id is waited for.", "Không có người này trong danh sách còn chờ."};
    case Phrase::eyes_of: return {"For the eyes of this holder alone: %1", "Chỉ một mình người giữ được nhìn: %1"};
    case Phrase::write_down: return {"Write this share down on paper:", "Chép lại phần bí mật này ra giấy:"};
    case Phrase::written_down:
      return {"Written down? Type Yes to wipe the screen: ", "Đã chép xong? Gõ đúng Yes để xóa màn hình: "};
    case Phrase::type_share: return {"Type the share: ", "Gõ phần bí mật: "};
    case Phrase::not_shown: return {"What is typed now does not show.", "Chữ gõ vào không hiện trên màn hình."};
    case Phrase::tries_left: return {"That is wrong. Tries left: %1", "Sai. Số lần thử còn lại: %1"};
    case Phrase::who_holds: return {"Which holder types a share? Id: ", "Người giữ nào gõ phần của mình? Mã: "};
    case Phrase::share_wiped: return {"The share is wiped from the screen.", "Phần bí mật đã được xóa khỏi màn hình."};
    case Phrase::read_it: return {"Enter, once this is read: ", "Nhấn Enter khi đã đọc: "};
    case Phrase::take_up_again: return {"Go on with the ceremony", "Tiếp tục buổi lễ"};
    case Phrase::compare_end:
      return {"Compare how the journal ends with what was noted down when the program stopped.",
              "Hãy đối chiếu phần cuối của nhật ký với những gì đã ghi lại lúc chương trình dừng."};
    case Phrase::another_program:
      return {"This is not the program that it was.", "Đây không phải chương trình đã dùng trước đó."};
    case Phrase::abort_title: return {"ABORT the ceremony: %1", "HỦY BỎ buổi lễ: %1"};
    case Phrase::abort_leaves:
      return {"The ceremony ends for good and leaves behind what the screens say. The officers approve that.",
              "Buổi lễ chấm dứt hẳn và để lại những gì màn hình cho thấy. Các cán bộ an ninh phê duyệt việc này."};
    case Phrase::abort_leaves_nothing:
      return {"The ceremony ends for good. It has made nothing that stays.",
              "Buổi lễ chấm dứt hẳn. Chưa có gì được tạo ra để lại."};
    case Phrase::aborted: return {"Recorded. This ceremony does not go on.", "Đã ghi lại. Buổi lễ này không tiếp tục."};
    case Phrase::who_types: return {"Who types what was read? Id: ", "Ai gõ dòng đã đọc được? Mã: "};
    case Phrase::the_line: return {"The line: ", "Dòng đã đọc được: "};
    case Phrase::about_to_sign: return {"%1 is about to sign this:", "%1 sắp ký văn bản này:"};
    case Phrase::go_on_reading: return {"-- Enter: go on reading -- ", "-- Enter: đọc tiếp -- "};
    case Phrase::yes_to_sign: return {"Type exactly Yes to sign: ", "Gõ đúng Yes để ký: "};
    case Phrase::passphrase_of_key: return {"passphrase of the key", "Mật khẩu của khóa"};
    case Phrase::passphrase_of: return {"passphrase of ", "Mật khẩu của "};
    case Phrase::pin_of_token: return {"PIN of the token ", "Mã PIN của token "};
    case Phrase::complete: return {"The ceremony is complete: %1", "Buổi lễ đã hoàn tất: %1"};
    case Phrase::paused: return {"PAUSED", "TẠM DỪNG"};
    case Phrase::exception: return {"EXCEPTION", "NGOẠI LỆ"};
    case Phrase::failed: return {"FAILED", "KHÔNG THÀNH"};
    case Phrase::refused: return {"REFUSED", "TỪ CHỐI"};
    case Phrase::cannot: return {"CANNOT", "KHÔNG LÀM ĐƯỢC"};
    case Phrase::usage: return {"USAGE", "SAI CÁCH GỌI"};
    case Phrase::not_confirmed: return {"NOT_CONFIRMED", "CHƯA XÁC NHẬN"};
    case Phrase::unknown: break;
  }
  return {};
}

}  // namespace

std::string say(Language language, Phrase phrase, const std::vector<std::string>& what) {
  return filled(language, texts_of(phrase), what);
}

}  // namespace antin::ceremony
