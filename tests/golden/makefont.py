#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes bars.ttf, the font of the golden pictures: every character is the same bar, a blank is one.

A bar is as wide as seven tenths of its column and begins and ends at whole pixels where the font is
16 pixels tall (12 points at 96 dots per inch), so that no machine draws it in another way.
"""
import pathlib
import struct

EM = 1600
ADVANCE, ASCENT, DESCENT = 800, 1200, -400
FAMILY = "Chancery Bars"


def shorts(*numbers):
    return b"".join(struct.pack(">H", number & 0xFFFF) for number in numbers)


def longs(*numbers):
    return b"".join(struct.pack(">I", number & 0xFFFFFFFF) for number in numbers)


def bar():
    """A rectangle of four corners that are on the curve."""
    corners = [(100, 0), (100, 800), (700, 800), (700, 0)]
    head = shorts(1, 100, 0, 700, 800, 3, 0)  # contours, box, last corner, no instructions
    flags = bytes([1] * 4)
    steps = [(x - px, y - py) for (x, y), (px, py) in zip(corners, [(0, 0)] + corners)]
    glyph = head + flags + shorts(*[x for x, _ in steps]) + shorts(*[y for _, y in steps])
    return glyph + b"\0" * (-len(glyph) % 4)


def characters():
    groups = [(0x20, 0x20, 2), (0x21, 0x9F, 1), (0xA0, 0xA0, 2), (0xA1, 0xD7FF, 1),
              (0xE000, 0xFFFD, 1), (0x10000, 0x1FFFD, 1)]
    body = shorts(13, 0) + longs(16 + 12 * len(groups), 0, len(groups))
    return shorts(0, 1, 3, 10) + longs(12) + body + b"".join(longs(*group) for group in groups)


def names():
    kinds = [1, 4, 6]
    text = FAMILY.encode("utf-16-be")
    table = shorts(0, len(kinds), 6 + 12 * len(kinds))
    for kind in kinds:
        table += shorts(3, 1, 0x409, kind, len(text), 0)
    return table + text


def tables():
    glyph = bar()
    metrics = shorts(4, ADVANCE, 400, 5, 0) + bytes(20) + shorts(0) + bytes(10)
    metrics += longs(*[0xFFFFFFFF] * 4) + bytes(4)
    metrics += shorts(0x40, 0x20, 0xFFFD, ASCENT, DESCENT, 0, ASCENT, -DESCENT)
    metrics += longs(1, 0) + shorts(800, 800, 0, 0x20, 0)
    head = longs(0x10000, 0x10000, 0, 0x5F0F3CF5) + shorts(3, EM) + bytes(16)
    head += shorts(0, DESCENT, ADVANCE, ASCENT, 0, 8, 2, 0, 0)
    lines = longs(0x10000) + shorts(ASCENT, DESCENT, 0, ADVANCE) + bytes(22) + shorts(3)
    profile = longs(0x10000) + shorts(3, 4, 1) + bytes(4) + shorts(1) + bytes(16)
    script = longs(0x30000, 0) + shorts(0, 0) + longs(1) + bytes(16)
    return {
        "OS/2": metrics,
        "cmap": characters(),
        "glyf": glyph,
        "head": head,
        "hhea": lines,
        "hmtx": shorts(*[ADVANCE, 100] * 3),
        "loca": shorts(0, 0, len(glyph) // 2, len(glyph) // 2),
        "maxp": profile,
        "name": names(),
        "post": script,
    }


def padded(table):
    return table + b"\0" * (-len(table) % 4)


def main():
    everything = tables()
    out = longs(0x10000) + shorts(len(everything), 128, 3, len(everything) * 16 - 128)
    offset = 12 + 16 * len(everything)
    for tag, table in everything.items():
        words = struct.unpack(f">{len(padded(table)) // 4}I", padded(table))
        out += tag.encode() + longs(sum(words), offset, len(table))
        offset += len(padded(table))
    out += b"".join(padded(table) for table in everything.values())
    (pathlib.Path(__file__).parent / "bars.ttf").write_bytes(out)


if __name__ == "__main__":
    main()
