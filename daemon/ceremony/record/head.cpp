#include "daemon/ceremony/record/head.hpp"

#include "daemon/ceremony/record/folder.hpp"

namespace antin::ceremony {

std::string shown_head(const Entries& entries, Language language) {
  const auto lines = std::to_string(entries.size());
  return shown_shortly(language == Language::vietnamese ? "Nhật ký: " + lines + " dòng; mã băm của dòng cuối:"
                                                        : "Journal: " + lines + " lines; hash of the last:",
                       entries.back().hash);
}

}  // namespace antin::ceremony
