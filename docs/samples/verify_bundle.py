#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a report bundle of Chancery: verify_bundle.py FILE... --key VKEY [--key VKEY]

Written from docs/auditor-guide.md alone ("How a bundle is checked"), with Python's standard library alone; no
network, no Chancery. The steps stand in the guide's order. 0 fine, 1 mismatch, 2 malformed, 3 unknown key."""

import argparse
import base64
import binascii
import datetime
import functools
import hashlib
import json
import re
import sqlite3
import struct
import sys
import zlib

FORMAT = "chancery.report.v1"
# The first digits of the definitions of the version that this file belongs to. Others are no mistake of a bundle:
# it is verified by what it carries, and the answer says that they differ.
TODAY = """
Q01:e69207da Q02:962e4f63 Q03:4ec17713 Q04:c8f38da1 Q05:2b5a3c90 Q06:281ad12e Q07:8390c5a5 Q08:b6d13678
Q09:6d1e9701 Q10:5abec5e8 Q11:565db877 Q12:6629fc8b Q13:154f4509 Q14:1cbb79a9 Q15:a6b30beb Q16:94bcd156
Q17:a406b017 Q18:1f547884 Q19:828aaf43 Q20:fdf1c0ae Q21:aac2b2c9 Q22:e7c70d10 Q23:73b73c14 Q24:c053e7f3
Q25:9124dd4d Q26:879ef2d4 Q27:b94ce113 Q28:6c2a58b7 Q29:2e87f00a Q30:a4b9b96d Q31:75aeaf17 Q32:17c3cce9
Q33:d028b285 Q34:0f5c4e75 Q35:8175190a Q36:6e77cd47 Q37:7b0beaf3 Q38:bbeabadc Q39:fe8439d0 Q40:5d8bccf1
Q41:4aed7638 Q42:c99aab44 tables:ce726e34
"""


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


@functools.lru_cache(maxsize=64)
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
        demand(len(files) < 65534, 2, "no bundle: too many entries")
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


def root_of(hashes, edge=()):
    edge = list(edge)  # (height, hash), the widest first
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


def whole(text):
    """An integer of 64 bits; beyond that a number that counts as none."""
    return int(text) if len(text) < 21 and -2**63 <= int(text) < 2**63 else float(text)


def no_constant(text):
    raise Failed(2, f"{text} is no JSON")


def strict(data):
    """The value of the JSON; a Failed for what two readers might take for two things."""
    def pairs(items):
        demand(len(dict(items)) == len(items), 2, "a member stands twice")
        return dict(items)
    try:
        text = data.decode("utf-8")
        demand(not text.startswith("\ufeff"), 2, "a byte order mark")
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
        depth = deepest = 0
        for bracket in re.findall(r"[\[\]{}]", bare):
            depth += 1 if bracket in "[{" else -1
            deepest = max(deepest, depth)
        demand(deepest <= 512, 2, "nested too deeply")
        value = json.loads(text, object_pairs_hook=pairs, parse_int=whole, parse_constant=no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate has no bytes
        return value
    except (ValueError, RecursionError) as error:
        raise Failed(2, f"no JSON: {error}") from None


def micros(text):
    """Microseconds of UTC, for a time in the one form that the log writes."""
    demand(type(text) is str and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text, re.ASCII), 2, "no time")
    # The calendar repeats after 400 years, and Python knows no year 0.
    ages, year = divmod(int(text[:4]) - 1, 400)
    try:
        time = datetime.datetime.strptime(f"{year + 1:04}{text[4:]}", "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        raise Failed(2, "no time") from None
    age = datetime.timedelta(days=146097)
    return (time - datetime.datetime(1970, 1, 1) + ages * age) // datetime.timedelta(microseconds=1)


def at(value, pointer):
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(part)] if re.fullmatch("0|[1-9][0-9]{0,8}", part) and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def text_at(value, pointer):
    value = at(value, pointer)
    return value if isinstance(value, str) else ""


def texts_at(value, pointer):
    value = at(value, pointer)
    return [item if isinstance(item, str) else "" for item in value] if isinstance(value, list) else []


FUNCTIONS = ("count", "min", "max", "sum", "coalesce", "ifnull", "json_each", "substr", "length", "printf", "lower", "upper")


