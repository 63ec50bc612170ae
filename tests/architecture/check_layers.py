#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Includes go one way. The tables below are those of docs/architecture.md; this file is where they are enforced."""

import functools
import glob
import os
import re

import tree

# Which own rooms a room may include, itself aside.
MAY_INCLUDE = {
    "engine/core": (),
    "engine/api": ("engine/core",),
    "engine/client": ("engine/core", "engine/api"),
    "engine/server": ("engine/core", "engine/api"),
    "engine/agent": ("engine/core", "engine/api", "engine/client"),
    "audit": ("engine/core", "engine/api"),
    "models": ("engine/core",),
    "editors": ("engine/core", "models"),
    "views": ("engine/core", "models", "editors"),
    "app": tuple(tree.ROOMS),
}

# Single headers that cross more than the rooms do: who, what, why.
ALSO_INCLUDE = (
    (r"engine/server/(upstream|hub)\w*\.(h|cpp)|engine/server/upstream/.*", r"engine/client/.*",
     "a hub is the client of the server above it"),
    (r"models/.*", r"engine/client/\w*api\.h", "the interface of the client, never its implementation"),
    (r"models/.*", r"audit/(auditlog|auditcache|auditquery|\w+api)\.h", "the interface of the auditor's room"),
)

# Third-party headers by family, and which rooms may use a family.
FAMILIES = (
    ("boost", r"boost/.*"),
    ("openssl", r"openssl/.*"),
    ("curl", r"curl/.*"),
    ("sqlite3", r"sqlite3(ext)?\.h"),
    ("re2", r"re2/.*"),
    ("pcre2", r"pcre2\.h"),
    ("argon2", r"argon2\.h"),
    ("date", r"date/.*"),
    ("zstd", r"zstd\.h"),
    ("cli11", r"CLI/.*"),
    ("log", r"(spdlog|fmt)/.*"),
    ("benchmark", r"benchmark/.*"),
    ("git2", r"git2\.h"),
    ("deflate", r"libdeflate\.h"),
    ("qscintilla", r"Qsci/.*"),
    ("keychain", r"qt6?keychain/.*"),
)
FAMILY_ROOMS = {
    "engine/core": ("openssl", "re2", "pcre2", "argon2", "date", "sqlite3", "deflate"),
    "engine/api": (),
    "engine/client": ("curl", "openssl"),
    "engine/server": ("boost", "openssl", "sqlite3", "curl", "zstd"),
    "engine/agent": (),
    "audit": ("sqlite3", "deflate"),
    "models": (),
    "editors": ("qscintilla",),
    "views": (),
    "app": tuple(name for name, _ in FAMILIES),
}
# A program's main reads its command line and sets up its log; nothing else of the engine does.
MAIN_FAMILIES = ("cli11", "log")

# Qt modules by room. "Qt" stands for the headers that every module shares.
QT_MODULES = {
    "audit": ("QtCore", "QtGui"),
    "models": ("QtCore", "QtGui"),
    "editors": ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport"),
    "views": ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg", "QtSvgWidgets"),
}

SYSTEM = re.compile(
    r"[a-z_0-9]+"                                     # the C++ standard library
    r"|(sys|netinet|arpa|net|linux)/[a-z_0-9]+\.h"    # the operating system
    r"|(assert|ctype|dirent|dlfcn|errno|link|fcntl|fnmatch|glob|grp|limits|locale|math|netdb|poll|pthread|pwd|sched|"
    r"signal|spawn|stdarg|stddef|stdint|stdio|stdlib|string|strings|syslog|termios|time|unistd)\.h"
    r"|sanitizer/[a-z_]+\.h")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(<[^>\n]+>|"[^"\n]+")', re.MULTILINE)
GENERATED = re.compile(r"(ui_\w+\.h|\w+\.moc|moc_\w+\.cpp)")


