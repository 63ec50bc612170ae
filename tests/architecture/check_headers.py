#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every header compiles alone: with the flags of its room, without the precompiled header that hides omissions.

The flags come from compile_commands.json, from a source of the same folder or the nearest one above. A header that
passed is compiled again only when it, a header of ours that it reaches, or its flags have changed.

Most of the time of one header goes into the standard library and Qt, so one run of the compiler takes a whole chain of
headers, each of which is reached by the next: "a.h" and then "b.h", which includes it. That is not weaker than each
alone, because all that stands in front of b.h is what it includes anyway. If a chain fails, each of its headers is
compiled alone, and those that fail are named.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import stamps
import tree

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"', re.MULTILINE)
DROPPED_WITH_VALUE = {"-o", "-MF", "-MT", "-MQ", "-include", "-include-pch"}
DROPPED = {"-c", "-MD", "-MMD", "-fno-pch-timestamp", "-fpch-instantiate-templates", "-Winvalid-pch"}


def plain_flags(command, source):
    """A compile command without launcher, input, output, dependency files and precompiled headers."""
    words = shlex.split(command)
    compiler = next((i for i, word in enumerate(words) if re.search(r"(clang|g)\+\+(-\d+)?$", word)), None)
    if compiler is None:
        return None
    kept, i = [], compiler
    while i < len(words):
        word = words[i]
        following = words[i + 1] if i + 1 < len(words) else ""
        if word == "-Xclang" and (following in DROPPED or following in DROPPED_WITH_VALUE or "cmake_pch" in following):
            i += 2
        elif word in DROPPED_WITH_VALUE:
            i += 2
        elif word in DROPPED or word == source or "cmake_pch" in word:
            i += 1
        else:
            kept.append(word)
            i += 1
    return kept


class Flags:
    """Which flags a header is compiled with."""

    def __init__(self, root, build):
        self.by_folder = {}
        root = pathlib.Path(root).resolve()
        for entry in json.loads((pathlib.Path(build) / "compile_commands.json").read_text(encoding="utf-8")):
            source = pathlib.Path(entry["file"])
            words = plain_flags(entry["command"], entry["file"])
            if words and source.is_relative_to(root) and not source.is_relative_to(pathlib.Path(build).resolve()):
                folder = source.relative_to(root).parent.as_posix()
                if source.name != "main.cpp" or folder not in self.by_folder:
                    self.by_folder[folder] = (words, entry["directory"])

    def of(self, header):
        folder = pathlib.PurePosixPath(header).parent
        while folder.as_posix() != ".":
            if folder.as_posix() in self.by_folder:
                return self.by_folder[folder.as_posix()]
            # A folder of headers only takes the flags of a source below it.
            below = sorted(name for name in self.by_folder if name.startswith(folder.as_posix() + "/"))
            if below:
                return self.by_folder[below[0]]
            folder = folder.parent
        return None


def closure(root, header, cache):
    """The header and every header of ours that it reaches; their digests go into the cache."""
    seen, pending = set(), [header]
    while pending:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        if path not in cache:
            text = tree.read(root, path) if (pathlib.Path(root) / path).is_file() else ""
            here = pathlib.PurePosixPath(path).parent
            reached = []
            for name in INCLUDE.findall(text):
                for candidate in (name, (here / name).as_posix()):
                    if (pathlib.Path(root) / candidate).is_file():
                        reached.append(candidate)
                        break
            cache[path] = (stamps.digest(path, text), reached)
        pending += cache[path][1]
    return seen


def chains(reached):
    """The headers in as few chains as possible: each header is reached by the one behind it.

    A chain is a path in the relation "reaches", and a minimum cover by paths is a maximum matching of headers with
    the one in front of them.
    """
    behind = {}  # header -> the one that follows it

    def place(header, tried):
        # What reaches most comes first: it leaves the small ones to those that reach nothing else.
        for other in sorted(reached[header] & reached.keys() - {header}, key=lambda path: (-len(reached[path]), path)):
            # Two headers that include each other would make a circle of a chain.
            if other in tried or header in reached[other]:
                continue
            tried.add(other)
            if other not in behind or place(behind[other], tried):
                behind[other] = header
                return True
        return False

    for header in sorted(reached):
        place(header, set())
    front = {header: other for other, header in behind.items()}
    result = []
    for header in sorted(reached.keys() - behind.keys()):
        chain = [header]
        while chain[0] in front:
            chain.insert(0, front[chain[0]])
        result.append(chain)
    return result


def _compile(root, headers, flags):
    """The compiler's first complaint, or nothing."""
    words, folder = flags
    # The files are compiled under another name, so that #pragma once in a main file is no warning.
    text = "".join(f'#include "{pathlib.Path(root).resolve() / header}"\n' for header in headers)
    result = subprocess.run([*words, "-fsyntax-only", "-x", "c++", "-"], input=text, cwd=folder, capture_output=True,
                            text=True, check=False)
    if result.returncode == 0:
        return None
    return next((line for line in result.stderr.split("\n") if "error:" in line), result.stderr.strip()[:200] or "?")