def reads(action, table, name, *__):
    """What a query may do: look at the tables (21, 20), not at SQLite's own, and call functions that only compute (31)."""
    fine = action == 21 or action == 20 and not (table or "").startswith("sqlite_") or action == 31 and name in FUNCTIONS
    return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY


def makes(action, table, name, *rest):
    """What the script of the tables may do beside: indexes and views (1, 8, 27), noted in sqlite_master (18, 20, 23)."""
    fine = action in (1, 8, 27) or action in (18, 20, 23) and table == "sqlite_master"
    return sqlite3.SQLITE_OK if fine else reads(action, table, name, *rest)


class Base:
    """The tables that the definitions read, made from the raw entries."""

    def __init__(self, leaves, tables, first):
        columns, lists = tables["columns"], tables.get("lists", [])
        for column in columns + lists:
            demand(re.fullmatch("[a-z_]+", column["name"]) and re.fullmatch("(?s)(/.*)?", column["pointer"]), 2, "an odd column")
        demand(all(type(line) is str for line in tables["script"]), 2, "an odd script")
        self.base, self.last, self.unreadable = sqlite3.connect(":memory:", isolation_level=None), 0, 0
        self.rounds = 100 + len(leaves) // 10
        names = "".join(f", {column['name']} TEXT" for column in columns)
        self.base.execute("CREATE TABLE event(seq INTEGER PRIMARY KEY, time_us INTEGER, own_seq INTEGER, unreadable INTEGER"
                          + names + ")")
        self.base.execute("CREATE TABLE related(seq INTEGER, type TEXT, id TEXT, path TEXT, env TEXT)")
        self.base.execute("CREATE TABLE held(seq INTEGER, role TEXT)")
        for one in lists:
            self.base.execute(f"CREATE TABLE {one['name']}(seq INTEGER, value TEXT)")
        self.base.execute("BEGIN")
        for seq, leaf in enumerate(leaves, first):
            self.add(seq, leaf, columns, lists)
        self.base.execute("COMMIT")
        self.base.execute("SELECT 1 FROM json_each('[]')").fetchall()
        if hasattr(self.base, "setlimit"):  # since Python 3.11
            self.base.setlimit(0, 64 << 20)  # SQLITE_LIMIT_LENGTH
        self.limited(makes, lambda: self.base.executescript("\n".join(tables["script"])))
        self.limited(None, lambda: self.base.executescript("PRAGMA analysis_limit = 1000; ANALYZE"))

    def add(self, seq, leaf, columns, lists):
        try:
            entry = strict(leaf)
            time = micros(entry["time"] if isinstance(entry, dict) else None)
        except (KeyError, Failed):
            entry, time = {}, None
        own = entry.get("seq", -1) if type(entry.get("seq", -1)) is int else -1
        row = [seq, time or 0, 0 if time is None else own, 1 if time is None else 0]
        row += [text_at(entry if time is not None else {}, column["pointer"]) for column in columns]
        self.base.execute(f"INSERT INTO event VALUES({','.join('?' * len(row))})", row)
        self.unreadable += 1 if time is None else 0
        if time is None:
            return
        self.last = max(self.last, time)
        for item in entry.get("related") if isinstance(entry.get("related"), list) else []:
            self.base.execute("INSERT INTO related VALUES(?,?,?,?,?)",
                              [seq] + [text_at(item, "/" + name) for name in ("type", "id", "path", "env")])
        for role in texts_at(entry, "/actor/roles"):
            self.base.execute("INSERT INTO held VALUES(?,?)", [seq, role])
        for one in lists:
            for value in texts_at(entry, one["pointer"]):
                self.base.execute(f"INSERT INTO {one['name']} VALUES(?,?)", [seq, value])

    def limited(self, authorizer, work):
        """The definitions come from the bundle: what they may do is limited, and how long (in steps of a million)."""
        left = [self.rounds]

        def count_down():
            left[0] -= 1
            return left[0] < 0
        self.base.set_progress_handler(count_down, 1000000)
        self.base.set_authorizer(authorizer)
        try:
            return work()
        finally:
            self.base.set_authorizer(None)
            self.base.set_progress_handler(None, 0)

    def ids(self, lines, given):
        demand(type(lines) is list and all(type(line) is str for line in lines), 2, "a statement that is none")
        sql = ("SELECT coalesce(CAST(id AS TEXT), ''), CAST(seq AS INTEGER), coalesce(CAST(detail AS TEXT), '') FROM (\n"
               + "\n".join(lines) + "\n)")
        return [row[0] for row in self.limited(reads, lambda: self.base.execute(sql, given).fetchall())]

    def extent(self, begin, end):
        return self.base.execute("SELECT count(*), coalesce(min(seq), 0), coalesce(max(seq), 0) FROM event"
                                 " WHERE unreadable = 0 AND time_us >= ? AND time_us < ?", (begin, end)).fetchone()


