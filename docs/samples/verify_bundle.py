#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a report bundle of Chancery: verify_bundle.py FILE... --key VKEY [--key VKEY]

Written from docs/auditor-guide.md alone ("How a bundle is checked"), with Python's standard library alone; no
network, no Chancery. The steps stand in the guide's order. 0 fine, 1 mismatch, 2 malformed, 3 unknown key."""

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import re
import sqlite3
import struct
import sys
import zlib

FORMAT = "chancery.report.v1"


class Failed(Exception):
    def __init__(self, code, what):
        super().__init__(what)
        self.code = code


def demand(holds, code, what):
    if not holds:
        raise Failed(code, what)


# Ed25519 (RFC 8032), verification only, with Python's own numbers.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    g, h = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, message, signature):
    a, r = point(key), point(signature[:32]) if len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def read_key(vkey):
    name, key_id, data = vkey.strip().split("+", 2)
    data = unbase64(data)
    demand(data and len(data) == 33 and data[0] == 1, 2, "a key that is none")
    own = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    demand(own.hex() == key_id, 2, "a key whose id belongs to another")
    return name, own, data[1:]


def read_note(data, what):
    """The signed text and the signatures (name, key id, signature) of a C2SP signed note."""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Failed(2, what) from None
    text, split, lines = note.rpartition("\n\n")
    demand(split and lines.endswith("\n") and not re.search("[\x00-\x09\x0b-\x1f]", note), 2, what)
    signatures = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^ +\u00a0\u2003\u3000]+) ([A-Za-z0-9+/=]+)", line)
        data = unbase64(match[2]) if match else None
        demand(data and len(data) > 4 and len(signatures) < 100, 2, what)
        signatures.append((match[1], data[:4], data[4:]))
    return text + "\n", signatures


def open_note(note, keys, what):
    """How many signatures of the keys there are; one of them that is wrong is a mismatch."""
    text, signatures = note
    found = 0
    for name, key_id, signature in signatures:
        for key in keys:
            if (name, key_id) == key[:2]:
                demand(signed(key[2], text.encode(), signature), 1, what)
                found += 1
    return found


def read_zip(data):
    """Entries from the front, each plain and stored; then the archive that they make must be this one."""
    files, at, parts, central, offset = {}, 0, [], b"", 0
    while data[at:at + 4] == b"PK\3\4":
        demand(len(data) - at >= 30, 2, "no bundle: an entry ends too early")
        size, length = struct.unpack_from("<I", data, at + 22)[0], struct.unpack_from("<H", data, at + 26)[0]
        name, content = data[at + 30:at + 30 + length], data[at + 30 + length:at + 30 + length + size]
        demand(len(name) == length and len(content) == size, 2, "no bundle: an entry ends too early")
        demand(re.fullmatch(rb"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", name)
               and length <= 200 and name.decode() not in files, 2, "no bundle: an unexpected name")
        files[name.decode()] = content
        at += 30 + length + size
    for name in sorted(files):
        content = files[name]
        head = struct.pack("<5H3I", 10, 0, 0, 0, 33, zlib.crc32(content), len(content), len(content))
        central += (b"PK\1\2" + struct.pack("<H", 10) + head + struct.pack("<5HII", len(name), 0, 0, 0, 0, 0, offset)
                    + name.encode())
        parts += [b"PK\3\4" + head + struct.pack("<HH", len(name), 0) + name.encode(), content]
        offset += 30 + len(name) + len(content)
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, len(files), len(files), len(central), offset, 0)
    demand(files and b"".join(parts + [central, end]) == data, 2, "not in the form of a bundle")
    return files


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes):
    edge = []  # (height, hash), the widest first
    for value in hashes:
        edge.append((0, value))
        while len(edge) > 1 and edge[-1][0] == edge[-2][0]:
            (height, right), (_, left) = edge.pop(), edge.pop()
            edge.append((height + 1, node(left, right)))
    if not edge:
        return hashlib.sha256(b"").digest()
    value = edge[-1][1]
    for _, left in reversed(edge[:-1]):
        value = node(left, value)
    return value


def is_included(index, size, value, proof, root):
    last = size - 1
    for other in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            value = node(other, value)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            value = node(value, other)
        index, last = index >> 1, last >> 1
    return last == 0 and value == root


