// A QR code (ISO/IEC 18004) as rows of '#' and ' ', with its quiet zone. Inside this room.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace antin::ceremony {

base::Result<std::vector<std::string>> qr_code(const std::string& text);

}  // namespace antin::ceremony
