#include "daemon/ceremony/script/qr.hpp"

#include <qrencode.h>

#include "core/base/handle.hpp"

namespace antin::ceremony {
namespace {

using Code = base::Handle<QRcode, QRcode_free>;
constexpr std::size_t quiet = 4;  // modules on each side, as the standard asks

}  // namespace

base::Result<std::vector<std::string>> qr_code(const std::string& text) {
  const Code code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
  if (!code || code->width <= 0) return base::Error{"libqrencode makes no code of this text"};
  const auto width = static_cast<std::size_t>(code->width);
  std::vector<std::string> rows(width + 2 * quiet, std::string(width + 2 * quiet, ' '));
  for (std::size_t row = 0; row < width; ++row)
    for (std::size_t column = 0; column < width; ++column)
      if ((code->data[row * width + column] & 1) != 0) rows[row + quiet][column + quiet] = '#';
  return rows;
}

}  // namespace antin::ceremony
