#include "keys-dev/client_files.hpp"

#include "core/base/file.hpp"
#include "core/crypto/random.hpp"
#include "keys-dev/cast.hpp"
#include "keys-dev/ceremony.hpp"
#include "keys-dev/curve_keys.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"

namespace antin::keys_dev {
namespace {

std::filesystem::path log_vkey_file(const Layout& layout) { return layout.client() / "log.vkey"; }

std::string write_client(const Layout& layout, const std::string& name, const std::string& listen,
                         const std::string& gate_public_key) {
  const auto key = layout.client() / (name + ".key");
  auto public_key = write_curve_keys(key, layout.client() / (name + ".pub"), root_owner);
  std::string text;
  // A port that the system chooses is known once the gate runs: it is then in run/endpoint, for --server.
  if (listen.find('*') == std::string::npos) text += "server = " + listen + "\n";
  text += "server-key = " + gate_public_key + "\n";
  text += "key = " + key.string() + "\n";
  text += "record-key = " + (layout.client() / "record-id.key").string() + "\n";
  text += "log-key = " + log_vkey_file(layout).string() + "\n";
  write_text(layout.client() / (name + ".conf"), text);
  return public_key;
}

}  // namespace

CurveKeys write_clients(const Layout& layout, const std::string& listen, const std::string& gate_public_key) {
  // The first version of a school's key for record ids, as the client library reads it.
  const auto record_key = base::to_hex(crypto::random_array<32>());
  write_text(layout.client() / "record-id.key", "1:" + record_key + "\n", 0600);
  CurveKeys public_keys;
  for (const auto& system : systems())
    public_keys[system.name] = write_client(layout, system.name, listen, gate_public_key);
  write_client(layout, "unregistered", listen, gate_public_key);
  return public_keys;
}

std::vector<std::string> write_log_vkeys(const Layout& layout, unsigned generations) {
  std::vector<std::string> vkeys;
  std::string lines;
  for (unsigned generation = 1; generation <= generations; ++generation) {
    const auto line = must(base::read_file(ceremony_file(layout, "pub", log_key_label(generation), ".vkey"), 1024));
    lines += base::text(line);
    vkeys.emplace_back(base::text(line).substr(0, line.size() - 1));
  }
  write_text(log_vkey_file(layout), lines);
  return vkeys;
}

}  // namespace antin::keys_dev
