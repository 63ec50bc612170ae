#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""No two types of the product have the same full name: the linker takes the functions of one for both, silently."""

import re

import tree

_NAMESPACE = re.compile(r"namespace\s*((?:\w+(?:::)?)*)\s*$")
_TYPE = re.compile(r"\b(?:class|struct|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[[^\]]*\]\]\s*)?([\w:]+)\s*(?:final\s*)?(?::(?!:)[^(){};]*)?$")


def types_in(text):
    """(full name, line) of each type that is defined in a named namespace of a file."""
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", lambda m: re.sub(r"[^\n]", " ", m.group()), tree.code_only(text), flags=re.MULTILINE)
    found = []
    scopes = []  # a name, "" for an anonymous namespace, None for any other block
    begin = 0
    for match in re.finditer(r"[{};]", code):
        head = code[begin:match.start()]
        begin = match.end()
        if match.group() == "}":
            if scopes:
                scopes.pop()
            continue
        if match.group() == ";":
            continue
        namespace = _NAMESPACE.search(head)
        kind = None if namespace is None else namespace.group(1)
        defined = _TYPE.search(head)
        if kind is None and defined and None not in scopes and "" not in scopes:
            found.append(("::".join(scopes + [defined.group(1)]), tree.line_at(code, match.start())))
        scopes.append(kind)
    return found


def product_sources(root):
    return [path for path in tree.sources(root) if tree.room_of(path) in tree.ROOMS]


def check(root):
    known, faults = {}, []
    for path in product_sources(root):
        for name, line in types_in(tree.read(root, path)):
            if name in known and known[name] != path:
                faults.append(tree.Fault(path, line, f"{name} is the name of another type in {known[name]}"))
            known.setdefault(name, path)
    return faults


CASES = (
    ("two of a name", {"engine/core/a.h": "namespace c {\nstruct X {\n int a;\n};\n}\n",
                       "engine/core/b.h": "namespace c {\nenum class X : int { A };\n}\n"}, ["engine/core/b.h:2"]),
    ("with a base", {"engine/core/a.h": "namespace c {\nclass X final : public Y<int> {\n};\n}\n",
                     "views/b.h": "namespace c {\nclass X : public Z {\n};\n}\n"}, ["views/b.h:2"]),
    ("in a source", {"engine/core/a.cpp": "namespace c {\nclass P::X {\n};\n}\n",
                     "engine/core/b.cpp": "namespace c {\nclass P::X {\n};\n}\n"}, ["engine/core/b.cpp:2"]),
    ("nested namespaces", {"engine/core/a.h": "namespace c::d {\nstruct X { };\n}\n",
                           "engine/core/b.h": "namespace c {\nnamespace d {\nstruct X { };\n}\n}\n"}, ["engine/core/b.h:3"]),
    ("no fault", {"engine/core/a.h": "namespace c {\nstruct X;\nstruct Y { struct Z { }; };\nstruct X f();\n}\n",
                  "engine/core/b.h": "namespace c {\nstruct X { };\n}\nnamespace d {\nstruct X { };\nstruct Z { };\n}\n",
                  "engine/core/c.cpp": "namespace c {\nnamespace {\nstruct X { };\n}\nvoid f() { struct Y { }; }\n}\n",
                  "tests/a.cpp": "namespace c {\nstruct X { };\n}\n"}, []),
)

if __name__ == "__main__":
    tree.main(check, CASES, lambda root: f"types: {len(product_sources(root))} files")
