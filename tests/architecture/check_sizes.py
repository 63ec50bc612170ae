#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Limits of size: files, functions, widget constructors, includes, parameters, public methods.

Functions are found by a light reader: comments and literals are blanked, then every brace is classified by the
text before it. Terms: the *head* of a brace is the code between it and the end of the last declaration. Inside
namespaces and classes a head with a parameter list is a function; `class`, `struct`, `union`, `enum` before any
parenthesis is a type; `name{` after `) :` is a member's initialiser; everything else is a value. Bodies of
functions are counted, not read. A function's length is the number of lines between its braces.

Limits of the method: preprocessor branches are all read; a macro that opens a brace is not understood.
"""

import pathlib
import re
import typing

import tree

LIST = "tests/architecture/sizes_exceptions.txt"
CPP_LINES, H_LINES, FUNCTION, WIDGET_CONSTRUCTOR, INCLUDES, PARAMETERS, METHODS = 500, 200, 60, 50, 30, 6, 25
WIDGET_ROOMS = ("views", "editors", "app")


class Finding(typing.NamedTuple):
    path: str
    line: int
    what: str
    size: int
    limit: int


class Scope:
    def __init__(self, kind, name="", line=0, public=True):
        self.kind, self.name, self.line, self.public = kind, name, line, public
        self.methods = 0
        self.keeps_head = False
        self.end_fault = None


_PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", re.MULTILINE)
_TYPE = re.compile(r"\b(class|struct|union|enum)\b(?:\s+(?:class|struct))?\s*((?:[\w:]+\s+)*?)([\w:]*(?:<[^(){}]*>)?)\s*(?:final\s*)?(?::(?!:)[^(]*)?$")
_NAMESPACE = re.compile(r"\b(namespace\b[^()]*|extern\s*\"\s*\")\s*$")
_NAME = re.compile(r"((?:[\w:]|<[\w\s:,*&]*>::)*(?:~\w+|operator\s*(?:\(\s*\)|[^\s\w(]+|\w[\w\s:*&]*)|\w+))\s*\(")
_ACCESS = re.compile(r"\b(public|protected|private|Q_SIGNALS|signals)(\s+(?:Q_SLOTS|slots))?\s*:(?!:)")
_CONTROL = {"if", "for", "while", "switch", "catch", "return", "alignas", "decltype", "requires", "noexcept", "explicit",
            "static_assert", "sizeof", "__attribute__"}


def _matching(text, start):
    """The offset of the parenthesis that closes the one at start."""
    depth = 0
    for match in re.compile(r"[()]").finditer(text, start):
        depth += 1 if match.group() == "(" else -1
        if depth == 0:
            return match.start()
    return len(text) - 1


def _simplified(head):
    head = re.sub(r"\[\[.*?\]\]", " ", head, flags=re.DOTALL)
    head = re.sub(r"\balignas\s*\([^()]*\)", " ", head)
    previous = None
    while head != previous:  # template <...>, innermost brackets first
        previous = head
        head = re.sub(r"\btemplate\s*<[^<>]*>", " ", head)
        head = re.sub(r"(\btemplate\s*<[^<>]*)<[^<>]*>", r"\1", head)
    return head


def _function(head):
    """(name, parameters) of a function's head, or None."""
    for match in _NAME.finditer(head):
        name = "".join(match.group(1).split())
        if name.split("::")[-1] in _CONTROL or re.fullmatch(r"Q_[A-Z_]+|[A-Z][A-Z_0-9]{3,}", name):
            continue
        if "=" in head[:match.start()] and not name.startswith("operator"):
            return "lambda", ""
        opening = match.end() - 1
        return name, head[opening + 1:_matching(head, opening)]
    return None


def count_parameters(text):
    depth, count = 0, 0
    if not text.strip() or text.strip() == "void":
        return 0
    for character in text.replace("->", "  ").replace("<<", "  ").replace(">=", "  ").replace("<=", "  "):
        if character in "(<[{":
            depth += 1
        elif character in ")>]}":
            depth -= 1
        elif character == "," and depth == 0:
            count += 1
    return count + 1


def _is_method(head):
    # An override is the width of the interface, which is counted there.
    if re.search(r"\b(friend|using|typedef|static_assert|Q_[A-Z]+|delete|default|override|final)\b", head):
        return False
    head = head.split("=")[0] if "operator" not in head else head
    function = _function(_simplified(head))
    if not function:
        return False
    name = function[0].split("::")[-1]
    constructs = re.fullmatch(r"\s*(explicit|constexpr|inline|\s)*(\([^()]*\))?\s*~?" + re.escape(name) + r"\s*",
                              _simplified(head).split("(")[0])
    return not name.startswith(("operator", "~")) and not constructs


