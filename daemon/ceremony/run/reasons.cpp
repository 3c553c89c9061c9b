#include "daemon/ceremony/run/reasons.hpp"

#include "daemon/ceremony/steps/texts.hpp"

namespace antin::ceremony {
namespace {

Texts texts_of(Why why) {
  switch (why) {
    case Why::as_it_says: return {"%1", "%1"};
    case Why::people_paused: return {"people paused the ceremony", "đã tạm dừng theo yêu cầu của người tham dự"};
    case Why::share_wrong: return {"the share of %1 was wrong %2 times", "phần của %1 đã bị gõ sai %2 lần"};
    case Why::lines_differ:
      return {"%1 and %2 did not type the same line: read it again", "%1 và %2 gõ hai dòng khác nhau: hãy đọc lại"};
    case Why::line_not_printable:
      return {"the line has 1 to 256 printable octets", "dòng phải có từ 1 đến 256 byte in được"};
    case Why::put_certificate:
      return {"put the CA's certificate at %1, then go on with --resume",
              "hãy đặt chứng thư của tổ chức chứng thực vào %1, rồi tiếp tục bằng --resume"};
    case Why::put_backup:
      return {"put the backup of %1 at %2, then go on with --resume",
              "hãy đặt bản sao lưu của %1 vào %2, rồi tiếp tục bằng --resume"};
    case Why::put_evidence:
      return {"put what the vendor's tool left at %1, then go on with --resume",
              "hãy đặt tệp mà công cụ của hãng tạo ra vào %1, rồi tiếp tục bằng --resume"};
    case Why::nobody_more_signs:
      return {"the file of answers has nobody more who signs", "tệp trả lời không còn ai để ký"};
    case Why::nobody_more_types:
      return {"the folder of shares has nobody's more", "thư mục phần bí mật không còn phần của ai"};
    case Why::no_line_about: return {"the file of answers has no line about %1", "tệp trả lời không có dòng về %1"};
    case Why::nothing_signed: return {"nothing was signed", "chưa ký gì"};
    case Why::not_options_of_sign:
      return {
          "those are not the options of antin-ceremony sign. A PIN or a passphrase is typed when it is asked for, "
          "or lies in a file (--pin-file, --passphrase-file)",
          "đó không phải tùy chọn của antin-ceremony sign. Mã PIN hay mật khẩu được gõ khi chương trình hỏi, hoặc "
          "nằm trong tệp (--pin-file, --passphrase-file)"};
    case Why::key_unusable: return {"%1", "không dùng được khóa này: %1"};
    case Why::not_their_key:
      return {"this is not the key that the plan names for %1", "đây không phải khóa của %1 trong kế hoạch"};
    case Why::no_participant:
      return {"%1 is no participant of this plan", "%1 không phải người tham dự trong kế hoạch này"};
    case Why::no_officer:
      return {"%1 is no officer: officers approve", "%1 không phải cán bộ an ninh: chỉ cán bộ an ninh phê duyệt"};
    case Why::nothing_waits: return {"nothing waits for a signature", "không có gì đang chờ ký"};
    case Why::nobody_confirms:
      return {"nobody is at the terminal to confirm; --yes signs without asking",
              "không có ai ở màn hình để xác nhận; --yes ký mà không hỏi"};
    case Why::no_terminal: return {"a ceremony needs people at a terminal", "buổi lễ cần có người ở màn hình"};
    case Why::echo_stays_on:
      return {"the terminal's echo cannot be switched off: no share is typed at it",
              "không tắt được hiển thị chữ gõ trên màn hình này: không gõ phần bí mật ở đây"};
    case Why::real_plan_needs_people:
      return {"a real plan takes no answers from a file: people give them",
              "kế hoạch thật không nhận trả lời từ tệp: người tham dự phải trả lời"};
    case Why::memory_not_locked:
      return {"memory cannot be locked (mlockall), and PINs could reach a swap device: run this as root",
              "không khóa được bộ nhớ (mlockall), mã PIN có thể bị ghi ra vùng tráo đổi: hãy chạy với quyền root"};
    case Why::was_begun:
      return {"this ceremony was begun: go on with --resume", "buổi lễ này đã bắt đầu: hãy tiếp tục bằng --resume"};
    case Why::record_altered: return {"the record was altered: %1", "biên bản đã bị sửa: %1"};
    case Why::rehearsal_without_former:
      return {
          "a rehearsal has none of the tokens and backups of a former ceremony, and takes no shares of real ones: "
          "rehearse that ceremony, and make a development plan that builds on the rehearsal",
          "diễn tập không có token và bản sao lưu của buổi lễ trước, và không nhận phần bí mật thật: hãy diễn tập "
          "buổi lễ đó rồi lập kế hoạch phát triển dựa trên buổi diễn tập"};
    case Why::aborted:
      return {"the ceremony was aborted: it does not go on", "buổi lễ đã bị hủy bỏ: không tiếp tục được"};
    case Why::was_stopped:
      return {"%1 was stopped: %2. Record what you do about it with antin-ceremony exception",
              "%1 đã bị dừng: %2. Hãy ghi lại cách xử lý bằng antin-ceremony exception"};
    case Why::unknown_step:
      return {"the plan has a step that nobody knows", "kế hoạch có một bước mà chương trình không biết"};
    case Why::certificate_of_another_key:
      return {"%1: it is the certificate of another key", "%1: đây là chứng thư của khóa khác"};
    case Why::certificate_not_approved:
      return {"the certificate of %1 is not the one that officers approved",
              "chứng thư của %1 không phải chứng thư mà cán bộ an ninh đã phê duyệt"};
    case Why::certificate_does_not_hold: return {"%1: %2", "chứng thư %1 không đạt: %2"};
    case Why::backup_not_that_one:
      return {"%1: it is not the backup that %2 made: bring another copy",
              "%1: đây không phải bản sao lưu mà %2 đã tạo: hãy mang bản khác đến"};
    case Why::backup_not_as_made:
      return {"the backup of %1 is not the one that was made", "bản sao lưu của %1 không phải bản đã được tạo"};
    case Why::backup_lies_there:
      return {"a copy of the backup lies at %1: destroy it", "còn một bản sao lưu ở %1: hãy hủy nó"};
    case Why::public_key_unreadable:
      return {"the public key of %1 cannot be read", "không đọc được khóa công khai của %1"};
    case Why::public_key_not_in_record:
      return {"the public key of %1 cannot be read in the record of %2",
              "không đọc được khóa công khai của %1 trong biên bản của %2"};
    case Why::begun_unreadable:
      return {"the step's id of %1 or the token's objects cannot be read",
              "không đọc được mã khóa của %1 trong bước này hoặc các đối tượng trong token"};
    case Why::inventory_altered: return {"inventory-before.json was altered", "inventory-before.json đã bị sửa"};
    case Why::no_token: return {"the HSM has no token labelled %1", "HSM không có token nhãn %1"};
    case Why::token_there_already: return {"the HSM has a token labelled %1 already", "HSM đã có sẵn token nhãn %1"};
    case Why::token_in_another_hsm:
      return {"the token %1 is in the HSM with serial \"%2\", but the plan has it in the one with serial \"%3\"",
              "token %1 nằm trong HSM có số sê-ri \"%2\", nhưng theo kế hoạch phải ở HSM có số sê-ri \"%3\""};
    case Why::no_free_hsm: return {"the module has no uninitialised token", "mô-đun không còn token nào chưa khởi tạo"};
    case Why::another_hsm_is_free:
      return {"the HSM that is free has serial %1, but the plan puts %2 into the one with serial \"%3\"",
              "HSM còn trống có số sê-ri %1, nhưng kế hoạch đặt %2 vào HSM có số sê-ri \"%3\""};
    case Why::free_hsm_is_for_another:
      return {"the HSM that is free has serial %1, but the plan puts another token there than %2",
              "HSM còn trống có số sê-ri %1, nhưng kế hoạch dành chỗ đó cho token khác, không phải %2"};
    case Why::pin_length:
      return {"the HSM takes PINs of %1 to %2 characters, not of %3",
              "HSM nhận mã PIN từ %1 đến %2 ký tự, không phải %3"};
    case Why::pin_not_taken:
      return {"the token %1 does not take the PIN of its shares: %2",
              "token %1 không nhận mã PIN ghép từ các phần: %2"};
    case Why::does_not_open:
      return {"the token %1 does not open with the PIN of its shares: %2",
              "token %1 không mở được bằng mã PIN ghép từ các phần: %2"};
    case Why::last_try:
      return {"one more wrong PIN locks the token %1: it is not tried",
              "chỉ một lần sai mã PIN nữa là token %1 bị khóa: chương trình không thử"};
    case Why::pin_not_changed: return {"the %1 of %2 was not changed: %3", "%1 của %2 chưa được đổi: %3"};
    case Why::new_pin_does_not_open:
      return {"the token %1 does not open with the PIN of the new shares",
              "token %1 không mở được bằng mã PIN ghép từ các phần mới"};
    case Why::random_broken: return {"random numbers look broken, %1", "số ngẫu nhiên có dấu hiệu hỏng, %1"};
    case Why::no_spare:
      return {"no spare token to restore a backup on: %1", "không có token dự phòng để thử khôi phục bản sao lưu: %1"};
    case Why::spare_there_already:
      return {"the HSM has a token labelled %1 already, which is to be the spare's",
              "HSM đã có sẵn token nhãn %1, là nhãn dành cho token dự phòng"};
    case Why::spare_not_ours:
      return {"a token labelled %1 is there that is not this ceremony's: %2",
              "có token nhãn %1 không phải của buổi lễ này: %2"};
    case Why::spare_refuses: return {"the spare token %1: %2", "token dự phòng %1: %2"};
    case Why::spare_not_shown: return {"the spare token does not show", "không thấy token dự phòng"};
    case Why::spare_not_wiped: return {"the spare token is not wiped: %1", "token dự phòng chưa được xóa: %1"};
    case Why::names_no_text: return {"the HSM has names that are not text", "HSM có tên không phải văn bản"};
    case Why::other_objects:
      return {"the token %1 holds something else than the plan leaves in it",
              "token %1 chứa thứ khác với những gì kế hoạch để lại"};
    case Why::other_tokens:
      return {"a token that is not of the plan came or went", "một token ngoài kế hoạch đã xuất hiện hoặc biến mất"};
    case Why::not_the_key_made:
      return {"the key %1 in the HSM is not the one that was made", "khóa %1 trong HSM không phải khóa đã được tạo"};
    case Why::no_usable_key: return {"the HSM has no usable key %1", "HSM không có khóa %1 dùng được"};
    case Why::signature_does_not_fit:
      return {"a signature of %1 does not fit its public key", "chữ ký của %1 không khớp khóa công khai của nó"};
    case Why::left_over_objects:
      return {"the token has objects labelled %1 that are not the key as the plan has it",
              "token có đối tượng nhãn %1 không phải khóa như trong kế hoạch"};
    case Why::read_again_differs:
      return {"the public key of %1 is another when it is read again", "khóa công khai của %1 khi đọc lại thì khác đi"};
    case Why::label_taken: return {"the token has an object labelled %1 already", "token đã có sẵn đối tượng nhãn %1"};
    case Why::left_out: return {"antin-signer would not use %1", "antin-signer sẽ không dùng %1"};
    case Why::not_one_private_key:
      return {"not exactly one private key is labelled %1", "không có đúng một khóa bí mật nhãn %1"};
    case Why::changed_by_vendor:
      return {"after what was done by the vendor's means, %1 is another: %2",
              "sau khi dùng công cụ của hãng, %1 đã khác đi: %2"};
    case Why::not_as_recorded:
      return {"the token %1 does not hold the key %2 as the record of %3 has it: nothing is destroyed",
              "token %1 không chứa khóa %2 đúng như biên bản của %3: chưa hủy gì"};
    case Why::not_to_be_destroyed:
      return {"the token %1 has something labelled %2 that is not the key that is to be destroyed",
              "token %1 có đối tượng nhãn %2 không phải khóa cần hủy"};
    case Why::still_there: return {"%1 is still in the token %2", "%1 vẫn còn trong token %2"};
    case Why::backup_does_not_open:
      return {"the backup of %1 does not open: %2", "không mở được bản sao lưu của %1: %2"};
    case Why::backup_does_not_sign:
      return {"the backup of %1 does not sign: %2", "bản sao lưu của %1 không ký được: %2"};
    case Why::backup_of_another_key:
      return {"the backup of %1 is of another key", "bản sao lưu của %1 là của khóa khác"};
    case Why::backup_wrong: return {"the backup of %1: %2", "bản sao lưu của %1: %2"};
    case Why::of_key: return {"%1: %2", "khóa %1: %2"};
    case Why::unknown: break;
  }
  return {};
}

}  // namespace

std::string say(Language language, Why why, const std::vector<std::string>& what) {
  return filled(language, texts_of(why), what);
}

}  // namespace antin::ceremony
