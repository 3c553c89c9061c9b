#!/usr/bin/env python3
"""Runs a small `antin-bench policy` and holds its figures against each other; nothing timed is judged. usage: policy_figures_add_up.py PROGRAM"""

import json
import math
import subprocess
import sys

PEOPLE, SCHOOLS, STEPS, ROUNDS, CLASSES = 400, 20, 3000, 2, 3
MANNERS = {"class", "single", "cold"}


def faults(figures):
    small, large = figures["small"], figures["large"]
    for name, one, size in (("small", small, [100, 3, 1000]), ("large", large, [PEOPLE, SCHOOLS, STEPS])):
        if [one["people"], one["schools"], one["steps"]] != size:
            yield f"{name}: another size"
        if one["decisions"] != ROUNDS * CLASSES * 35:
            yield f"{name}: another number of decisions"
        for kind in ("rules_us", "whole_us"):
            if min(one[kind].values()) <= 0 or one[kind].keys() != MANNERS:
                yield f"{name}: {kind} took no time"
        if not math.isclose(one["decisions_per_second"], 1e6 / one["rules_us"]["class"]):
            yield f"{name}: another rate"
    for kind in ("rules", "whole"):
        for manner in MANNERS:
            ratio = large[f"{kind}_us"][manner] / small[f"{kind}_us"][manner]
            if not math.isclose(figures[f"{kind}_ratio"][manner], ratio):
                yield f"ratio of {kind}, {manner}"
    if min(figures["approval_us"].values()) <= 0:
        yield "verifying took no time"
    if min(figures["filling_seconds"], figures["ledger_mib"], figures["resident_mib"]) <= 0:
        yield "the ledger"


def main() -> int:
    ran = subprocess.run([sys.argv[1], "policy", "--json", f"--people={PEOPLE}", f"--schools={SCHOOLS}",
                          f"--steps={STEPS}", f"--rounds={ROUNDS}", f"--classes={CLASSES}"],
                         stdout=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        return ran.returncode
    found = list(faults(json.loads(ran.stdout)))
    print("\n".join(found) or "the figures add up")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
