#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Looks for secrets in every byte of every file below some folders.

canaryscan.py < {"canaries": {LABEL: VALUE}, "allowed": [[LABEL, GLOB of a path]], "roots": [FOLDER]}
Prints "LABEL FORM PATH" for every find that is not allowed, then "scanned FILES BYTES". Each value is
looked for as it is, in base64 at all three places, in hex, as escapes of JSON and of URLs, and in
UTF-16; in files as they are, in members of archives, in compressed streams of PDFs and in their
text, and in the values of SQLite databases.
"""
import base64
import fnmatch
import glob
import gzip
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile
import zlib


def base64_forms(raw):
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw)
        # What the neighbours of the value change at either end is no part of it.
        first = (shift * 8 + 5) // 6
        last = (shift + len(raw)) * 8 // 6
        yield text[first:last]
        yield text[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def forms(value):
    raw = value.encode()
    yield "plain", raw
    yield "utf-16-le", value.encode("utf-16-le")
    yield "utf-16-be", value.encode("utf-16-be")
    yield "hex", raw.hex().encode()
    yield "hex", raw.hex().upper().encode()
    yield "json", json.dumps(value)[1:-1].encode()
    yield "json", json.dumps(value)[1:-1].replace("/", "\\/").encode()
    yield "json-all", "".join(f"\\u{ord(c):04x}" for c in value).encode()
    yield "url", urllib.parse.quote(value, safe="").encode()
    yield "url-all", "".join(f"%{byte:02x}" for byte in raw).encode()
    yield "url-all", "".join(f"%{byte:02X}" for byte in raw).encode()
    for form in base64_forms(raw):
        yield "base64", form
    # What is base64 itself is also what it stands for.
    if re.fullmatch(r"[A-Za-z0-9+/_-]{40,}=*", value):
        decoded = base64.b64decode(value.translate(str.maketrans("-_", "+/")) + "===")
        yield "decoded", decoded
        yield "decoded-hex", decoded.hex().encode()


def database_values(data, path):
    folder = tempfile.mkdtemp(dir=SCRATCH)
    copy = os.path.join(folder, "db")
    with open(copy, "wb") as out:
        out.write(data)
    for ending in ("-wal",):
        if os.path.exists(path + ending):
            shutil.copy(path + ending, copy + ending)
    try:
        with sqlite3.connect(copy) as database:
            names = [row[0] for row in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in names:
                for row in database.execute(f'SELECT * FROM "{name}"'):
                    yield b"\n".join(
                        v if isinstance(v, bytes) else str(v).encode() for v in row)
    except sqlite3.Error:
        pass  # sealed or broken: its pages were looked at as they are
    finally:
        shutil.rmtree(folder)


def contents(path, data, depth=0):
    yield path, data
    if depth > 4:
        return
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from contents(path + "!" + name, archive.read(name), depth + 1)
    if data[:2] == b"\x1f\x8b":
        yield path + "!gzip", gzip.decompress(data)
    if data[:5] == b"%PDF-":
        for number, match in enumerate(re.finditer(rb"stream\r?\n", data)):
            try:
                yield f"{path}!stream{number}", zlib.decompressobj().decompress(data[match.end():])
            except zlib.error:
                pass
        text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True)
        yield path + "!text", text.stdout.replace(b"\n", b"")
    if data[:16] == b"SQLite format 3\0" and "!" not in path:
        for value in database_values(data, path):
            yield path + "!value", value


def files(roots):
    for root in roots:
        for folder, _, names in os.walk(root):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    yield path


asked = json.load(sys.stdin)
SCRATCH = tempfile.mkdtemp(dir=asked.get("scratch"))
wanted = [(label, form, needle) for label, value in asked["canaries"].items()
          for form, needle in dict.fromkeys(forms(value))]
found = {}
count = size = 0
for path in files(asked["roots"]):
    if path.startswith(SCRATCH):
        continue
    try:
        with open(path, "rb") as file:
            whole = file.read()
    except FileNotFoundError:
        continue
    count += 1
    size += len(whole)
    for place, data in contents(path, whole):
        for label, form, needle in wanted:
            if needle in data:
                found.setdefault((label, path), (form, place))
shutil.rmtree(SCRATCH)
for (label, path), (form, place) in sorted(found.items()):
    if not any(label == of and fnmatch.fnmatch(path, pattern) for of, pattern in asked["allowed"]):
        print(label, form, place)
print("scanned", count, size)
