#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""docs/governance.md names, for every rule, the test functions that are named after it, each with a link to its file; no
more and no fewer. A rule that people meet before a screen has one there too. Every other test that the page names exists.

check_governance.py [ROOT]           compares
check_governance.py [ROOT] --write   brings the table up to date
"""
import os
import re
import sys

# What people meet: they are told, asked or refused by it while they look at something. The others are kept where nobody
# looks: who acts, machines, applying twice, the log, switches; drills and bundles are to come.
MET = {2, 4, 5, 6, 7, 8, *range(10, 18), 20, 21, 22, 24, *range(25, 31), 32, *range(40, 51), 54, 55}
SCREENS = ("gui.", "editors.", "views.")
ROW = re.compile(r"^\| (GOV-(\d+)) \| (.*?) \| (\w+) \| (.*) \|$")
FUNCTION = re.compile(r"^void \w+::(\w+)\(\)", re.MULTILINE)
RULE = re.compile(r"gov0*(\d+)_?\w+?(_data)?$")
NAMED = re.compile(r"`(\w+\.tst_\w+)(?:::(\w+))?`")


def functions_by_program(root):
    found = {}
    for folder, _, names in sorted(os.walk(os.path.join(root, "tests"))):
        for name in sorted(names):
            if not (name.startswith("tst_") and name.endswith(".cpp")):
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                functions = FUNCTION.findall(file.read())
            program = os.path.relpath(os.path.join(folder, name), os.path.join(root, "tests"))[:-4]
            found[program.replace("\\", "/").replace("/", ".")] = functions
    return found


def tests_by_rule(functions):
    """Of every rule the tests as program::function."""
    found = {}
    for program, names in functions.items():
        for name in names:
            match = RULE.match(name)
            if match and not match.group(2):
                found.setdefault(int(match.group(1)), []).append(f"{program}::{name}")
    return found


def link(test):
    return f"[`{test}`](../tests/{test.partition('::')[0].replace('.', '/')}.cpp)"


def unseen(found):
    """Rules that people meet and that no test of a screen is named after."""
    return sorted(rule for rule in MET if not any(name.startswith(SCREENS) for name in found.get(rule, [])))


def unknown(text, functions):
    """Tests that the page names outside of the table and that are not there."""
    wrong = []
    for program, function in NAMED.findall(text):
        if program not in functions or (function and function not in functions[program]):
            wrong.append(f"{program}::{function}" if function else program)
    return wrong


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
    wanted = ("| GOV-1 | the actor | first | [`core.tst_a::gov01_x`](../tests/core/tst_a.cpp) |\n"
              "| GOV-2 | nobody | planned | – |\n")
    assert brought_up_to_date(text, {1: ["core.tst_a::gov01_x"]}) == wanted
    assert brought_up_to_date(wanted, {1: ["core.tst_a::gov01_x"]}) == wanted
    names = FUNCTION.findall("void TestA::gov02_x()\nvoid T::gov31WithoutIt()\nvoid T::gov31WithoutIt_data()\n    a.b();\n")
    assert names == ["gov02_x", "gov31WithoutIt", "gov31WithoutIt_data"], names
    functions = {"core.tst_a": names}
    assert tests_by_rule(functions) == {2: ["core.tst_a::gov02_x"], 31: ["core.tst_a::gov31WithoutIt"]}
    assert unknown("`core.tst_a`, `core.tst_a::gov02_x`", functions) == []
    assert unknown("`core.tst_b`, `core.tst_a::gov02_y`", functions) == ["core.tst_b", "core.tst_a::gov02_y"]
    seen = {rule: ["gui.tst_a"] for rule in MET}
    assert unseen(seen) == [] and unseen({**seen, 40: ["server.tst_a"], 1: []}) == [40]
    print("self-test: 8 cases, 0 failed")
    return 0


def main(arguments):
    if "--self-test" in arguments:
        return self_test()
    root = next((word for word in arguments if not word.startswith("--")), ".")
    path = os.path.join(root, "docs", "governance.md")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    functions = functions_by_program(root)
    found = tests_by_rule(functions)
    wanted = brought_up_to_date(text, found)
    faults = 0
    for rule in unseen(found):
        print(f"GOV-{rule} is met by people, and no test of a screen is named after it")
        faults = 1
    for test in unknown(wanted, functions):
        print(f"docs/governance.md names {test}, which is not there")
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
