#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""docs/governance.md names, for every rule, the tests that are named after it, each with a link to its file; no more and no
fewer. A rule that people meet before a screen has one there too.

check_governance.py [ROOT]           compares
check_governance.py [ROOT] --write   brings the table up to date
"""
import os
import re
import sys

# What people meet: they are told, asked or refused by it while they look at something. The others are kept where nobody
# looks: who acts, machines, applying twice, deletion, the log, switches, clocks; drills and bundles are to come.
MET = {2, 4, 5, 6, 7, 8, *range(10, 18), 20, 21, 22, 24, 25, 27, 28, 29, 30, 32, *range(40, 51), 54}
SCREENS = ("gui.", "editors.", "views.")
ROW = re.compile(r"^\| (GOV-(\d+)) \| (.*?) \| (\w+) \| (.*) \|$")
TEST = re.compile(r"void \w+::gov0*(\d+)_?(\w+?)(_data)?\(\)")


def tests_by_rule(root):
    found = {}
    for folder, _, names in sorted(os.walk(os.path.join(root, "tests"))):
        for name in sorted(names):
            if not (name.startswith("tst_") and name.endswith(".cpp")):
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                rules = {int(match.group(1)) for match in TEST.finditer(file.read())}
            program = os.path.relpath(os.path.join(folder, name), os.path.join(root, "tests"))[:-4]
            for rule in rules:
                found.setdefault(rule, []).append(program.replace("\\", "/").replace("/", "."))
    return found


def link(name):
    return f"[`{name}`](../tests/{name.replace('.', '/')}.cpp)"


def unseen(found):
    """Rules that people meet and that no test of a screen is named after."""
    return sorted(rule for rule in MET if not any(name.startswith(SCREENS) for name in found.get(rule, [])))


def brought_up_to_date(text, found):
    lines = []
    for line in text.splitlines():
        match = ROW.match(line)
        if match:
            tests = ", ".join(link(name) for name in found.get(int(match.group(2)), [])) or "–"
            line = f"| {match.group(1)} | {match.group(3)} | {match.group(4)} | {tests} |"
        lines.append(line)
    return "\n".join(lines) + "\n"


def self_test():
    text = "| GOV-1 | the actor | first | – |\n| GOV-2 | nobody | planned | `core.tst_gone` |\n"
    wanted = "| GOV-1 | the actor | first | [`core.tst_a`](../tests/core/tst_a.cpp) |\n| GOV-2 | nobody | planned | – |\n"
    assert brought_up_to_date(text, {1: ["core.tst_a"]}) == wanted
    assert brought_up_to_date(wanted, {1: ["core.tst_a"]}) == wanted
    names = [match.group(1) for match in TEST.finditer("void TestA::gov02_x()\nvoid T::gov31WithoutIt()\n")]
    assert names == ["2", "31"], names
    seen = {rule: ["gui.tst_a"] for rule in MET}
    assert unseen(seen) == [] and unseen({**seen, 40: ["server.tst_a"], 1: []}) == [40]
    print("self-test: 4 cases, 0 failed")
    return 0


def main(arguments):
    if "--self-test" in arguments:
        return self_test()
    root = next((word for word in arguments if not word.startswith("--")), ".")
    path = os.path.join(root, "docs", "governance.md")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = tests_by_rule(root)
    wanted = brought_up_to_date(text, found)
    faults = 0
    for rule in unseen(found):
        print(f"GOV-{rule} is met by people, and no test of a screen is named after it")
        faults = 1
    if "--write" in arguments:
        with open(path, "w", encoding="utf-8") as file:
            file.write(wanted)
    elif text != wanted:
        for old, new in zip(text.splitlines(), wanted.splitlines()):
            if old != new:
                print(f"docs/governance.md should say: {new}")
        return 1
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
