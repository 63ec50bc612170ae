#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Finds what forbidden.txt forbids. Adding an exception there is a visible line in a review."""

import fnmatch
import pathlib
import re
import typing

import tree

LIST = "tests/architecture/forbidden.txt"
# These two contain every pattern that they look for.
SELF = {LIST, "tests/architecture/check_words.py"}
TEXT_SUFFIXES = {
    ".cpp", ".h", ".cmake", ".txt", ".md", ".sh", ".py", ".json", ".yaml", ".yml", ".toml", ".sql", ".qrc", ".ui",
    ".ts", ".xml", ".service", ".desktop", ".in", ".conf",
}
# Input of tests and the demo is data, whatever its words.
DATA = ("tests/data/", "resources/demo/")


class Rule(typing.NamedTuple):
    line: int
    pattern: typing.Pattern
    kind: str
    where: typing.List[str]
    reason: str
    exceptions: typing.Dict[str, str]


def parse_rules(text):
    """The rules, and the faults of the list itself."""
    rules, faults = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in re.split(r"\s\|\s", line)]
        if len(fields) != 5 or fields[1] not in ("code", "strings", "text") or not fields[3]:
            faults.append(tree.Fault(LIST, number, "needs: pattern | code, strings or text | where | reason | exceptions"))
            continue
        exceptions = {}
        if fields[4] != "-":
            for part in fields[4].split(";"):
                path, _, why = part.strip().partition(": ")
                if not why:
                    faults.append(tree.Fault(LIST, number, f"the exception '{path}' has no reason"))
                exceptions[path] = why
        try:
            pattern = re.compile(fields[0].replace(r"\x7c", "|"), re.MULTILINE)
        except re.error as error:
            faults.append(tree.Fault(LIST, number, f"not a regular expression: {error}"))
            continue
        rules.append(Rule(number, pattern, fields[1], fields[2].split(), fields[3], exceptions))
    return rules, faults


def _is_in(path, place):
    if place == "all":
        return True
    if "*" in place:
        return fnmatch.fnmatch(path, place)
    return path == place or path.startswith(place.rstrip("/") + "/")


def applies(rule, path):
    taken_out = any(_is_in(path, place[1:]) for place in rule.where if place.startswith("!"))
    return not taken_out and any(_is_in(path, place) for place in rule.where if not place.startswith("!"))


def _texts(root, path):
    whole = tree.read(root, path)
    if not path.endswith((".cpp", ".h")):
        return {"text": whole}
    return {"text": whole, "strings": tree.without_comments(whole), "code": tree.code_only(whole)}


def _is_text(path):
    name = pathlib.PurePosixPath(path)
    return name.suffix in TEXT_SUFFIXES or not name.suffix


def check(root):
    if not (pathlib.Path(root) / LIST).is_file():
        return [tree.Fault(LIST, 0, "the list is missing")]
    rules, faults = parse_rules(tree.read(root, LIST))
    used = set()
    for path in tree.files(root):
        if path in SELF or path.startswith(DATA) or not _is_text(path):
            continue
        texts = _texts(root, path)
        for rule in rules:
            if rule.kind not in texts or not applies(rule, path):
                continue
            text = texts[rule.kind]
            for match in rule.pattern.finditer(text):
                if path in rule.exceptions:
                    used.add((rule.line, path))
                    continue
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                word = " ".join(match.group().split())
                faults.append(tree.Fault(path, tree.line_at(text, start), f"'{word}': {rule.reason}"))
    for rule in rules:
        for path in rule.exceptions:
            if (rule.line, path) not in used:
                faults.append(tree.Fault(LIST, rule.line, f"the exception {path} excuses nothing any more"))
    return faults


def _real_list():
    """The rules in force without their exceptions, whose files no small tree has."""
    lines = tree.read(pathlib.Path(__file__).resolve().parents[2], LIST).split("\n")
    return "\n".join(line if line.startswith("#") else re.sub(r"\s\|\s[^|]*$", " | -", line) for line in lines)


def _case(name, path, text, *lines):
    return name, {LIST: _real_list(), path: text}, [f"{path}:{line}" for line in lines]


