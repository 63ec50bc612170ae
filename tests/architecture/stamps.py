# SPDX-License-Identifier: Apache-2.0
"""What passed once need not be looked at again: a file of digests in the build folder."""

import hashlib
import json
import pathlib


class Stamps:
    """Remembers digests that passed. A digest must cover all that the verdict depends on."""

    def __init__(self, path):
        self.path = pathlib.Path(path) if path else None
        self.known = set()
        if self.path and self.path.is_file():
            try:
                self.known = set(json.loads(self.path.read_text(encoding="utf-8")))
            except ValueError:  # a torn file only costs time
                self.known = set()

    def save(self, passed):
        if not self.path:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".new")
        temporary.write_text(json.dumps(sorted(passed)), encoding="utf-8")
        temporary.replace(self.path)


def digest(*parts):
    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()