def _faults_of(root, chain, flags):
    """Of a chain, with the flags of its last header: the rooms below it have fewer folders to include from, and
    check_layers.py watches over those."""
    if not _compile(root, chain, flags[chain[-1]]):
        return []
    alone = [(header, _compile(root, [header], flags[header])) for header in chain]
    faults = [tree.Fault(header, 1, f"does not compile alone: {problem}") for header, problem in alone if problem]
    return faults or [tree.Fault(chain[-1], 1, f"does not compile behind what it includes: {', '.join(chain[:-1])}")]


def check(root, build, cache=None):
    memory = stamps.Stamps(cache)
    flags = Flags(root, build)
    seen, digests, reached, own_flags, faults = {}, {}, {}, {}, []
    for header in (path for path in tree.sources(root) if path.endswith(".h")):
        own = flags.of(header)
        if own is None:  # a room that this preset does not build
            continue
        paths = closure(root, header, seen)
        digests[header] = stamps.digest(*(seen[path][0] for path in sorted(paths)), *own[0])
        if digests[header] not in memory.known:
            reached[header], own_flags[header] = paths, own
    passed = {value for value in digests.values() if value in memory.known}
    waiting = chains(reached)
    with concurrent.futures.ThreadPoolExecutor(min(os.cpu_count() or 1, 2)) as pool:
        for chain, found in zip(waiting, pool.map(lambda chain: _faults_of(root, chain, own_flags), waiting)):
            faults += found
            bad = {fault.path for fault in found}
            passed |= {digests[header] for header in chain if header not in bad}
            memory.save(passed)  # a run that is cut off on a busy machine goes on from here
    memory.save(passed)
    return faults, len(digests), len(reached)


def _self_test_case(root, name, contents, expected):
    tree.write_tree(root, contents)
    faults, _, compiled = check(root, root + "/build", root + "/build/stamps.json")
    found = ({fault.path for fault in faults}, compiled)
    print(f"self-test: {name}: {'ok' if found == expected else f'expected {expected}, found {found}'}")
    return found != expected


def self_test():
    good, needy = "#pragma once\n#include <string>\nstd::string a();\n", '#pragma once\n#include "engine/a.h"\nstd::vector<int> b();\n'
    with tempfile.TemporaryDirectory(prefix="chancery-check-") as root:
        command = (f"ccache clang++-19 -std=c++20 -I{root} -Xclang -include-pch -Xclang {root}/cmake_pch.hxx.pch "
                   f"-Xclang -include -Xclang {root}/cmake_pch.hxx -o a.o -c {root}/engine/a.cpp")
        commands = [{"directory": root, "file": f"{root}/engine/a.cpp", "command": command}]
        tree.write_tree(root, {"engine/a.cpp": "", "build/compile_commands.json": json.dumps(commands)})
        failures = _self_test_case(root, "a header that leans on others", {"engine/a.h": good, "engine/x/b.h": needy}, ({"engine/x/b.h"}, 2))
        failures += _self_test_case(root, "what failed is tried again", {}, ({"engine/x/b.h"}, 1))
        failures += _self_test_case(root, "what reaches a change is tried again",
                                    {"engine/a.h": "#pragma once\n#include <vector>\n"}, (set(), 2))
        failures += _self_test_case(root, "nothing changed", {}, (set(), 0))
        failures += _self_test_case(
            root, "the middle of a chain",
            {"engine/a.h": good, "engine/x/b.h": good.replace("a()", "b()"),
             "engine/c.h": '#pragma once\n#include "engine/a.h"\n', "engine/d.h": needy.replace("engine/a.h", "engine/c.h"),
             "engine/e.h": '#pragma once\n#include "engine/d.h"\n#include <vector>\n',
             "engine/f.h": '#pragma once\n#include <vector>\n#include "engine/d.h"\n'}, ({"engine/d.h", "engine/e.h"}, 6))
    reached = {"a": {"a"}, "b": {"a", "b"}, "c": {"a", "c"}, "d": {"a", "b", "d"}, "x": {"x", "y"}, "y": {"x", "y"}}
    found = chains(reached)
    fine = sorted(sum(found, [])) == sorted(reached) and ["a", "b", "d"] in found and len(found) == 4
    print(f"self-test: chains: {'ok' if fine else found}")
    return failures + (not fine)


def main():
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    if len(sys.argv) != 3:
        print("usage: check_headers.py BUILD_FOLDER STAMP_FILE | --self-test")
        sys.exit(2)
    root = pathlib.Path(__file__).resolve().parents[2]
    faults, headers, compiled = check(root, sys.argv[1], sys.argv[2])
    for fault in sorted(faults):
        print(fault)
    print(f"headers: {headers} known, {compiled} compiled, {len(faults)} faults")
    sys.exit(1 if faults or headers == 0 else 0)


if __name__ == "__main__":
    main()
