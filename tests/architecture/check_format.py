#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every source is formatted as .clang-format says. Files that passed are not looked at again until they change."""

import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import stamps
import tree

TOOL = "clang-format-19"
BATCH = 20


def _version():
    return subprocess.run([TOOL, "--version"], capture_output=True, text=True, check=True).stdout


def _complaints(root, paths):
    result = subprocess.run([TOOL, "--dry-run", "-Werror", "--ferror-limit=1", "--style=file", *paths],
                            cwd=root, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return []
    faults = []
    for line in result.stderr.split("\n"):
        parts = line.split(":", 4)
        if len(parts) == 5 and "error" in parts[3]:
            faults.append(tree.Fault(parts[0], int(parts[1]), f"not formatted: run {TOOL} -i {parts[0]}"))
    return faults or [tree.Fault(paths[0], 1, result.stderr.strip() or "clang-format failed")]


def check(root, cache=None):
    memory = stamps.Stamps(cache)
    style = tree.read(root, ".clang-format")
    version = _version()
    digests = {path: stamps.digest(version, style, path, (pathlib.Path(root) / path).read_bytes()) for path in tree.sources(root)}
    pending = [path for path, value in digests.items() if value not in memory.known]
    batches = [pending[i:i + BATCH] for i in range(0, len(pending), BATCH)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = [fault for found in pool.map(lambda paths: _complaints(root, paths), batches) for fault in found]
    bad = {fault.path for fault in faults}
    memory.save({value for path, value in digests.items() if path not in bad})
    return faults


def self_test():
    style = tree.read(pathlib.Path(__file__).resolve().parents[2], ".clang-format")
    good, bad = "int f(int a)\n{\n    return a;\n}\n", "int f(int a) {\n  return a; }\n"
    failures = 0
    with tempfile.TemporaryDirectory(prefix="chancery-check-") as root:
        tree.write_tree(root, {".clang-format": style, "engine/a.cpp": good, "models/b.h": bad})
        cache = pathlib.Path(root) / "build" / "stamps.json"
        for name, expected in (("first look", {"models/b.h"}), ("a fault is not remembered as passed", {"models/b.h"})):
            found = {fault.path for fault in check(root, cache)}
            failures += found != expected
            print(f"self-test: {name}: {'ok' if found == expected else f'expected {expected}, found {found}'}")
        tree.write_tree(root, {"engine/a.cpp": bad, "models/b.h": good})
        found = {fault.path for fault in check(root, cache)}
        failures += found != {"engine/a.cpp"}
        print(f"self-test: a change is noticed: {'ok' if found == {'engine/a.cpp'} else found}")
    return failures


def main():
    if shutil.which(TOOL) is None:
        print(f"{TOOL} is missing")
        sys.exit(1)
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    root = pathlib.Path(__file__).resolve().parents[2]
    faults = check(root, sys.argv[1] if len(sys.argv) > 1 else None)
    for fault in sorted(faults):
        print(fault)
    print(f"format: {len(tree.sources(root))} files, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