def strict(text):
    def pairs(items):
        demand(len(dict(items)) == len(items), 2, "a member stands twice")
        return dict(items)
    return json.loads(text, object_pairs_hook=pairs)


def micros(text):
    time = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ") - datetime.datetime(1970, 1, 1)
    return time // datetime.timedelta(microseconds=1)


def text_at(value, pointer):
    for part in pointer.split("/")[1:]:
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) else str(value) if type(value) is int else ""


def tables_of(leaves, tables):
    """The tables that the definitions read, made from the raw entries; and the time of the last."""
    base, columns, latest = sqlite3.connect(":memory:"), tables["columns"], 0
    demand(all(re.fullmatch("[a-z_]+", column["name"]) for column in columns), 1, "a column of an odd name")
    names = "".join(f", {column['name']} TEXT" for column in columns)
    base.execute("CREATE TABLE event(seq INTEGER PRIMARY KEY, time_us INTEGER, own_seq INTEGER, unreadable INTEGER"
                 + names + ")")
    base.execute("CREATE TABLE related(seq INTEGER, type TEXT, id TEXT, path TEXT, env TEXT)")
    base.execute("CREATE TABLE held(seq INTEGER, role TEXT)")
    for seq, leaf in enumerate(leaves):
        try:
            entry = strict(leaf)
            time = micros(entry["time"])
        except (ValueError, KeyError, TypeError, Failed):
            entry = time = None
        row = [seq, time or 0, entry.get("seq", -1) if entry else 0, 0 if entry else 1]
        row += [text_at(entry, column["pointer"]) for column in columns]
        base.execute(f"INSERT INTO event VALUES({','.join('?' * len(row))})", row)
        latest = max(latest, time or 0)
        for item in (entry or {}).get("related") or []:
            base.execute("INSERT INTO related VALUES(?,?,?,?,?)",
                         [seq] + [text_at(item, "/" + name) for name in ("type", "id", "path", "env")])
        for role in ((entry or {}).get("actor") or {}).get("roles") or []:
            base.execute("INSERT INTO held VALUES(?,?)", [seq, role])
    harmful = (19, 24, 25, 29)  # PRAGMA, ATTACH, DETACH, virtual tables: the bundle is not trusted
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action in harmful else sqlite3.SQLITE_OK)
    base.executescript("\n".join(tables["script"]) + "\nSELECT 1 FROM json_each('[]');")
    base.execute("SELECT 1 FROM json_each('[]')").fetchall()
    reads = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, 31)  # 31: SQLITE_FUNCTION
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in reads else sqlite3.SQLITE_DENY)
    return base, latest


def check_queries(files, manifest, leaves):
    demand(digest(files["definitions/tables.json"]) == manifest["tables"], 1, "other tables")
    controls = strict(files["framework.json"]).get("controls")
    wanted = {query for control in controls for query in control["queries"]} if controls else {f"Q{n:02}" for n in range(1, 43)}
    claimed = [query["id"] for query in manifest["queries"]]
    demand(len(claimed) == len(set(claimed)) and set(claimed) == wanted, 1, "the queries are not those of the framework")
    base, latest = tables_of(leaves, strict(files["definitions/tables.json"]))
    times_of = {"from": micros(manifest["period"]["from"]), "to": micros(manifest["period"]["to"]), "asof": latest}
    for query in manifest["queries"]:
        text = files.get(f"definitions/{query['id']}.json", b"")
        demand(digest(text) == query["digest"], 1, f"another definition of {query['id']}")
        demand(strict(text)["status"] == query["status"], 1, f"{query['id']} is not what its definition says")
        if query["status"] != "collected":
            continue
        with_all = {name: value if type(value) is int else json.dumps(value) for name, value in query["params"].items()}
        for part, name in (("population", "population"), ("exceptions", "exceptions")):
            sql = "\n".join(strict(text)["sql"][part])
            count = base.execute(f"SELECT count(*) FROM ({sql})", {**with_all, **times_of}).fetchone()[0]
            demand(count == query[name] == query["recount"][name], 1, f"counted again, {query['id']} has other numbers")


def check_proof(name, text, note, leaves, hashes, root):
    head, split, checkpoint = text.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    index = re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[1]) if len(lines) > 1 else None
    proof = [unbase64(line) for line in lines[2:]]
    demand(split and lines[0] == "c2sp.org/tlog-proof@v1" and index and all(p and len(p) == 32 for p in proof), 2,
           f"{name} is no proof")
    seq = int(index[1])
    demand(checkpoint == note and seq < len(leaves) and is_included(seq, len(leaves), hashes[seq], proof, root), 1,
           f"{name} proves nothing of this log")


