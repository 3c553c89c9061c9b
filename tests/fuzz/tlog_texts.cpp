// The log's texts print back to the very octets that were read: notes, signature lines, verifier keys, checkpoints,
// proofs, tiles' paths, archives' manifests and proofs.
#include <cstdlib>

#include "core/tlog/archive.hpp"
#include "core/tlog/proof.hpp"
#include "tests/fuzz/edits.hpp"

namespace {

using namespace antin::tlog;

constexpr std::string_view vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view line = "\u2014 log.example x08go/ZJkuBS9UG/SffcvA==\n";
constexpr std::string_view checkpoint = "log.example\n2\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr std::string_view tile = "tile/1/x001/234.p/5";
constexpr std::string_view manifest =
    "antin-archive/v1\norigin: log.example\nfrom: 0\nto: 256\n\n"
    "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b  tile/entries/000\n";
constexpr std::string_view archive_proof =
    "antin-archive-proof/v1\nedge\nconsistency\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

std::string good(std::uint8_t which) {
  const auto note = std::string(checkpoint) + "\n" + std::string(line);
  switch (which % 8) {
    case 0: return std::string(vkey);
    case 1: return std::string(line);
    case 2: return std::string(checkpoint);
    case 3: return std::string(tile);
    case 4: return note;
    case 5: return std::string(manifest);
    case 6: return std::string(archive_proof);
    default: return "c2sp.org/tlog-proof@v1\nindex 1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n" + note;
  }
}

void require(bool truth) {
  if (!truth) std::abort();
}

void read_as_everything(std::string_view text) {
  if (const auto parsed = parse_vkey(text)) require(print(*parsed) == text);
  if (const auto parsed = parse_signature_line(text)) require(print(*parsed) == text);
  if (const auto parsed = parse_note(text)) require(print(*parsed) == text);
  if (const auto parsed = parse_checkpoint(text)) require(print(*parsed) == text);
  if (const auto parsed = parse_tile_path(text)) require(path(*parsed) == text);
  if (const auto parsed = parse_manifest(text)) require(print(*parsed) == text);
  if (const auto parsed = parse_archive_proof(text)) require(print(*parsed) == text);
  if (const auto parsed = parse_proof(text)) {
    require(print(*parsed) == text);
    require(!verify(*parsed, antin::base::Sha256Hash{}, parse_vkey(vkey).value()));
  }
}

}  // namespace

// The octets as they are, and as edits of a text that is good.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const antin::base::ByteView bytes(data, size);
  read_as_everything(antin::base::text(bytes));
  if (size == 0) return 0;
  const auto sample = good(bytes[0]);
  read_as_everything(
      antin::base::text(antin::fuzz::edit(antin::base::copy(antin::base::view(sample)), bytes.subspan(1))));
  return 0;
}
