// What the module holds before a ceremony and after it, a file each: the difference must be what the plan asks for.
// Asked when stock is taken, and again by whoever checks the record.
#pragma once

#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// Of what a token's backup is restored on: of one ceremony alone, as the plan's hash stands for its name, and a name is
// never used again.
std::string spare_label(const LockedPlan& locked, const std::string& token);

// SHA-256 of a key's public half, as this ceremony or the plan has it; empty while it has none.
std::string public_key_hash(const Plan& plan, const std::vector<Step>& steps, const Entries& entries,
                            const std::string& label);

enum class Surplus { unknown, none, no_token, other_objects, other_tokens, unreadable };

struct Compared {
  Surplus found = Surplus::none;
  std::string token;  // label of the one that is missing, or holds something else
};

// The JSON of both: {"tokens": [{"label", …, "objects" of a token of the plan}]}; all steps between are done.
Compared compare_inventories(const LockedPlan& locked, const std::vector<Step>& steps, const Entries& entries,
                             base::ByteView before, base::ByteView after);

}  // namespace antin::ceremony