def check_framework(files, manifest, claimed):
    data = files["framework.json"]
    framework, every = strict(data), data == b"{}"
    demand(type(framework) is dict, 2, "framework.json is none")
    controls = framework.get("controls", [])
    if framework:
        demand(type(framework["id"]) is str and type(framework["name"]) is str and type(controls) is list
               and "controls" in framework, 2, "framework.json is none")
    for control in controls:
        demand(type(control["queries"]) is list and all(type(query) is str for query in control["queries"]), 2,
               "framework.json is none")
    wanted = {query for control in controls for query in control["queries"]} or {f"Q{n:02}" for n in range(1, 43) if not controls}
    demand(len(claimed) == len(set(claimed)) and set(claimed) == wanted, 1, "the queries are not those of the framework")
    said = manifest["framework"]
    demand(said["id"] == ("all" if every else framework.get("id", "")) and (every or said["name"] == framework.get("name", ""))
           and said["digest"] == ("" if every else digest(data)), 1, "the manifest names another framework")
    demand(manifest["statement"] == f"Supports assessment of {said['name']}; not a statement of compliance.", 1,
           "the statement is another one")


def check_header(manifest, base):
    log, period = manifest["log"], manifest["period"]
    count, first, last = base.extent(micros(period["from"]), micros(period["to"]))
    gaps = "none" if count == 0 or last - first + 1 == count else "entries of other times between"
    demand((count, first, last, gaps) == (log["entriesOfPeriod"], log["firstOfPeriod"], log["lastOfPeriod"], log["gaps"]), 1,
           "counted again, the period has other entries")
    demand(micros(period["asOf"]) == base.last, 1, "the last entry is of another time")
    demand(log.get("unreadable", base.unreadable) == base.unreadable, 1, "counted again, other entries cannot be read")
    demand(period["zone"] == "UTC" and log["verification"] == "verified", 1, "the header says what no report says")


def sample_of(ids, seed, size):
    return sorted(ids, key=lambda id: (hashlib.sha256(f"cms.sample.v1\n{seed}\n{id}".encode()).digest(), id.encode()))[:size]


def read_definition(data):
    definition = strict(data)
    demand(all(type(definition[name]) is str for name in ("id", "name", "limits")) and type(definition["version"]) is int
           and definition["status"] in ("collected", "not collected") and type(definition["params"]) is list
           and all(type(one["name"]) is str and type(one["type"]) is str for one in definition["params"]), 2,
           "a definition that is none")
    if definition["status"] == "collected":
        demand(all(type(definition["sql"].get(part, [] if part == "listed" else None)) is list
                   and all(type(line) is str for line in definition["sql"].get(part, []))
                   for part in ("population", "exceptions", "listed")), 2, "a definition that is none")
    return definition


