#include "keys-dev/command_line.hpp"

#include <boost/program_options.hpp>
#include <iostream>

#include "keys-dev/cast.hpp"
#include "keys-dev/failure.hpp"

namespace antin::keys_dev {

std::optional<Wanted> read_command_line(int argc, const char* const* argv) {
  namespace po = boost::program_options;
  Wanted wanted;
  po::options_description options("Options");
  options.add_options()("help", "print this help")  //
      ("out", po::value(&wanted.out)->required()->value_name("DIR"), "the folder to make; new or empty")(
          "module", po::value(&wanted.module)->default_value(wanted.module)->value_name("FILE"), "PKCS#11 library")(
          "listen", po::value(&wanted.listen)->default_value(wanted.listen)->value_name("ENDPOINT"),
          "where the gate listens; * is a free port")(
          "seal-signers", po::value(&wanted.seal_signers)->default_value(wanted.seal_signers)->value_name("N"),
          "signer processes for seals, 1 to 16")(
          "witnesses", po::value(&wanted.witnesses)->default_value(wanted.witnesses)->value_name("N"),
          "witnesses that watch the log, 0 to 9; all of them must cosign")(
          "log-keys", po::value(&wanted.log_keys)->default_value(wanted.log_keys)->value_name("N"),
          "generations of the log's key, 1 to 9; the first is in force")(
          "officers", po::value(&wanted.officers)->default_value(wanted.officers)->value_name("N"),
          "security officers, 2 to 5")(
          "quorum", po::value(&wanted.quorum)->default_value(wanted.quorum)->value_name("M"),
          "how many of them decide, 2 to all")("backups", po::bool_switch(&wanted.backups), "back the seals' keys up");
  try {
    po::variables_map values;
    po::store(po::command_line_parser(argc, argv).options(options).positional({}).run(), values);
    if (values.count("help") != 0) {
      std::cout << "usage: antin-keys-dev --out DIR [OPTIONS]\n\nMakes throw-away tokens and keys (by antin-ceremony), "
                   "certificates, policy and options for development and tests, as root.\nNothing that it makes is fit "
                   "to seal anything real.\n\n"
                << options;
      return std::nullopt;
    }
    po::notify(values);
  } catch (const po::error& error) {
    throw Failure(error.what());
  }
  must(wanted.seal_signers >= 1 && wanted.seal_signers <= 16, "--seal-signers: 1 to 16");
  must(wanted.witnesses <= 9, "--witnesses: 0 to 9");
  must(wanted.officers >= 2 && wanted.officers <= most_officers, "--officers: 2 to 5");
  must(wanted.quorum >= 2 && wanted.quorum <= wanted.officers, "--quorum: 2 to all of the officers");
  must(wanted.log_keys >= 1 && wanted.log_keys <= 9, "--log-keys: 1 to 9");
  return wanted;
}

}  // namespace antin::keys_dev
