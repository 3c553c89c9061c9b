#!/usr/bin/env python3
"""Runs a small benchmark and holds its figures against each other; nothing timed is judged. usage: figures_add_up.py PROGRAM"""

import json
import math
import subprocess
import sys

DOCUMENTS, ALONE = 10, 2


def faults(figures):
    raw = figures["raw"]
    if {(one["object"], one["processes"], one["threads"]) for one in raw} != {
            (kind, *shape) for kind in ("token", "session-copy") for shape in ((1, 1), (1, 2), (2, 1))}:
        yield "raw rates: not the six that were promised"
    if any(one["signatures_per_second"] <= 0 for one in raw):
        yield "a raw rate of nothing"
    best = max(one["signatures_per_second"] for one in raw)
    if figures["best_raw_signatures_per_second"] != best:
        yield "the best raw rate is not the best"
    for name, documents in (("sealing", DOCUMENTS), ("alone", ALONE)):
        yield from sealing_faults(name, figures[name], documents)
    signatures = figures["sealing"]["documents"] / figures["sealing"]["seconds"] * figures["signatures_per_document"]
    if figures["signatures_per_document"] != 5 or not math.isclose(figures["signatures_per_second"], signatures):
        yield "signatures a second are not five for each document"
    if not math.isclose(figures["ratio"], signatures / best):
        yield "the ratio is another"


def sealing_faults(name, sealing, documents):
    if sealing["documents"] != documents or sealing["approvals_signed_meanwhile"] != 2 * documents:
        yield f"{name}: another number of documents or approvals"
    if set(sealing["latency"]) != {"teacher", "principal", "department", "document"}:
        yield f"{name}: latencies of other steps"
    for step, latency in sealing["latency"].items():
        if not 0 < latency["p50_ms"] <= latency["p99_ms"] <= sealing["seconds"] * 1000:
            yield f"{name}: latency of {step}"
    # Steps follow one another, so the longest document lasts at least as long as the longest of its steps.
    slowest = max(latency["p99_ms"] for latency in sealing["latency"].values())
    if sealing["latency"]["document"]["p99_ms"] != slowest:
        yield f"{name}: a step longer than the document"
    programs = {"antind", "antin-gate", "antin-signer-seals-1", "antin-signer-seals-2", "antin-signer-time-1",
                "antin-signer-log-1"}
    if not programs | {"load generator"} <= set(sealing["cpu_seconds"]):
        yield f"{name}: CPU time of a program is missing"


def main() -> int:
    ran = subprocess.run([sys.argv[1], "--json", f"--documents={DOCUMENTS}", f"--alone={ALONE}", "--warm-up=4", "--raw-ms=20",
                          "--connections=2", "--in-flight=2"], stdout=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        return ran.returncode
    found = list(faults(json.loads(ran.stdout)))
    print("\n".join(found) or "the figures add up")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