def check_query(files, manifest, base, query):
    data = files.get(f"definitions/{query['id']}.json")
    demand(data is not None and digest(data) == query["digest"], 1, f"another definition of {query['id']}")
    definition = read_definition(data)
    demand(all(definition[name] == query[name] for name in ("id", "version", "name", "limits", "status")), 1,
           f"{query['id']} is not what its definition says")
    if query["status"] != "collected":
        return
    wanted = {one["name"]: list if one["type"] == "texts" else int for one in definition["params"]}
    demand(len(wanted) == len(definition["params"])
           and wanted == {name: type(value) for name, value in query["params"].items()}, 2, f"other parameters of {query['id']}")
    given = {name: value if type(value) is int else json.dumps(value, ensure_ascii=False)
             for name, value in query["params"].items()}
    given.update({"from": micros(manifest["period"]["from"]), "to": micros(manifest["period"]["to"]), "asof": base.last})
    found = {part: base.ids(definition["sql"][part], given) for part in ("population", "exceptions")}
    found["listed"] = base.ids(definition["sql"]["listed"], given) if "".join(definition["sql"].get("listed", [])) else []
    demand(all(len(found[part]) == query[part] for part in found)
           and all(len(found[part]) == query["recount"][part] for part in ("population", "exceptions")), 1,
           f"counted again, {query['id']} has other numbers")
    sample = manifest["sample"]
    demand(sample_of(found["population"], sample["seed"], sample["size"]) == query["sample"], 1,
           f"drawn again, the sample of {query['id']} is another one")


def check_figures(files, manifest, leaves):
    """Everything that the manifest says is found again; what differs from today's definitions is told."""
    claimed = [query["id"] for query in manifest["queries"]]
    check_framework(files, manifest, claimed)
    data = files["definitions/tables.json"]
    demand(digest(data) == manifest["tables"], 1, "other tables")
    base = Base(leaves, strict(data), manifest["log"].get("first", 0))
    check_header(manifest, base)
    for query in manifest["queries"]:
        check_query(files, manifest, base, query)
    today = dict(word.split(":") for word in TODAY.split())
    own = {"tables": manifest["tables"], **{query["id"]: query["digest"] for query in manifest["queries"]}}
    return [name for name, value in own.items() if today.get(name) != value[7:15]]


def tells_of_pruning(leaf, first):
    try:
        entry = strict(leaf) if b"audit.prune" in leaf else {}
    except Failed:
        return False
    said = [text_at(entry, pointer) for pointer in ("/event", "/outcome", "/target/type")]
    range_told = re.fullmatch(f"([0-9]{{1,19}})-{first - 1}", text_at(entry, "/target/id"), re.ASCII)
    return said == ["audit.prune", "success", "audit_entries"] and bool(range_told) and int(range_told[1]) < first


def read_pruned(files, log, own):
    """Of a log whose beginning was pruned, the complete subtrees (height, hash) of that, as the log has signed them."""
    first = log.get("first", 0)
    demand(all((name in files) == (first > 0) for name in ("pruned.note", "pruned.hashes")), 2, "pruned.* of no pruned log")
    if first == 0:
        return []
    note, origin, size, root = read_checkpoint(files["pruned.note"], "pruned.note is no checkpoint")
    lines = files["pruned.hashes"].split(b"\n")
    hashes = [unbase64(line.decode("ascii", "replace")) or b"" for line in lines[:-1]]
    heights = [height for height in range(63, -1, -1) if size >> height & 1]
    demand(lines[-1] == b"" and len(hashes) == len(heights) and all(len(value) == 32 for value in hashes), 2,
           "pruned.hashes is no beginning of a log")
    edge = list(zip(heights, hashes))
    demand((origin, size, root) == (log["origin"], first, root_of([], edge)), 1, "pruned.note is not of what was pruned")
    demand(not own or open_note(note, own, "the signature of pruned.note is wrong"), 1, "the log did not sign pruned.note")
    return edge


def check_proof(name, text, note, hashes, first, root):
    head, split, checkpoint = text.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    index = re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[1]) if len(lines) > 1 else None
    proof = [unbase64(line) for line in lines[2:]]
    demand(split and lines[0] == "c2sp.org/tlog-proof@v1" and index and all(p and len(p) == 32 for p in proof), 2,
           f"{name} is no proof")
    seq = int(index[1])
    size = first + len(hashes)
    demand(checkpoint == note and first <= seq < size and is_included(seq, size, hashes[seq - first], proof, root), 1,
           f"{name} proves nothing of this log")


def items(data):
    """The (tag, content) pairs of DER in its plain form; None where there is another."""
    found = []
    while data:
        if len(data) < 2 or data[0] & 0x1f == 0x1f or len(found) == 64:
            return None
        length, head = data[1], 2
        if length > 0x7f:
            head += length & 0x7f
            if not 1 <= length & 0x7f <= 4 or len(data) < head:
                return None
            length = int.from_bytes(data[2:head], "big")
        if len(data) - head < length:
            return None
        found.append((data[0], data[head:head + length]))
        data = data[head + length:]
    return found


