#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Which share of each room's lines and branches the tests run.

    cmake --preset coverage && cmake --build --preset coverage && tests/coverage.py [arguments of ctest]

What a process that was killed had run is not counted: it never wrote it down.
"functions have mismatched data" is said of inline functions that one program includes and does not call (their hash
is 0); they are counted where another one calls them.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build/coverage"
ROOMS = ("engine/core", "engine/api", "engine/client", "engine/server", "engine/agent", "audit", "models", "editors",
         "views", "app")


def programs():
    folders = (BUILD / "tests", BUILD / "bin")
    return [file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir())
            if file.is_file() and os.access(file, os.X_OK)]


def run_tests(arguments):
    raw = BUILD / "raw"
    shutil.rmtree(raw, ignore_errors=True)
    # One file a program, into which its processes add.
    environment = {**os.environ, "LLVM_PROFILE_FILE": f"{raw}/%m.profraw"}
    result = subprocess.run(["ctest", "--preset", "coverage", *arguments], cwd=ROOT, env=environment, check=False)
    if result.returncode != 0:
        print("coverage: some tests failed; the figures are of what ran")
    profiles = sorted(raw.glob("*.profraw"))
    if not profiles:
        sys.exit("coverage: no test wrote a profile; is the preset coverage built?")
    subprocess.run(["llvm-profdata-19", "merge", "-sparse", "-o", BUILD / "all.profdata", *profiles], check=True)


def totals():
    first, *others = programs()
    answer = subprocess.run(
        ["llvm-cov-19", "export", "-summary-only", "-skip-expansions", f"-instr-profile={BUILD / 'all.profdata'}", first,
         *(f"-object={file}" for file in others)], stdout=subprocess.PIPE, check=True)
    rooms = {room: [0, 0, 0, 0] for room in ROOMS}
    for file in json.loads(answer.stdout)["data"][0]["files"]:
        path = pathlib.Path(file["filename"])
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""
        room = next((room for room in ROOMS if name.startswith(room + "/")), None)
        if room:
            summary = file["summary"]
            for place, (kind, what) in enumerate(((kind, what) for kind in ("lines", "branches") for what in ("covered", "count"))):
                rooms[room][place] += summary[kind][what]
    return rooms


def main():
    if sys.argv[1:2] in (["-h"], ["--help"]):
        print(__doc__)
        return
    run_tests(sys.argv[1:])
    print("| room | lines | of them run | branches | of them run |\n|---|---|---|---|---|")
    for room, (lines, all_lines, branches, all_branches) in totals().items():
        if all_lines:
            print(f"| {room} | {all_lines} | {100 * lines / all_lines:.1f} % | {all_branches} | "
                  f"{100 * branches / max(all_branches, 1):.1f} % |")


if __name__ == "__main__":
    main()
