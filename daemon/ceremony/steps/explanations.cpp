#include "daemon/ceremony/steps/texts.hpp"

namespace antin::ceremony {

Texts explanations(Act act) {
  switch (act) {
    case Act::prologue:
      return {
          "Everyone reads the plan's hash aloud from the script and compares it with the screen, then who is here. The "
          "program shows its own hash, the HSM, the clock, and tests the random numbers. The officers approve.",
          "Mọi người đọc to mã băm của kế hoạch trên kịch bản và đối chiếu với màn hình, rồi điểm danh. Chương trình "
          "hiển thị mã băm của chính nó, HSM, đồng hồ và kiểm tra số ngẫu nhiên. Các cán bộ an ninh phê duyệt."};
    case Act::open:
      return {
          "Compare the HSM's serial number. The officers approve. The custodians of the former ceremony type their "
          "shares of the user PIN.",
          "Đối chiếu số sê-ri của HSM. Các cán bộ an ninh phê duyệt. Những người giữ mã PIN người dùng từ buổi lễ "
          "trước "
          "gõ phần của mình."};
    case Act::inventory_before:
      return {
          "The program lists every token of the module, and all that is in those that the plan is about. No token that "
          "it makes may be among them.",
          "Chương trình liệt kê mọi token của mô-đun và mọi thứ trong các token mà kế hoạch nói tới. Chưa được có "
          "token "
          "nào sẽ được tạo."};
    case Act::compare:
      return {
          "The program finds the key, holds its public key against the record of the ceremony that it came of, and has "
          "it sign once.",
          "Chương trình tìm khóa, đối chiếu khóa công khai với biên bản của buổi lễ đã tạo ra nó và cho ký thử một "
          "lần."};
    case Act::initialise:
      return {
          "The officers approve. The program makes both PINs at random and shows each custodian one share, alone at "
          "the "
          "screen. The custodian writes it down and types it back. Only then is the token initialised.",
          "Các cán bộ an ninh phê duyệt. Chương trình tạo ngẫu nhiên hai mã PIN và cho từng người giữ xem một phần, "
          "một mình trước màn hình. Người giữ chép lại rồi gõ lại để kiểm tra. Sau đó token mới được khởi tạo."};
    case Act::unattended:
      return {"The officers approve. The user PIN is kept so that antin-signer can log in by itself on this machine.",
              "Các cán bộ an ninh phê duyệt. Mã PIN người dùng được lưu để antin-signer tự đăng nhập trên máy này."};
    case Act::recover:
      return {
          "Put the backups' files into wrapped/. The officers approve. The custodians of the former ceremony type "
          "their "
          "shares of the wrapping key, the holders of the new SO PIN and user PIN theirs. Each backup must sign like "
          "the "
          "key that was backed up before it comes into the token; there it cannot leave the HSM again.",
          "Đặt các tệp sao lưu vào wrapped/. Các cán bộ an ninh phê duyệt. Những người giữ khóa bọc từ buổi lễ trước "
          "gõ "
          "phần của mình, người giữ mã PIN SO và mã PIN người dùng mới gõ phần của họ. Mỗi bản sao lưu phải ký đúng "
          "như "
          "khóa gốc rồi mới được đưa vào token; từ đó khóa không thể rời HSM."};
    case Act::generate:
      return {
          "The officers approve. The HSM makes the key. The program reads the public key again and compares. Its hash "
          "is shown on the screen: note how it begins beside the initials.",
          "Các cán bộ an ninh phê duyệt. HSM tạo khóa. Chương trình đọc lại khóa công khai và đối chiếu. Mã băm của "
          "khóa hiện trên màn hình: ghi vài ký tự đầu cạnh ô ký nháy."};
    case Act::backup:
      return {
          "The officers approve. The program makes a wrapping key at random and splits it among the custodians. Those "
          "who "
          "hold the SO PIN and the user PIN type their shares. The HSM wraps each key; the wrapping key is never "
          "stored "
          "on the token.",
          "Các cán bộ an ninh phê duyệt. Chương trình tạo ngẫu nhiên khóa bọc và chia cho người giữ. Những người giữ "
          "mã "
          "PIN SO và mã PIN người dùng gõ phần của mình. HSM bọc từng khóa; khóa bọc không bao giờ được lưu trong "
          "token."};
    case Act::restore:
      return {
          "The officers approve. Custodians type their shares of the wrapping key. Each key is unwrapped on a spare "
          "token, "
          "signs there, and the signature is verified with the public key. The spare token is wiped.",
          "Các cán bộ an ninh phê duyệt. Người giữ gõ phần khóa bọc của mình. Từng khóa được mở trên token dự phòng, "
          "ký "
          "thử ở đó, chữ ký được kiểm tra bằng khóa công khai. Sau đó token dự phòng bị xóa."};
    case Act::close:
      return {"The officers approve. Each key is made unextractable; the HSM refuses the way back.",
              "Các cán bộ an ninh phê duyệt. Từng khóa được đặt không thể trích xuất; HSM từ chối đảo ngược."};
    case Act::vendor:
      return {
          "The officers approve. People do by hand what the plan says; this program takes no part in it. What it "
          "leaves (a "
          "file in evidence/, or a line that two people type alike) goes on the record, and the keys must still say "
          "that "
          "they were never extractable.",
          "Các cán bộ an ninh phê duyệt. Mọi người làm bằng tay đúng như kế hoạch; chương trình này không tham gia. "
          "Bằng "
          "chứng (một tệp trong evidence/, hoặc một dòng do hai người gõ giống nhau) được ghi vào biên bản, và các "
          "khóa "
          "phải vẫn ở trạng thái chưa từng trích xuất được."};
    case Act::request:
      return {
          "The program has the key sign a request for its certificate (PKCS #10) and writes it to csr/. Carry it to "
          "the "
          "CA.",
          "Chương trình dùng khóa ký yêu cầu cấp chứng thư (PKCS #10) và ghi vào csr/. Mang yêu cầu đến tổ chức chứng "
          "thực."};
    case Act::certificate:
      return {
          "Put the certificate from the CA into cert/. The program checks that it is of this very key, leads to the "
          "plan's authorities, is in date and has the right usage. The officers approve.",
          "Đặt chứng thư của tổ chức chứng thực vào cert/. Chương trình kiểm tra chứng thư đúng là của khóa này, dẫn "
          "tới "
          "tổ chức chứng thực trong kế hoạch, còn hạn và đúng mục đích. Các cán bộ an ninh phê duyệt."};
    case Act::refresh:
      return {
          "The officers approve. The program makes two new PINs at random. Each new holder sees one share alone, "
          "writes it "
          "down and types it back. The token still has its old PINs, and the old shares stay valid.",
          "Các cán bộ an ninh phê duyệt. Chương trình tạo ngẫu nhiên hai mã PIN mới. Từng người giữ mới xem một phần, "
          "một "
          "mình, chép lại và gõ lại. Token vẫn dùng mã PIN cũ, các phần cũ vẫn có giá trị."};
    case Act::change_user_pin:
      return {
          "The officers approve. The new holders type their shares; the HSM changes the user PIN to theirs. From now "
          "on the "
          "old shares of the user PIN open nothing: destroy them.",
          "Các cán bộ an ninh phê duyệt. Những người giữ mới gõ phần của mình; HSM đổi mã PIN người dùng. Từ đây các "
          "phần "
          "cũ của mã PIN người dùng không mở được gì: hãy hủy chúng."};
    case Act::change_so_pin:
      return {
          "The officers approve. The old and the new holders type their shares; the HSM changes the SO PIN. From now "
          "on the "
          "old shares of the SO PIN open nothing: destroy them.",
          "Các cán bộ an ninh phê duyệt. Người giữ cũ và người giữ mới gõ phần của mình; HSM đổi mã PIN SO. Từ đây các "
          "phần "
          "cũ của mã PIN SO không mở được gì: hãy hủy chúng."};
    case Act::resplit:
      return {
          "The officers approve. The old holders type their shares of the wrapping key; the same key is split anew and "
          "each "
          "new holder writes a share down and types it back. The old shares STILL open the backups: destroy them in "
          "front "
          "of everyone.",
          "Các cán bộ an ninh phê duyệt. Người giữ cũ gõ phần khóa bọc; cùng khóa đó được chia lại, từng người giữ mới "
          "chép "
          "lại và gõ lại. Các phần cũ VẪN mở được bản sao lưu: hãy hủy chúng trước mặt mọi người."};
    case Act::destroy:
      return {
          "This cannot be undone. Everyone compares label, key id and public key with this page: antind must have "
          "written key-retired for it. Everyone agrees, the officers approve. The program removes both halves of the "
          "key from this token and looks for them again.",
          "Không thể đảo ngược. Mọi người đối chiếu nhãn, mã khóa và khóa công khai với trang này: antind phải đã ghi "
          "key-retired cho khóa. Mọi người đồng ý, các cán bộ an ninh phê duyệt. Chương trình xóa cả hai nửa của khóa "
          "khỏi token này rồi tìm lại."};
    case Act::dispose:
      return {
          "The officers approve. Everybody who holds a share of its wrapping key destroys every copy of the file of "
          "this "
          "backup that they have, and gives their word, each alone, by Yes.",
          "Các cán bộ an ninh phê duyệt. Từng người giữ phần khóa bọc hủy mọi bản sao của tệp sao lưu này mà mình có "
          "và "
          "xác nhận, từng người một, bằng cách gõ Yes."};
    case Act::test:
      return {"Each key signs once, as antin-signer will use it, and the signature is verified with the public key.",
              "Mỗi khóa ký thử một lần đúng như antin-signer sẽ dùng; chữ ký được kiểm tra bằng khóa công khai."};
    case Act::inventory_after:
      return {
          "The program lists everything again. What came and what went must be what the plan asks for, and nothing "
          "else.",
          "Chương trình liệt kê lại mọi thứ. Những gì thêm vào hay mất đi phải đúng như kế hoạch, không hơn không "
          "kém."};
    case Act::transcript:
      return {"Every participant signs the transcript with their own key.",
              "Mọi người tham dự ký biên bản bằng khóa của mình."};
    case Act::unknown: break;
  }
  return {};
}

}  // namespace antin::ceremony
