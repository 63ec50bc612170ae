#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every source file says its licence in its first three lines, and LICENSE is the text of that licence."""

import hashlib
import pathlib
import re

import tree

LICENSE_DIGEST = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
SUFFIXES = {".cpp", ".h", ".cmake", ".sh", ".py", ".sql", ".service", ".desktop", ".js", ".mjs"}
NAMES = {"CMakeLists.txt", ".clang-format", ".clang-tidy", ".gitattributes", "packages.txt"}
# Input of tests and of the demo carries no licence line: the bytes are what matters.
DATA = ("tests/data/", "resources/demo/")
EXPECTED = "SPDX-License-Identifier: Apache-2.0"
# Put together, so that this file names one licence only.
OTHER = re.compile("SPDX-License-" + r"Identifier:(?![ \t]*Apache-2\.0(?![\w.-]))[^\n]*")


def needs_line(root, path):
    name = pathlib.PurePosixPath(path)
    if path.startswith(DATA):
        return False
    if name.suffix in SUFFIXES or name.name in NAMES or (path.startswith("engine/") and name.suffix == ".yaml"):
        return True
    return not name.suffix and tree.read(root, path)[:2] == "#!"


def check(root):
    faults = []
    for path in tree.files(root):
        if not needs_line(root, path):
            continue
        text = tree.read(root, path)
        if EXPECTED not in "\n".join(text.split("\n", 3)[:3]):
            faults.append(tree.Fault(path, 1, f"'{EXPECTED}' is missing in the first three lines"))
        for match in OTHER.finditer(text):
            faults.append(tree.Fault(path, tree.line_at(text, match.start()), f"another licence: {match.group()}"))
    license_file = pathlib.Path(root) / "LICENSE"
    digest = hashlib.sha256(license_file.read_bytes()).hexdigest() if license_file.is_file() else "no file"
    if digest != LICENSE_DIGEST:
        faults.append(tree.Fault("LICENSE", 1, f"is not the text of Apache-2.0 (SHA-256 {digest})"))
    return faults


_LINE = "SPDX-License-" + "Identifier: "
CASES = (
    ("all fine but LICENSE", {"engine/core/a.cpp": f"// {_LINE}Apache-2.0\n", "a.sh": f"#!/bin/sh\n# {_LINE}Apache-2.0\n"},
     ["LICENSE:1"]),
    ("missing", {"engine/core/a.h": "#pragma once\n", "installer/run": "#!/bin/sh\n", "LICENSE": "x"},
     ["LICENSE:1", "engine/core/a.h:1", "installer/run:1"]),
    ("too late", {"a.py": "\n\n\n# " + _LINE + "Apache-2.0\n"}, ["LICENSE:1", "a.py:1"]),
    ("another one", {"a.py": f"# {_LINE}Apache-2.0\n\n# {_LINE}MIT\n"}, ["LICENSE:1", "a.py:3"]),
    ("a longer name", {"a.py": f"# {_LINE}Apache-2.0\n# {_LINE}Apache-2.0-only\n"}, ["LICENSE:1", "a.py:2"]),
    ("data", {"tests/data/a.sql": "select 1\n", "README.md": "x\n"}, ["LICENSE:1"]),
)

if __name__ == "__main__":
    tree.main(check, CASES, lambda root: f"licence: {sum(needs_line(root, p) for p in tree.files(root))} files")
