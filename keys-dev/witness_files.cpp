#include "keys-dev/witness_files.hpp"

#include "core/crypto/random.hpp"
#include "core/crypto/signature.hpp"
#include "core/tlog/note.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"

namespace antin::keys_dev {
namespace {

constexpr unsigned first_port = 7971;

// A loopback address of this folder's own: the policy names the witnesses' ports before they listen, and folders that
// run side by side must not meet.
std::string own_address() {
  const auto random = crypto::random_array<3>();
  const auto part = [](std::uint8_t octet) { return "." + std::to_string(1 + octet % 254); };
  return "127" + part(random[0]) + part(random[1]) + part(random[2]);
}

std::string write_key(const std::filesystem::path& file, const std::string& name) {
  const auto pem = must(crypto::new_ed25519_pem());
  write_file(file, pem.expose_secret(), 0400, witness_owner);
  const auto key = must(crypto::PrivateKey::from_pem(pem.expose_secret(), {}));
  return tlog::print(must(tlog::verifier_key(name, tlog::KeyType::cosignature, key.spki())));
}

Witness write_witness(const Layout& layout, const std::string& number, const std::string& listen) {
  const auto program = "antin-witness-" + number;
  const auto key = layout.secrets() / (program + ".key");
  Witness witness{"witness-" + number + ".dev.example", {}, listen};
  witness.vkey = write_key(key, witness.name);
  make_folder(layout.state() / program, 0700, witness_owner);
  write_text(layout.etc() / (program + ".conf"),
             "name = " + witness.name + "\nkey = " + key.string() + "\nlog = " + layout.watched_logs().string() +
                 "\nstate = " + (layout.state() / program).string() + "\nlisten = " + listen + "\n");
  return witness;
}

}  // namespace

std::vector<Witness> write_witnesses(const Layout& layout, unsigned count, const std::vector<std::string>& log_vkeys) {
  std::vector<Witness> witnesses;
  if (count == 0) return witnesses;
  std::string watched;
  for (const auto& vkey : log_vkeys) watched += vkey + "\n";
  write_text(layout.watched_logs(), watched);
  const auto address = own_address();
  std::string vkeys;
  for (unsigned i = 0; i < count; ++i) {
    const auto listen = address + ":" + std::to_string(first_port + i);
    vkeys += witnesses.emplace_back(write_witness(layout, std::to_string(i + 1), listen)).vkey + "\n";
  }
  write_text(layout.client() / "witnesses.vkey", vkeys);
  return witnesses;
}

}  // namespace antin::keys_dev
