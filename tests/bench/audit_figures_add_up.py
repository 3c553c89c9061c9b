#!/usr/bin/env python3
"""Runs a small `antin-bench audit` and holds its figures against each other; nothing timed is judged. usage: audit_figures_add_up.py PROGRAM"""

import json
import math
import subprocess
import sys

ENTRIES, APPENDED, BATCH = 3000, 500, 64


def faults(figures):
    if [one["at_size"] for one in figures["appending"]] != [1000, ENTRIES]:
        yield "appends were not timed at the smallest and the largest size"
    for one in figures["appending"]:
        if one["entries"] != APPENDED or not math.isclose(one["entries_per_second"], APPENDED / one["seconds"]):
            yield "appends: another number, or another rate"
        if not 0 < one["signing_seconds"] < one["seconds"]:
            yield "appends: no signature, or more than there was time for"
        if not 0 < one["batch"]["p50_ms"] <= one["batch"]["p99_ms"] <= one["seconds"] * 1000:
            yield "appends: latency of a batch"
    if [one["size"] for one in figures["proofs"]] != [1000, ENTRIES]:
        yield "proofs were not timed at each size"
    for one in figures["proofs"]:
        for kind in ("receipt", "inclusion"):
            if not 0 < one[kind]["p50_ms"] <= one[kind]["p99_ms"]:
                yield f"latency of {kind}"
        if not 0 < one["resident_before_mib"] <= one["resident_after_mib"] + 1:
            yield "resident memory"
    start = figures["start_up"]
    if start["size"] != ENTRIES or min(start["cold_ms"], start["warm_ms"]) <= 0:
        yield "start-up"
    if figures["filling"]["entries"] + APPENDED != ENTRIES:
        yield "filled and appended entries do not make the log"


def main() -> int:
    ran = subprocess.run([sys.argv[1], "audit", "--json", f"--entries={ENTRIES}", f"--appended={APPENDED}",
                          f"--batch={BATCH}", "--samples=50"], stdout=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        return ran.returncode
    found = list(faults(json.loads(ran.stdout)))
    print("\n".join(found) or "the figures add up")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