@functools.lru_cache(maxsize=None)
def _qt_headers():
    """Header name -> Qt module, read from where Debian puts Qt's headers."""
    modules = {}
    for folder in glob.glob("/usr/include/*/qt6/Qt*"):
        for name in os.listdir(folder):
            modules.setdefault(name, os.path.basename(folder))
    return modules


def qt_module(header):
    """'QtWidgets' for QLabel or QtWidgets/QLabel, 'Qt' when the module is unknown, None when it is not Qt's."""
    if header.startswith("Qsci/"):
        return None
    first, _, rest = header.partition("/")
    if rest and re.fullmatch(r"Qt[A-Z]\w*", first):
        return first
    if re.fullmatch(r"(Q[A-Z]\w*|q[a-z]\w*\.h|Qt[A-Z]\w*)", header):
        return _qt_headers().get(header, "Qt")
    return None


def _own_fault(path, room, target):
    other = tree.room_of(target)
    if other not in tree.ROOMS:
        if other == "tests":
            return None if room == "tests" else "only tests include tests"
        return "is not written from the repository's root"
    if room == "tests" or other == room or other in MAY_INCLUDE.get(room, ()):
        return None
    for who, what, _ in ALSO_INCLUDE:
        if re.fullmatch(who, path) and re.fullmatch(what, target):
            return None
    if os.path.basename(path) == "main.cpp" and room in ("engine/server", "engine/agent"):
        return None if other.startswith("engine/") else f"{room} may not include {other}"
    return f"{room} may not include {other}"


def _system_fault(path, room, header):
    if room not in MAY_INCLUDE:  # tests use what they need
        return None
    module = qt_module(header)
    if module is not None:
        if room == "app":
            return None
        if room not in QT_MODULES:
            return f"{room} knows no Qt"
        return None if module == "Qt" or module in QT_MODULES[room] else f"{room} may not use {module}"
    for family, pattern in FAMILIES:
        if re.fullmatch(pattern, header):
            allowed = family in FAMILY_ROOMS[room]
            # The one statement wrapper that the server's store and the auditor's cache share.
            allowed = allowed or (family == "sqlite3" and path.startswith("engine/core/storage/"))
            allowed = allowed or (os.path.basename(path) == "main.cpp" and family in MAIN_FAMILIES)
            return None if allowed else f"{room} may not use {family}"
    return None if SYSTEM.fullmatch(header) else "unknown header: give it a family in check_layers.py"


def _is_shared_header(path, name, known):
    """A class that is implemented in several sources: each begins with the one header beside it."""
    return path.endswith(".cpp") and f"{os.path.dirname(path)}/{name}" in known


def _file_faults(path, text, known):
    room = tree.room_of(path)
    faults = []
    own_header = path[:-4] + ".h" if path.endswith(".cpp") and path[:-4] + ".h" in known else None
    # A header inside a comment is none; quoted names must survive, so literals stay.
    text = tree.without_comments(text)
    for number, match in enumerate(INCLUDE.finditer(text)):
        line, written = tree.line_at(text, match.start(1)), match.group(1)
        name = written[1:-1]
        why = None
        if number == 0 and own_header and written != f'"{os.path.basename(own_header)}"':
            why = f'the first include is the own header, "{os.path.basename(own_header)}"'
        elif written.startswith("<"):
            why = _system_fault(path, room, name)
        elif "/" in name and ".." not in name:
            why = _own_fault(path, room, name)
        elif not GENERATED.fullmatch(name) and not (number == 0 and (own_header or _is_shared_header(path, name, known))):
            why = "is not written from the repository's root"
        if why:
            faults.append(tree.Fault(path, line, f"{written}: {why}"))
    return faults


def check(root):
    paths = tree.sources(root)
    known = set(paths)
    faults = []
    for path in paths:
        faults += _file_faults(path, tree.read(root, path), known)
    return faults


