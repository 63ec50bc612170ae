#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Somebody at a browser: follows links, signs in, agrees, and stops where no form is left.

person.py NAME URL
"""
import html
import re
import sys
import urllib.error
import urllib.parse
import urllib.request


class Browser:
    """One jar of cookies, and redirects followed by hand, for cookies are set on the way."""

    class _Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    def __init__(self):
        self.cookies = {}
        self.opener = urllib.request.build_opener(self._Stay, urllib.request.ProxyHandler({}))

    def _ask(self, url, body):
        request = urllib.request.Request(url, data=body)
        if self.cookies:
            request.add_header("Cookie", "; ".join(f"{key}={value}" for key, value in self.cookies.items()))
        try:
            return self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as answer:  # also each redirect
            return answer

    def load(self, url, fields=None):
        body = None if fields is None else urllib.parse.urlencode(fields).encode()
        for _ in range(20):
            with self._ask(url, body) as answer:
                for line in answer.headers.get_all("Set-Cookie") or []:
                    key, _, value = line.split(";")[0].partition("=")
                    self.cookies[key] = value
                if not 300 <= answer.status < 400:
                    return answer.status, url, answer.read().decode("utf-8", "replace")
                url, body = urllib.parse.urljoin(url, answer.headers["Location"]), None
        raise SystemExit("too many redirects")


def attribute(tag, name):
    found = re.search(name + r'="([^"]*)"', tag)
    return html.unescape(found.group(1)) if found else None


def filled(form, name):
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        key = attribute(tag, "name")
        if key:
            fields[key] = attribute(tag, "value") or ""
    for key in ("login", "user"):
        if key in fields:
            fields[key] = name
    if "password" in fields:
        fields["password"] = "x"
    # The device flow's last question is a button with a name.
    if 'name="confirm"' in form or 'value="yes"' in form:
        fields["confirm"] = "yes"
    return fields


def main():
    name, start = sys.argv[1:3]
    browser = Browser()
    status, url, text = browser.load(start)
    for _ in range(8):
        form = re.search(r'<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)</form>', text)
        if not form or status != 200:
            break
        status, url, text = browser.load(urllib.parse.urljoin(url, html.unescape(form.group(1))),
                                         filled(form.group(2), name))
    print(status, " ".join(re.sub(r"<[^>]*>", " ", text).split())[:300])


if __name__ == "__main__":
    main()
