#include <limits>

#include "policy/text/files.hpp"

namespace antin::policy::text {

void read_bundle(const Table& file, Reading& reading) {
  file.expect(Place::bundle_file);
  auto& policy = reading.rules.policy;
  policy.origin = file.text("origin");
  if (!is_origin(policy.origin))
    file.refuse("origin", "must be the log's name: 1 to 128 printable ASCII characters without space and +");
  policy.version = file.number("version", 1, std::numeric_limits<std::int64_t>::max());
}

}  // namespace antin::policy::text
