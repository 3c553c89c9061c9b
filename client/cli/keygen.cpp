// antin keygen: a CURVE key pair for one system.
#include "client/cli/command.hpp"
#include "client/cli/new_file.hpp"
#include "client/lib/keys.hpp"

namespace antin::cli {
namespace {

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto prefix = arguments.required("out");
  if (!prefix) return prefix.error();
  const auto keys = client::make_curve_keys();
  const auto public_key = client::print(keys.public_key);
  const auto secret_line = client::print_secret_key(keys);
  if (const auto made = write_new_file(*prefix + ".key", secret_line.expose_secret(), 0600); !made) return made.error();
  if (const auto made = write_new_file(*prefix + ".pub", base::view(public_key + "\n"), 0644); !made) {
    return made.error();
  }
  note(console, "secret key in " + *prefix + ".key; have this public key registered with the appliance:");
  console.out << public_key << "\n";
  return Exit::ok;
}

}  // namespace

const Command& keygen_command() {
  static const Command command{"keygen",
                               "make a CURVE key pair for this system",
                               {"--out PREFIX"},
                               "Makes the key pair by which the appliance knows this system. PREFIX.key holds the "
                               "secret key (only its owner can\n"
                               "read it), PREFIX.pub the public one, each as one line of Z85. The public key is "
                               "printed: send it to those who run\n"
                               "the appliance. A file that exists is never overwritten.\n",
                               {{"Options", {{"out", "PREFIX", "where to write the two files"}}}},
                               0,
                               "example:\n    antin keygen --out school-79760001\n",
                               run};
  return command;
}

}  // namespace antin::cli