def content_at(parts, index, tag):
    return parts[index][1] if parts is not None and len(parts) > index and parts[index][0] == tag else None


def parts_at(parts, index, tag):
    content = content_at(parts, index, tag)
    return None if content is None else items(content)


def read_stamp(data):
    """The digest under an RFC 3161 time stamp, and when; None where it is none in the form of the guide."""
    outer = items(data)
    response = parts_at(outer, 0, 0x30)
    token = parts_at(response, 1, 0x30)
    if (len(outer or []) != 1 or content_at(parts_at(response, 0, 0x30), 0, 2) not in (b"\0", b"\1")
            or content_at(token, 0, 6) != bytes.fromhex("2a864886f70d010702")):
        return None
    data = parts_at(parts_at(token, 1, 0xa0), 0, 0x30)
    inner = parts_at(data, 2, 0x30)
    if (content_at(data, 0, 2) is None or content_at(data, 1, 0x31) is None
            or content_at(inner, 0, 6) != bytes.fromhex("2a864886f70d0109100104")):
        return None
    whole = parts_at(parts_at(inner, 1, 0xa0), 0, 4)
    parts = parts_at(whole, 0, 0x30)
    imprint, time = parts_at(parts, 2, 0x30), content_at(parts, 4, 0x18)
    digest = content_at(imprint, 1, 4)
    if (len(whole or []) != 1 or content_at(parts_at(imprint, 0, 0x30), 0, 6) != bytes.fromhex("608648016503040201")
            or time is None or re.search(rb"[^0-9.Z]", time) or len(digest or b"") != 32):
        return None
    return digest, time.decode()


def read_checkpoint(data, what):
    note = read_note(data, what)
    parts = note[0].split("\n")
    demand(len(parts) == 4 and parts[0] and re.fullmatch("0|[1-9][0-9]*", parts[1])
           and len(parts[1]) < 20 and len(unbase64(parts[2]) or b"") == 32, 2, what)
    return note, parts[0], int(parts[1]), unbase64(parts[2])


def check_anchors(files, log, own, hashes, edge):
    count, origin, first = 0, log["origin"], log.get("first", 0)
    for name in sorted(name for name in files if name.startswith("anchors/")):
        match = re.fullmatch(r"anchors/([1-9][0-9]{0,18})\.(note|tsr)", name)
        demand(match and f"anchors/{match[1]}.{'tsr' if match[2] == 'note' else 'note'}" in files, 2, f"{name} is no anchor")
        if match[2] == "tsr":
            continue
        note, whose, size, root = read_checkpoint(files[name], f"{name} is no checkpoint")
        stamp = read_stamp(files[f"anchors/{match[1]}.tsr"])
        demand(stamp, 2, f"anchors/{match[1]}.tsr is no time stamp")
        demand((whose, str(size)) == (origin, match[1]) and first <= size <= log["size"]
               and root_of(hashes[:size - first], edge) == root, 1, f"{name} is no beginning of this log")
        demand(not own or open_note(note, own, f"the signature of {name} is wrong"), 1, f"the log did not sign {name}")
        demand(stamp[0] == hashlib.sha256(files[name]).digest(), 1, f"the time stamp is not of {name}")
        count += 1
    return count


def is_plain(value):
    """Whether every program writes it in one way: whole numbers that binary64 holds, members named in ASCII."""
    if isinstance(value, dict):
        return all(name.isascii() and is_plain(one) for name, one in value.items())
    if isinstance(value, list):
        return all(is_plain(one) for one in value)
    return type(value) is not float and (type(value) is not int or abs(value) < 2**53)


def is_query(query):
    is_text = all(type(query[name]) is str for name in ("id", "digest", "name", "limits")) and query["id"] and query["digest"]
    if query["status"] == "collected":
        counts = [query[name] for name in ("population", "exceptions", "listed")]
        counts += [query["recount"][name] for name in ("population", "exceptions")]
        given = all(0 <= value <= 100000 if type(value) is int else type(value) is list and all(type(v) is str for v in value)
                    for value in query["params"].values())
        drawn = type(query["sample"]) is list and all(type(id) is str for id in query["sample"])
        return is_text and given and drawn and all(type(number) is int for number in counts + [query["version"]])
    return is_text and query["status"] == "not collected" and type(query["version"]) is int