def is_query(query):
    is_text = all(type(query[name]) is str and query[name] for name in ("id", "digest"))
    if query["status"] == "collected":
        counts = [query[name] for name in ("population", "exceptions")] + [query["recount"][n] for n in ("population", "exceptions")]
        given = all(0 <= value <= 100000 if type(value) is int else type(value) is list and all(type(v) is str for v in value)
                    for value in query["params"].values())
        return is_text and given and all(type(number) is int for number in counts + [query["version"]])
    return is_text and query["status"] == "not collected" and type(query["version"]) is int


def verify(data, keys):
    files = read_zip(data)
    for name in ("manifest.json", "manifest.sig", "checkpoint.note", "data.ndjson", "definitions/tables.json"):
        demand(name in files, 2, f"{name} is missing")
    note = read_note(files["manifest.sig"], "manifest.sig is no signed note")
    demand(open_note(note, keys, "the signature of the report is wrong"), 3, "no given key has signed this report")
    lines = note[0].split("\n")
    demand(len(lines) == 4 and lines[0] == FORMAT and lines[2] == digest(files["manifest.json"]), 1,
           "manifest.json is not what was signed")
    try:
        manifest = strict(files["manifest.json"])
        again = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        demand(again == files["manifest.json"] and manifest["format"] == FORMAT, 2, "not in the form of a report")
        demand(all(is_query(query) for query in manifest["queries"]), 2, "not in the form of a report")
        log, listed = manifest["log"], manifest["files"]
        demand(manifest["report"] == lines[1], 1, "manifest.json is of another report")
        demand(set(listed) == set(files) - {"manifest.json", "manifest.sig"}, 1, "other files than the manifest names")
        for name, claim in listed.items():
            demand((len(files[name]), digest(files[name])) == (claim["size"], "sha256:" + claim["sha256"]), 1,
                   f"{name} is not what the manifest says")
        note = read_note(files["checkpoint.note"], "checkpoint.note is no checkpoint")
        parts = note[0].split("\n")
        demand(len(parts) == 4 and parts[0] and re.fullmatch("0|[1-9][0-9]*", parts[1])
               and len(unbase64(parts[2]) or b"") == 32, 2, "checkpoint.note is no checkpoint")
        demand((parts[0], int(parts[1]), parts[2]) == (log["origin"], log["size"], log["root"]), 1,
               "checkpoint.note is not the checkpoint of the manifest")
        signed_note = read_note(files["manifest.sig"], "")
        own = [key for key in keys if key[0] == parts[0]]
        demand(not own or open_note(note, own, "the log's signature is wrong"), 1, "the log's key did not sign it")
        for key in keys:
            demand(open_note(note, [key], "") or open_note(signed_note, [key], ""), 3,
                   f"the key {key[0]} has signed neither the report nor the log")
        leaves = files["data.ndjson"].split(b"\n")
        demand(leaves.pop() == b"" and len(leaves) == log["size"], 1, "another number of entries")
        hashes, root = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves], unbase64(parts[2])
        demand(root_of(hashes) == root, 1, "the entries do not give the root of the checkpoint")
        for name in sorted(files):
            if name.startswith("proofs/"):
                check_proof(name, files[name], files["checkpoint.note"], leaves, hashes, root)
        check_queries(files, manifest, leaves)
    except (KeyError, TypeError, ValueError, AttributeError, sqlite3.Error) as error:
        raise Failed(2, f"not in the form of a report: {error}") from None
    return (f"{manifest['report']}: {len(leaves)} entries of {parts[0]}, all counts as stated"
            + ("" if own else "; the log's own signature was not checked, for its key was not given"))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("files", nargs="+", metavar="FILE")
    options.add_argument("--key", action="append", required=True, help="whom to trust; of the report, of the log")
    given = options.parse_args()
    worst = 0
    for name in given.files:
        try:
            with open(name, "rb") as file:
                code, what = 0, verify(file.read(), [read_key(key) for key in given.key])
        except Failed as failure:
            code, what = failure.code, str(failure)
        except (OSError, ValueError) as failure:
            code, what = 2, str(failure)
        print(code, name, what.encode("unicode_escape").decode())
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