CASES = (
    _case("nested loop", "models/a.cpp", "void f()\n{\n    QEventLoop loop;\n}\n", 3),
    _case("words in comments and strings are harmless", "models/a.cpp", '// QEventLoop\nauto a = "processEvents"; /* emit x */\n'),
    _case("exec in a view", "views/a.cpp", "void f() { dialog.exec(); menu->exec(p); }\n", 1, 1),
    _case("exec in main", "app/main.cpp", "int main() { return application.exec(); }\n"),
    _case("sleeping tests", "tests/core/tst_a.cpp",
          "QTest::qWait(10);\nstd::this_thread::sleep_for(1s);\nQTest::qSleep(1);\nusleep(3);\n", 1, 2, 3, 4),
    _case("string connections", "views/a.cpp", "connect(a, SIGNAL(b()), c, SLOT(d()));\n", 1, 1),
    _case("connection without context", "views/a.cpp", "connect(button, &QPushButton::clicked, [this] { f(); });\n", 1),
    _case("connection with context", "views/a.cpp", "connect(button, &QPushButton::clicked, this, [this] { f(); });\n"),
    _case("keywords", "views/a.h", "signals:\n    void a();\npublic slots:\n    void b() { emit a(); }\n", 1, 3, 4),
    _case("macros instead of keywords", "views/a.h", "Q_SIGNALS:\n    void a();\nprivate Q_SLOTS:\n    void b() { Q_EMIT a(); }\n"),
    _case("singletons", "models/a.cpp", "Store::instance().load();\nqApp->quit();\n", 1, 2),
    _case("statics with state", "engine/core/a.cpp",
          "static int counter = 0;\nvoid f()\n{\n    static std::map<int, int> cache;\n    thread_local bool busy{false};\n}\n", 1, 4, 5),
    _case("harmless statics", "engine/core/a.cpp",
          "static constexpr int limit = 3;\nstatic const std::array names{1, 2};\nstatic Result<T> guarded(int a);\n"
          "static int f(int a)\n{\n    return a;\n}\nstatic std::string g(bool b = true);\n"),
    _case("friends of tests", "models/a.h", "class A\n{\n    friend class TestModels;\n};\n", 3),
    _case("deleteLater", "models/a.cpp", "reply->deleteLater();\n", 1),
    _case("deleteLater in its place", "views/common/a.cpp", "reply->deleteLater();\n"),
    _case("using in a header", "engine/core/a.h", "using namespace std;\n", 1),
    _case("using in a source", "engine/core/a.cpp", "using namespace std::chrono_literals;\n"),
    _case("owning new", "engine/core/a.cpp", "auto *a = new Thing;\nm_b = new Thing;\nThing *c = new Thing;\ndelete c;\n", 1, 2, 3, 4),
    _case("patterns", "models/a.cpp", "std::regex a;\nQRegularExpression b;\n", 1, 2),
    _case("TLS", "engine/client/a.cpp", "curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 0L);\n", 1),
    _case("tool tips of data", "views/a.cpp", 'a->setToolTip(name);\nb->setToolTip(tr("Save"));\n', 1),
    _case("threads", "models/a.h", "class A : public QThread\n{\n};\nauto b = std::async(f);\n", 1, 4),
    _case("open tasks, in comments too", "models/a.cpp", "// TO" "DO: later\n", 1),
    _case("machine paths", "docs/a.md", "see /ho" "me/somebody/x\n", 1),
    ("a stale exception", {LIST: "abc | code | all | why | models/a.cpp: because\n", "models/a.cpp": "int b;\n"}, [f"{LIST}:1"]),
    ("an exception", {LIST: "abc | code | all | why | models/a.cpp: because\n", "models/a.cpp": "abc\n", "models/b.cpp": "abc\n"},
     ["models/b.cpp:1"]),
    ("an exception without reason", {LIST: "abc | code | all | why | models/a.cpp\n", "models/a.cpp": "abc\n"}, [f"{LIST}:1"]),
    ("a broken line", {LIST: "abc | code\n(| | code | all | why | -\n( | code | all | why | -\n"},
     [f"{LIST}:1", f"{LIST}:2", f"{LIST}:3"]),
)

if __name__ == "__main__":
    tree.main(check, CASES, lambda root: f"words: {len(parse_rules(tree.read(root, LIST))[0])} rules")