CASES = (
    ("what the table allows", {
        "engine/core/a.h": "#pragma once\n#include <vector>\n#include <sys/stat.h>\n#include <openssl/evp.h>\n",
        "engine/core/a.cpp": '#include "a.h"\n\n#include "engine/core/b.h"\n',
        "engine/server/hub.cpp": '#include "engine/client/cmsapi.h"\n#include <boost/asio.hpp>\n',
        "engine/server/main.cpp": '#include "engine/server/a.h"\n#include <CLI/CLI.hpp>\n#include <spdlog/spdlog.h>\n',
        "models/m.cpp": '#include "engine/client/configsapi.h"\n#include <QObject>\n#include <QUndoStack>\n',
        "editors/e.cpp": "#include <Qsci/qsciscintilla.h>\n#include <QWidget>\n",
        "views/v.cpp": '#include "ui_v.h"\n#include "models/m.h"\n',
        "app/main.cpp": '#include "views/v.h"\n#include <QApplication>\n',
        "tests/core/tst_a.cpp": '#include "engine/core/a.h"\n#include "tests/support/testcase.h"\n#include "tst_a.moc"\n',
    }, []),
    ("upwards", {"engine/core/a.h": '#include "engine/api/b.h"\n'}, ["engine/core/a.h:1"]),
    ("sideways", {"engine/server/a.cpp": '\n#include "engine/client/b.h"\n'}, ["engine/server/a.cpp:2"]),
    ("past the interface", {"models/m.cpp": '#include "engine/client/curlengine.h"\n'}, ["models/m.cpp:1"]),
    ("a view that talks to the client", {"views/v.cpp": '#include "engine/client/cmsapi.h"\n'}, ["views/v.cpp:1"]),
    ("Qt in the engine", {"engine/api/a.h": "#include <QString>\n"}, ["engine/api/a.h:1"]),
    ("widgets in models", {"models/m.h": "#include <QtWidgets/QLabel>\n#include <QPushButton>\n"},
     ["models/m.h:1", "models/m.h:2"]),
    ("curl in a view", {"views/v.cpp": "#include <curl/curl.h>\n"}, ["views/v.cpp:1"]),
    ("sqlite in models", {"models/v.cpp": "#include <sqlite3.h>\n"}, ["models/v.cpp:1"]),
    ("a command line outside main", {"engine/agent/a.cpp": "#include <CLI/CLI.hpp>\n"}, ["engine/agent/a.cpp:1"]),
    ("an unknown library", {"engine/core/a.cpp": "#include <yaml-cpp/yaml.h>\n"}, ["engine/core/a.cpp:1"]),
    ("a bare name", {"engine/core/a.cpp": '#include <map>\n#include "b.h"\n'}, ["engine/core/a.cpp:2"]),
    ("a path from here", {"views/a/a.cpp": '#include "../b.h"\n'}, ["views/a/a.cpp:1"]),
    ("own header second", {"engine/core/a.h": "\n", "engine/core/a.cpp": '#include <map>\n#include "a.h"\n'},
     ["engine/core/a.cpp:1", "engine/core/a.cpp:2"]),
    ("one header of several sources", {"engine/core/a.h": "\n", "engine/core/b.cpp": '#include "a.h"\n#include <map>\n'}, []),
    ("another header's bare name", {"engine/core/a.h": "\n", "engine/core/b.h": "\n",
     "engine/core/c.cpp": '#include "engine/core/b.h"\n#include "a.h"\n', "engine/core/d.h": '#include "a.h"\n'},
     ["engine/core/c.cpp:2", "engine/core/d.h:1"]),
    ("tests included by the product", {"app/a.cpp": '#include "tests/support/testcase.h"\n'}, ["app/a.cpp:1"]),
    ("only in a comment", {"engine/core/a.h": '// #include <QString>\n/*\n#include "views/v.h"\n*/\n'}, []),
)

if __name__ == "__main__":
    tree.main(check, CASES, lambda root: f"layers: {len(tree.sources(root))} files")
