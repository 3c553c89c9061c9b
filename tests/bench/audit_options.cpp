#include <iostream>

#include "tests/bench/audit_figures.hpp"
#include "tests/bench/number.hpp"

namespace antin::bench {

std::optional<AuditOptions> read_audit_command_line(int argc, const char* const* argv) {
  AuditOptions wanted;
  po::options_description options("Options");
  const auto add = [&](const char* name, const po::value_semantic* value, const char* what) {
    options.add_options()(name, value, what);
  };
  add("entries", number(wanted.entries, 1000, 100'000'000), "size of the largest log, without blobs");
  add("appended", number(wanted.appended, 1, 10'000'000), "entries that are timed one by one");
  add("batch", number(wanted.batch, 1U, 100'000U), "entries a commit");
  add("samples", number(wanted.samples, 1U, 1'000'000U), "proofs that are timed at each size");
  add("json", po::bool_switch(&wanted.json), "figures as JSON");
  options.add_options()("help", "this text");
  po::variables_map values;
  po::store(po::command_line_parser(argc, argv).options(options).positional({}).run(), values);
  if (values.count("help") != 0) {
    std::cout << "usage: ./dev bench audit [OPTIONS]\n\nMeasures the log at sizes up to `entries`: appends with "
                 "checkpoints and proofs, proofs, start-up, memory.\nThe largest log takes some 2.5 KiB of disk for "
                 "each entry, in build/.\n\n"
              << options;
    return std::nullopt;
  }
  po::notify(values);
  return wanted;
}

}  // namespace antin::bench