class Reader:
    """Walks the braces of one file and collects what has a size."""

    def __init__(self, path, code):
        self.path, self.code = path, _PREPROCESSOR.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), code)
        self.findings = []
        self.scopes = [Scope("namespace")]
        self.head_start = 0

    def read(self):
        inside, depth = None, 0  # the function whose body is being skipped
        for match in re.compile(r"[{};]|\b(?:public|protected|private|Q_SIGNALS|signals)(?:\s+(?:Q_SLOTS|slots))?\s*:(?!:)").finditer(self.code):
            mark, offset = match.group(), match.start()
            if inside:
                depth += {"{": 1, "}": -1}.get(mark, 0)
                if depth == 0:
                    self._end_function(inside, offset)
                    inside = None
                continue
            if mark == "{":
                opened = self._open(offset)
                if opened.kind in ("function", "value"):
                    inside, depth = opened, 1
                else:
                    self.scopes.append(opened)
                    self.head_start = offset + 1
            elif mark == "}":
                if len(self.scopes) > 1:
                    self._close(self.scopes.pop())
                self.head_start = offset + 1
            elif mark == ";":
                self._statement(self.code[self.head_start:offset])
                self.head_start = offset + 1
            else:
                self._access(mark)
                self.head_start = match.end()
        return self.findings

    def _open(self, offset):
        head = _simplified(self.code[self.head_start:offset])
        line = tree.line_at(self.code, offset)
        if _NAMESPACE.search(head):
            return Scope("namespace")
        if re.search(r"\)[\w\s]*:(?!:)", head) and re.search(r"[\w>]\s*$", head) and not re.search(r"\b(const|noexcept|override|final)\s*$", head):
            scope = Scope("value")
            scope.keeps_head = True
            return scope
        found = _TYPE.search(head)
        if found and "(" not in head:
            if found.group(1) == "enum":
                return Scope("value")
            return Scope("class", found.group(3), line, found.group(1) != "class")
        bound = re.search(r"(\w+)\s*=\s*\[[^\]]*\][^;]*$", head)
        if bound:
            return Scope("function", bound.group(1), line)
        function = _function(head)
        if not function:
            return Scope("value")
        parameters = count_parameters(function[1])
        if parameters > PARAMETERS:
            self.findings.append(Finding(self.path, line, f"{function[0]}(...)", parameters, PARAMETERS))
        if self.scopes[-1].kind == "class" and self.scopes[-1].public and _is_method(self.code[self.head_start:offset]):
            self.scopes[-1].methods += 1
        return Scope("function", function[0], line)

    def _end_function(self, scope, offset):
        if scope.kind == "function":
            end = tree.line_at(self.code, offset)
            parts = scope.name.split("::")
            constructor = (len(parts) > 1 and parts[-1] == parts[-2]) or parts[-1] == self.scopes[-1].name
            widget = constructor and tree.room_of(self.path) in WIDGET_ROOMS
            limit = WIDGET_CONSTRUCTOR if widget else FUNCTION
            self.findings.append(Finding(self.path, scope.line, f"{scope.name}()", max(0, end - scope.line - 1), limit))
        if not scope.keeps_head:
            self.head_start = offset + 1

    def _close(self, scope):
        if scope.kind == "class":
            self.findings.append(Finding(self.path, scope.line, f"class {scope.name}", scope.methods, METHODS))

    def _access(self, mark):
        # What a class announces is not what it can be asked to do.
        self.scopes[-1].public = mark.startswith("public")

    def _statement(self, head):
        scope = self.scopes[-1]
        function = _function(_simplified(head)) if "(" in head else None
        if not function:
            return
        if scope.kind == "class" and scope.public and _is_method(head):
            scope.methods += 1
        if scope.kind in ("class", "namespace") and "=" not in head.split("(")[0]:
            parameters = count_parameters(function[1])
            if parameters > PARAMETERS:
                line = tree.line_at(self.code, self.head_start + len(head) - len(head.lstrip()))
                self.findings.append(Finding(self.path, line, f"{function[0]}(...)", parameters, PARAMETERS))


def measure(root):
    findings = []
    for path in tree.sources(root):
        text = tree.read(root, path)
        source = path.endswith(".cpp")
        findings.append(Finding(path, 1, "lines", text.count("\n"), CPP_LINES if source else H_LINES))
        code = tree.code_only(text)
        if source:
            includes = len(re.findall(r"^[ \t]*#[ \t]*include\b", code, re.MULTILINE))
            findings.append(Finding(path, 1, "includes", includes, INCLUDES))
        findings += Reader(path, code).read()
    return findings


def read_exceptions(root):
    exceptions, faults = {}, []
    if not (pathlib.Path(root) / LIST).is_file():
        return exceptions, faults
    for number, line in enumerate(tree.read(root, LIST).split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(" | ")]
        if len(fields) != 4 or not fields[2].isdigit() or not fields[3]:
            faults.append(tree.Fault(LIST, number, "needs: file | what | allowed | reason"))
        else:
            exceptions[(fields[0], fields[1])] = (number, int(fields[2]))
    return exceptions, faults


def check(root):
    exceptions, faults = read_exceptions(root)
    needed = set()
    for finding in measure(root):
        if finding.size <= finding.limit:
            continue
        key = (finding.path, finding.what)
        needed.add(key)
        allowed = exceptions[key][1] if key in exceptions else finding.limit
        if finding.size > allowed:
            faults.append(tree.Fault(finding.path, finding.line, f"{finding.what}: {finding.size}, at most {allowed}"))
    for key, (number, _) in exceptions.items():
        if key not in needed:
            faults.append(tree.Fault(LIST, number, f"the exception for {key[0]}, {key[1]} is not needed any more"))
    return faults


