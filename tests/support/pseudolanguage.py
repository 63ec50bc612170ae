#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a language that nobody speaks from the source file of the translations.

Each text stands in brackets and has accents on its vowels: what is seen without them was not translated. Places for
values, keys behind "&" and tags stay what they are. One form for one thing, another for several.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
# What programs read: values, mnemonics' entities, tags.
FIXED = re.compile(r"(%L?\d+|%n|&[a-z]+;|<[^<>]*>)")


def disguised(text):
    parts = FIXED.split(text)
    return "⟦" + "".join(part if FIXED.fullmatch(part) else part.translate(ACCENTS) for part in parts) + "⟧"


def translate(message):
    source = message.findtext("source")
    translation = message.find("translation")
    translation.attrib.pop("type", None)
    if message.get("numerus") != "yes":
        translation.text = disguised(source)
        return
    for form in list(translation):
        translation.remove(form)
    for ending in ("", "s"):
        ElementTree.SubElement(translation, "numerusform").text = disguised(source.replace("(s)", ending))


def main(arguments):
    source, target, language = arguments
    tree = ElementTree.parse(source)
    tree.getroot().set("language", language)
    for message in tree.getroot().iter("message"):
        translate(message)
    tree.write(target, encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    main(sys.argv[1:])
