#!/usr/bin/env python3
"""The check must find what it looks for: each test plants one fault in a small good house."""

import tempfile
import unittest
from pathlib import Path

import check

HEADER = "// A room for tests.\n#pragma once\n"
GOOD = {
    "cmake/rooms.cmake": "antin_room(core/base)\nantin_room(core/der)\nantin_room(core/crypto USES openssl)  # a remark\n"
                         "antin_room(policy)\nantin_room(policy/text USES policy toml)\n"
                         "antin_room(daemon/gate USES core/crypto\n  policy)\n"
                         "antin_program(antin-gate daemon/gate USES policy/text)\n",
    "core/base/bytes.hpp": HEADER + "#include <vector>\n",
    "core/base/file.hpp": HEADER,
    "core/der/reader.hpp": HEADER + '#include "core/base/bytes.hpp"\n',
    "core/crypto/sha2.hpp": HEADER + "#include <openssl/evp.h>\n#include <sys/random.h>\n",
    "policy/decide.hpp": HEADER + '#include "core/base/bytes.hpp"\n',
    "policy/text/parse.hpp": HEADER + '#include "policy/decide.hpp"\n',
    "policy/text/parse.cpp": "#include <toml++/toml.h>\n",
    "daemon/gate/gate.cpp": '#include "core/crypto/sha2.hpp"\n#include <unistd.h>\n',
    "daemon/gate/main.cpp": '#include "policy/text/parse.hpp"\n',
    "tests/unit/free.cpp": '#include <gtest/gtest.h>\n#include "daemon/gate/anything.hpp"\n',
}


class Check(unittest.TestCase):
    def faults(self, planted=None):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in {**GOOD, **(planted or {})}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return list(check.faults(root))

    def assert_found(self, planted, *words):
        found = self.faults(planted)
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def test_a_good_house_has_no_faults(self):
        self.assertEqual(self.faults(), [])

    def test_an_include_against_the_arrows_is_found(self):
        self.assert_found({"core/der/reader.cpp": '#include "core/crypto/sha2.hpp"\n'}, "no arrow to core/crypto")

    def test_an_arrow_of_an_arrow_is_not_enough(self):
        self.assert_found({"daemon/gate/key.cpp": "#include <openssl/x509.h>\n"}, "no arrow to openssl")

    def test_only_main_may_use_what_the_program_adds(self):
        self.assert_found({"daemon/gate/gate.cpp": '#include "policy/text/parse.hpp"\n'}, "no arrow to policy/text")

    def test_a_heavy_header_that_gets_out_through_a_header_is_found(self):
        heavy = {"policy/text/toml.hpp": HEADER + "#include <toml++/toml.h>\n",
                 "policy/text/read.cpp": '#include "policy/text/toml.hpp"\n'}
        self.assertEqual(self.faults(heavy), [])
        line = '#include "policy/text/toml.hpp"\n'
        self.assert_found({**heavy, "policy/text/parse.hpp": HEADER + line}, "heavy")
        self.assert_found({**heavy, "daemon/gate/main.cpp": line}, "heavy")

    def test_a_library_that_nobody_listed_is_found(self):
        self.assert_found({"core/der/x.cpp": "#include <libxml/parser.h>\n"}, "neither std")
        self.assert_found({"core/der/x.cpp": "#include <boost/asio.hpp>\n"}, "neither std")

    def test_an_include_that_is_not_from_the_root_is_found(self):
        self.assert_found({"core/der/x.cpp": '#include "reader.hpp"\n'}, "repository's root")

    def test_a_file_outside_every_room_is_found(self):
        self.assert_found({"core/misc/x.cpp": "\n"}, "no room")
        self.assert_found({"core/der/inner/x.cpp": "\n"}, "no room")

    def test_a_decision_that_could_read_a_clock_or_a_file_is_found(self):
        for line in ("#include <fstream>", "#include <time.h>", '#include "core/base/file.hpp"'):
            self.assert_found({"policy/decide.cpp": line + "\n"}, "pure")

    def test_a_long_file_is_found(self):
        self.assert_found({"core/der/x.cpp": "\n" * 351}, "351 lines")
        self.assert_found({"tests/unit/x.cpp": "\n" * 351}, "351 lines")

    def test_a_header_without_its_sentence_or_guard_is_found(self):
        self.assert_found({"core/der/x.hpp": "#pragma once\n"}, "sentence")
        self.assert_found({"core/der/x.hpp": "// A sentence.\n#include <vector>\n"}, "sentence")

    def test_a_circle_of_rooms_is_found(self):
        rooms = GOOD["cmake/rooms.cmake"].replace("antin_room(policy)", "antin_room(policy USES daemon/gate)")
        self.assert_found({"cmake/rooms.cmake": rooms}, "circle")

    def test_an_arrow_to_nothing_is_found(self):
        rooms = GOOD["cmake/rooms.cmake"].replace("USES policy toml", "USES policy toml xml")
        self.assert_found({"cmake/rooms.cmake": rooms}, "neither a room")


if __name__ == "__main__":
    unittest.main()