def _body(lines, head="void f()"):
    return head + "\n{\n" + "    g();\n" * lines + "}\n"


def _class(count, access="public:\n"):
    return "class A\n{\n" + access + "".join(f"    int m{i}(int a = 1) const;\n" for i in range(count)) + "};\n"


CASES = (
    ("at the limits", {
        "engine/core/a.cpp": _body(60) + _class(25) + "#include <a>\n" * 30 + "int f(int a, int b, int c, int d, int e, std::map<int, int> g);\n",
        "engine/core/b.cpp": "\n" * 500, "engine/core/b.h": "\n" * 200,
        "views/a.cpp": _body(50, "AView::AView(QWidget *parent)\n    : QWidget(parent)\n    , m_a{1}\n    , m_b(2)")}, []),
    ("long files", {"engine/core/b.cpp": "\n" * 501, "engine/core/b.h": "\n" * 201}, ["engine/core/b.cpp:1", "engine/core/b.h:1"]),
    ("long functions", {"models/a.cpp": _body(61) + "namespace a::b\n{\n" + _body(61, "std::vector<int> A::f(int a) const noexcept") + "}\n"},
     ["models/a.cpp:2", "models/a.cpp:68"]),
    ("long function in a class", {"models/a.h": "class A final : public B<int>\n{\npublic:\n" + _body(61, "int f() override") + "};\n"},
     ["models/a.h:5"]),
    ("long template", {"engine/core/a.h": _body(61, "template <typename T, typename U = std::vector<int>>\nint f(T t)")}, ["engine/core/a.h:3"]),
    ("long constructor of a widget", {"views/a.cpp": _body(51, "AView::AView(QWidget *parent)\n    : QWidget(parent)\n    , m_a{1}\n    , m_b(2)")},
     ["views/a.cpp:5"]),
    ("long after strange text", {"models/a.cpp": "auto a = R\"({{{)\";\nauto b = '{';\nconst int c{1'000};\n// {\n" + _body(61)}, ["models/a.cpp:6"]),
    ("long after values", {"models/a.cpp": "const std::array a{1, 2};\nenum class B { One, Two };\nstruct C {\n    int d = 0;\n};\n" + _body(61)},
     ["models/a.cpp:7"]),
    ("long operator", {"models/a.cpp": _body(61, "bool A::operator==(const A &other) const")}, ["models/a.cpp:2"]),
    ("long lambda outside", {"models/a.cpp": _body(61, "const auto f = [](int a)")}, ["models/a.cpp:2"]),
    ("many includes", {"views/a.cpp": "#include <a>\n" * 31}, ["views/a.cpp:1"]),
    ("many parameters, defined", {"engine/core/a.cpp": "int f(int a, int b, int c, int d, int e, int g, int h)\n{\n}\n"}, ["engine/core/a.cpp:2"]),
    ("many parameters, declared", {"engine/core/a.h": "class A\n{\n    int f(int a, int b, int c,\n        int d, int e, int g, int h);\n};\n"},
     ["engine/core/a.h:3"]),
    ("commas that are no parameters", {"engine/core/a.h": "int f(std::map<int, std::pair<int, int>> a, std::function<void(int, int, int)> b, int c = g(1, 2), int d = {});\n"}, []),
    ("many public methods", {"engine/core/a.h": _class(26)}, ["engine/core/a.h:2"]),
    ("many private methods", {"engine/core/a.h": _class(26, "")}, []),
    ("what is no method", {"engine/core/a.h": _class(25).replace("};", "    A();\n    explicit A(int a);\n    ~A();\n    A(const A &) = delete;\n    bool operator==(const A &) const;\n    int m_x = g();\n    int m_y{1};\n    void r() override;\n    int s() const override { return 1; }\nQ_SIGNALS:\n    void t();\nprivate:\n    int p();\n};")}, []),
    ("methods with bodies", {"engine/core/a.h": "struct A {\n" + "".join(f"    int m{i}() const {{ return {i}; }}\n" for i in range(26)) + "};\n"},
     ["engine/core/a.h:1"]),
    ("an exception", {LIST: "models/a.cpp | f() | 61 | a table\n", "models/a.cpp": _body(61)}, []),
    ("an exception outgrown", {LIST: "models/a.cpp | f() | 61 | a table\n", "models/a.cpp": _body(62)}, ["models/a.cpp:2"]),
    ("an exception not needed", {LIST: "models/a.cpp | f() | 61 | a table\n", "models/a.cpp": _body(60)}, [f"{LIST}:1"]),
    ("an exception without reason", {LIST: "models/a.cpp | f() | 61\n"}, [f"{LIST}:1"]),
)

if __name__ == "__main__":
    tree.main(check, CASES, lambda root: f"sizes: {len(tree.sources(root))} files measured")
