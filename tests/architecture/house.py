"""The house as cmake/rooms.cmake draws it: the rooms, their arrows, and which third-party headers hide behind a name."""

import re
from pathlib import Path

# A name that USES may hold → how the headers behind it begin.
THIRD_PARTY = {
    "openssl": ("openssl/",),
    "libp11": ("libp11.h",),
    "pkcs11": ("p11-kit/pkcs11.h", "p11-kit/pkcs11x.h"),
    "zmq": ("zmq.h", "zmq.hpp", "zmq_addon.hpp"),
    "sqlite": ("sqlite3.h",),
    "toml": ("toml++/",),
    "json": ("nlohmann/",),
    "spdlog": ("spdlog/",),
    "program_options": ("boost/program_options",),
    "beast": ("boost/beast/", "boost/asio/"),
    "systemd": ("systemd/",),
    "pango": ("pango/", "cairo-pdf.h"),
    "qrencode": ("qrencode.h",),
    "protobuf": ("google/protobuf/", "antin.pb.h"),
}
# Seconds a file, as measured: only where they are needed, never through a header.
HEAVY = {"spdlog", "program_options", "beast", "toml", "json", "protobuf"}


class House:
    def __init__(self, rooms_file: Path):
        text = re.sub(r"#.*", "", rooms_file.read_text(encoding="utf-8"))
        self.uses = {}
        for room, used in re.findall(r"antin_room\(\s*(\S+?)\s*(?:USES\s+([^)]*))?\)", text):
            self.uses[room] = set(used.split())
        # A program's main.cpp only wires: it may use what its line adds to its room's arrows.
        self.main_uses = {}
        for _, room, used in re.findall(r"antin_program\(\s*(\S+)\s+(\S+?)\s*(?:USES\s+([^)]*))?\)", text):
            self.main_uses[room] = set(used.split())

    def room_of(self, file: str):
        """A file lies in the room whose folder it is in directly; folders inside a room are rooms themselves."""
        folder = file.rpartition("/")[0]
        return folder if folder in self.uses else None

    def arrows_of(self, file: str):
        room = self.room_of(file)
        arrows = self.uses[room] | {room, "core/base"}
        return arrows | self.main_uses.get(room, set()) if file.endswith("/main.cpp") else arrows

    def faults(self):
        for room, used in sorted(self.uses.items()):
            for name in sorted(used):
                if name not in self.uses and name not in THIRD_PARTY:
                    yield f"cmake/rooms.cmake: {room} uses {name}, which is neither a room nor a library we know"
        yield from self.circles()

    def circles(self):
        done = set()

        def walk(room, path):
            if room in path:
                yield "cmake/rooms.cmake: a circle: " + " → ".join(path[path.index(room):] + [room])
            elif room not in done:
                for used in sorted(self.uses.get(room, ())):
                    yield from walk(used, path + [room])
                done.add(room)

        for room in sorted(self.uses):
            yield from walk(room, [])


def library_of(header: str):
    for name, beginnings in THIRD_PARTY.items():
        if any(header == start or (start.endswith(("/", "options")) and header.startswith(start)) for start in beginnings):
            return name
    return None
