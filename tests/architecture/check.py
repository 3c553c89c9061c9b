#!/usr/bin/env python3
"""Holds every source file against the house's arrows and habits. usage: check.py ROOT"""

import re
import sys
from pathlib import Path

from house import HEAVY, House, library_of

OURS = ("core", "policy", "client", "daemon", "keys-dev")
LONGEST = 350  # lines
# The decision is a pure function: what could reach a clock, a file, a socket or chance stays out.
PURE = {"policy"}
IMPURE = {"fstream", "filesystem", "iostream", "thread", "mutex", "random", "future", "ctime",
          "core/base/file.hpp", "core/base/descriptor.hpp"}
# POSIX and Linux, beside std. A header that is not here, not std and not in house.py is a new dependency: say so there.
SYSTEM_FOLDERS = ("sys/", "linux/", "netinet/", "arpa/")
SYSTEM = {"dlfcn.h", "errno.h", "fcntl.h", "grp.h", "net/if.h", "poll.h", "pthread.h", "pwd.h", "sched.h", "signal.h",
          "spawn.h", "stdlib.h", "string.h", "syslog.h", "termios.h", "time.h", "unistd.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def sources(root: Path, folders, endings=(".cpp", ".hpp")):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in endings and path.is_file():
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def is_system(header: str) -> bool:
    return header in SYSTEM or header.startswith(SYSTEM_FOLDERS) or re.fullmatch(r"[a-z_]+", header) is not None


def arrow_faults(root: Path, house: House, file: str, text: str):
    if house.room_of(file) is None:
        yield f"{file}: lies in no room of cmake/rooms.cmake"
        return
    arrows = house.arrows_of(file)
    for quote, header in INCLUDE.findall(text):
        library = library_of(header)
        if library is not None:
            if library not in arrows:
                yield f"{file}: {header}: {house.room_of(file)} has no arrow to {library}"
        elif quote == '"':
            yield from own_header_faults(root, house, file, header, arrows)
        elif not is_system(header):
            yield f"{file}: {header}: neither std, POSIX nor a library of tests/architecture/house.py"
        if house.room_of(file) in PURE and (header in IMPURE or (quote == "<" and header.endswith(".h"))):
            yield f"{file}: {header}: {house.room_of(file)} is pure"


def own_header_faults(root: Path, house: House, file: str, header: str, arrows):
    if not (root / header).is_file():
        yield f"{file}: {header}: is not a file from the repository's root"
    elif house.room_of(header) not in arrows:
        yield f"{file}: {header}: {house.room_of(file)} has no arrow to {house.room_of(header)}"


def weight_faults(house: House, texts):
    """A header with a heavy one inside may serve the .cpp files of its own room, nobody else."""
    includes = {file: {header for _, header in INCLUDE.findall(text)} for file, text in texts}
    heavy = {file for file, headers in includes.items()
             if file.endswith(".hpp") and any(library_of(header) in HEAVY for header in headers)}
    for file, headers in includes.items():
        for header in sorted(headers & heavy):
            if file.endswith(".hpp") or house.room_of(file) != house.room_of(header):
                yield f"{file}: {header}: brings in a heavy header, which must stay with the .cpp files of its room"


def habit_faults(file: str, text: str):
    lines = text.count("\n")
    if lines > LONGEST:
        yield f"{file}: {lines} lines; split it, {LONGEST} is the most"
    if file.endswith(".hpp"):
        if not re.match(r"// \S.*\n(//.*\n)*#pragma once\n", text):
            yield f"{file}: a header opens with a sentence that says what it is for, then #pragma once"


def faults(root: Path):
    house = House(root / "cmake/rooms.cmake")
    yield from house.faults()
    ours = list(sources(root, OURS))
    for file, text in ours:
        yield from arrow_faults(root, house, file, text)
    yield from weight_faults(house, ours)
    for file, text in sources(root, OURS + ("tests",)):
        yield from habit_faults(file, text)
    for file, text in sources(root, ("scripts", "cmake", "tests", "examples"), (".sh", ".cmake", ".py")):
        yield from habit_faults(file, text)


def main() -> int:
    found = list(faults(Path(sys.argv[1])))
    print("\n".join(found) or "every include follows an arrow, every file keeps the habits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
