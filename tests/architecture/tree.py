# SPDX-License-Identifier: Apache-2.0
"""What all architecture tests share: the files of the tree, C++ without its comments, faults, self-tests.

A check is a function from a root folder to a list of Fault. Its self-test writes a small tree with a planted
fault per case and fails unless exactly that fault is found, so that a check which has gone blind is noticed.
Python's standard library only; every check reads the tree as it stands, version control is not asked.
"""

import argparse
import pathlib
import re
import sys
import tempfile
import typing

ROOMS = (
    "engine/core", "engine/api", "engine/client", "engine/server", "engine/agent",
    "audit", "models", "editors", "views", "app",
)
SOURCE_FOLDERS = ("app", "audit", "editors", "engine", "models", "resources", "tests", "views")
SKIPPED_FOLDERS = {"build", ".git", "node_modules", "__pycache__"}


class Fault(typing.NamedTuple):
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


def files(root, folders=("",), suffixes=None):
    """Paths relative to the root, sorted; build trees and version control are left out."""
    root = pathlib.Path(root)
    found = []
    for folder in folders:
        top = root / folder
        pending = [top] if top.is_dir() else []
        while pending:
            here = pending.pop()
            for entry in here.iterdir():
                if entry.is_symlink() or entry.name == ".git":  # a file in a worktree
                    continue
                if entry.is_dir():
                    if entry.name not in SKIPPED_FOLDERS and not (entry / ".git").exists():
                        pending.append(entry)
                elif suffixes is None or entry.suffix in suffixes:
                    found.append(entry.relative_to(root).as_posix())
    return sorted(found)


def sources(root):
    return files(root, SOURCE_FOLDERS, {".cpp", ".h"})


def read(root, path):
    return (pathlib.Path(root) / path).read_text(encoding="utf-8", errors="replace")


def room_of(path):
    """engine/core/document/tree.h -> engine/core; tests/core/x.cpp -> tests; README.md -> ''."""
    for room in ROOMS:
        if path.startswith(room + "/"):
            return room
    return path.split("/", 1)[0] if "/" in path else ""


_TOKEN = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      |(?P<raw>(?:u8|u|U|L)?R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)")
      |(?P<text>(?:(?<![\w])(?:u8|u|U|L))?"(?:\\.|[^"\\\n])*")
      |(?P<char>(?<![\w'])(?:u8|u|U|L)?'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.VERBOSE)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """Comments become blanks; lines and columns stay."""
    return _TOKEN.sub(lambda m: _blank(m.group()) if m.group("comment") else m.group(), text)


def code_only(text):
    """Comments and the insides of literals become blanks; lines and columns stay."""
    def replaced(match):
        whole = match.group()
        if match.group("comment"):
            return _blank(whole)
        quote = '"' if match.group("char") is None else "'"
        first, last = whole.index(quote), len(whole) - 1
        return _blank(whole[:first]) + quote + _blank(whole[first + 1:last]) + quote
    return _TOKEN.sub(replaced, text)


def line_at(text, offset):
    return text.count("\n", 0, offset) + 1


def write_tree(root, contents):
    for path, text in contents.items():
        target = pathlib.Path(root) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def self_test(check, cases):
    """cases: (name, {path: text}, expected), expected a list of "path:line" that must be exactly the faults."""
    failures = []
    for name, contents, expected in cases:
        with tempfile.TemporaryDirectory(prefix="chancery-check-") as root:
            write_tree(root, contents)
            found = check(root)
        places = sorted(f"{fault.path}:{fault.line}" for fault in found)
        if places != sorted(expected):
            failures.append(f"{name}: expected {sorted(expected)}, found {[str(fault) for fault in found]}")
    for failure in failures:
        print(f"self-test: {failure}")
    print(f"self-test: {len(cases)} cases, {len(failures)} failed")
    return 1 if failures or not cases else 0


def main(check, cases, summary):
    """The command line of every check: [--root FOLDER] [--self-test]."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", default=str(pathlib.Path(__file__).resolve().parents[2]))
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        sys.exit(self_test(check, cases))
    faults = check(options.root)
    for fault in sorted(faults):
        print(fault)
    print(f"{summary(options.root)}, {len(faults)} faults")
    sys.exit(1 if faults else 0)