def is_manifest(manifest):
    log, period, sample = manifest["log"], manifest["period"], manifest["sample"]
    numbers = [log[name] for name in ("size", "entriesOfPeriod", "firstOfPeriod", "lastOfPeriod")]
    numbers += [log.get("unreadable", 0), sample["size"]] + [claim["size"] for claim in manifest["files"].values()]
    demand("first" not in log or type(log["first"]) is int and 0 < log["first"] < log["size"] and log["first"] % 256 == 0, 2,
           "not in the form of a report")
    texts = [manifest[name] for name in ("report", "statement", "tables")] + [log["origin"], log["root"], log["gaps"]]
    texts += [log["verification"], period["zone"], sample["seed"]] + [claim["sha256"] for claim in manifest["files"].values()]
    texts += [manifest["framework"][name] for name in ("id", "name", "digest")]
    demand(all(type(number) is int for number in numbers) and all(type(text) is str for text in texts)
           and manifest["report"] and log["origin"] and log["size"] >= 0 and sample["size"] >= 0
           and len(unbase64(log["root"]) or b"") == 32, 2, "not in the form of a report")
    for name in ("from", "to", "asOf"):
        micros(period[name])
    demand(type(manifest["queries"]) is list and all(is_query(query) for query in manifest["queries"]), 2,
           "not in the form of a report")


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
        demand(again == files["manifest.json"] and is_plain(manifest) and manifest["format"] == FORMAT, 2,
               "not in the form of a report")
        is_manifest(manifest)
        log, listed = manifest["log"], manifest["files"]
        demand(manifest["report"] == lines[1], 1, "manifest.json is of another report")
        demand(set(listed) == set(files) - {"manifest.json", "manifest.sig"}, 1, "other files than the manifest names")
        for name, claim in listed.items():
            demand((len(files[name]), digest(files[name])) == (claim["size"], "sha256:" + claim["sha256"]), 1,
                   f"{name} is not what the manifest says")
        note, origin, size, root = read_checkpoint(files["checkpoint.note"], "checkpoint.note is no checkpoint")
        demand((origin, size, root) == (log["origin"], log["size"], unbase64(log["root"])), 1,
               "checkpoint.note is not the checkpoint of the manifest")
        signed_note = read_note(files["manifest.sig"], "")
        own = [key for key in keys if key[0] == origin]
        demand(not own or open_note(note, own, "the log's signature is wrong"), 1, "the log's key did not sign it")
        for key in keys:
            demand(open_note(note, [key], "") or open_note(signed_note, [key], ""), 3,
                   f"the key {key[0]} has signed neither the report nor the log")
        edge, first = read_pruned(files, log, own), log.get("first", 0)
        leaves = files["data.ndjson"].split(b"\n")
        demand(leaves.pop() == b"" and len(leaves) == log["size"] - first, 1, "another number of entries")
        hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
        demand(root_of(hashes, edge) == root, 1, "the entries do not give the root of the checkpoint")
        demand(first == 0 or any(tells_of_pruning(leaf, first) for leaf in leaves), 1, "no entry tells of what was pruned")
        for name in sorted(files):
            if name.startswith("proofs/"):
                check_proof(name, files[name], files["checkpoint.note"], hashes, first, root)
        anchors = check_anchors(files, log, own, hashes, edge)
        differing = check_figures(files, manifest, leaves)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, sqlite3.Error, sqlite3.Warning) as error:
        raise Failed(2, f"not in the form of a report: {error}") from None
    return (f"{manifest['report']}: {len(leaves)} entries of {origin}, all figures as stated"
            + (f"; {first} before them were pruned" if first else "")
            + (f"; {anchors} time stamps are of its beginnings, signatures of their authority not checked" if anchors else "")
            + (f"; by definitions that are not today's: {' '.join(differing)}" if differing else "")
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
        except Exception as failure:  # whatever it is, the file is no bundle
            code, what = 2, f"{type(failure).__name__}: {failure}"
        print(code, name, what.encode("unicode_escape").decode())
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
