// What each step is called, and what of the plan is said in it.
#include "daemon/ceremony/steps/texts.hpp"

namespace antin::ceremony {
namespace {

Texts titles(Act act) {
  switch (act) {
    case Act::prologue: return {"Open the ceremony", "Khai mạc buổi lễ"};
    case Act::open: return {"Open the token", "Mở token"};
    case Act::inventory_before: return {"Take stock of the HSM", "Kiểm kê HSM trước buổi lễ"};
    case Act::initialise: return {"Initialise the token", "Khởi tạo token"};
    case Act::unattended: return {"Keep the user PIN for antin-signer", "Lưu mã PIN người dùng cho antin-signer"};
    case Act::compare: return {"Compare the key that stays", "Đối chiếu khóa được giữ lại"};
    case Act::recover:
      return {"Restore keys from their backups into the token", "Khôi phục các khóa từ bản sao lưu vào token"};
    case Act::generate: return {"Generate the key", "Tạo khóa"};
    case Act::backup: return {"Back up the keys of the token", "Sao lưu các khóa trong token"};
    case Act::restore: return {"Restore the backup of the token on a spare", "Khôi phục thử bản sao lưu của token"};
    case Act::close: return {"Close the keys of the token", "Đóng các khóa trong token"};
    case Act::vendor: return {"By the vendor's means:", "Bằng công cụ của hãng:"};
    case Act::request: return {"Ask for the certificate of", "Lập yêu cầu chứng thư cho"};
    case Act::certificate: return {"Take in the certificate of", "Nhận chứng thư của"};
    case Act::refresh:
      return {"Give out new shares for the PINs of the token", "Chia phần bí mật mới cho mã PIN của token"};
    case Act::change_user_pin: return {"Change the user PIN of the token", "Đổi mã PIN người dùng của token"};
    case Act::change_so_pin: return {"Change the SO PIN of the token", "Đổi mã PIN SO của token"};
    case Act::resplit:
      return {"Split anew the key of the backups of the token", "Chia lại khóa bọc bản sao lưu của token"};
    case Act::destroy: return {"DESTROY the key", "HỦY khóa"};
    case Act::dispose: return {"Destroy the backups of", "Hủy các bản sao lưu của"};
    case Act::test: return {"Test every key of the token", "Thử từng khóa trong token"};
    case Act::inventory_after: return {"Take stock again", "Kiểm kê lại HSM"};
    case Act::transcript: return {"Sign the transcript", "Ký biên bản"};
    case Act::unknown: break;
  }
  return {};
}

std::string list_of(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out.append(out.empty() ? "" : ", ").append(item);
  return out;
}

std::string shares_of(const Plan& plan, const std::string& group, std::string_view pin, Language language) {
  const auto& found = plan.groups.at(group);
  const auto counted = std::to_string(found.need) + (language == Language::vietnamese ? " trong " : " of ") +
                       std::to_string(found.holders.size());
  return " " + std::string(pin) + ": " + counted + " (" + list_of(found.holders) + ").";
}

std::string in_place_of(const std::string& old, Language language) {
  if (language == Language::vietnamese) return " Thay cho " + old + "; khóa cũ vẫn ở trong token cho đến khi bị hủy.";
  return " In place of " + old + ", which stays in the token until it is destroyed.";
}

std::string details(const Step& step, const Plan& plan, Language language) {
  if (step.act == Act::vendor)
    for (const auto& one : plan.vendor)
      if (one.name == step.object) return " >> " + one.text;
  if (step.act == Act::resplit)
    return shares_of(plan, *plan.tokens.at(step.object).resplit, in(language, {"Wrapping key", "Khóa bọc"}), language);
  if (step.act == Act::initialise || step.act == Act::refresh) {
    const auto& token = plan.tokens.at(step.object);
    return shares_of(plan, token.so_pin, in(language, {"SO PIN", "Mã PIN SO"}), language) +
           shares_of(plan, token.user_pin, in(language, {"User PIN", "Mã PIN người dùng"}), language);
  }
  if (step.act == Act::backup)
    return shares_of(plan, *plan.tokens.at(step.object).backup, in(language, {"Wrapping key", "Khóa bọc"}), language);
  if (step.act == Act::destroy)
    return " Token: " + step.token + "; " + base::print(plan.keys.at(step.object).known->public_key) + ".";
  if (step.act == Act::recover) {
    const auto labels = plan.keys_of(step.object, Fate::restore);
    return " " + list_of(labels) + " (" + plan.keys.at(labels.front()).known->from + ").";
  }
  if (step.act == Act::generate) {
    const auto& key = plan.keys.at(step.object);
    return " " + std::string(in(language, {"Algorithm", "Thuật toán"})) + ": " + std::string(name_of(key.algorithm)) +
           "; token: " + key.token + "." + (key.replaces ? in_place_of(*key.replaces, language) : "");
  }
  return {};
}

}  // namespace

std::string_view in(Language language, const Texts& texts) {
  return language == Language::vietnamese ? texts.vietnamese : texts.english;
}

std::string filled(Language language, const Texts& texts, const std::vector<std::string>& what) {
  std::string out;
  for (auto rest = in(language, texts); !rest.empty();) {
    const auto number = rest.size() > 1 && rest[0] == '%' ? static_cast<std::size_t>(rest[1] - '1') : what.size();
    if (number < what.size())
      out += what.at(number);
    else
      out += rest.front();
    rest.remove_prefix(number < what.size() ? 2 : 1);
  }
  return out;
}

std::string title_of(const Step& step, Language language) {
  return std::string(in(language, titles(step.act))) + (step.object.empty() ? "" : " " + step.object) +
         (step.token.empty() ? "" : " @ " + step.token);
}

std::string explained(const Step& step, const Plan& plan, Language language) {
  return std::string(in(language, explanations(step.act))) + details(step, plan, language);
}

}  // namespace antin::ceremony
