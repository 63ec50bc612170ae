// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "tests/audit/reportworld.h"

// What somebody can do to a bundle who has the key that signs reports.
namespace chancery::support {

inline std::string digestOf(const std::string &content)
{
    return core::toHex(core::bytesOf(core::sha256(content)));
}

inline void replaceFirst(std::string &text, const std::string &from, const std::string &into)
{
    if (const auto at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), into);
}

// Puts a file into the place of another and tells the manifest, as its maker would.
inline void exchange(
    core::evidence::Files &files, const std::string &name, const std::string &content)
{
    auto &manifest = files["manifest.json"];
    const auto claim = [](const std::string &text) {
        return "{\"sha256\":\"" + digestOf(text) + "\",\"size\":" + std::to_string(text.size())
            + '}';
    };
    replaceFirst(manifest, claim(files[name]), claim(content));
    files[name] = content;
}

// Puts another definition into the place of one, and lets the manifest name it.
inline void redefine(
    core::evidence::Files &files, const std::string &name, const std::string &content)
{
    const auto before = core::sha256Id("", files[name]);
    exchange(files, name, content);
    auto &manifest = files["manifest.json"];
    for (std::size_t at = 0; (at = manifest.find(before, at)) != std::string::npos; ++at)
        manifest.replace(at, before.size(), core::sha256Id("", content));
}

// Signs what is there now.
inline std::string signedAgain(
    core::evidence::Files files, const core::SigningKey &key, const std::string &name)
{
    const auto at = files["manifest.sig"].find('\n') + 1;
    const auto report = files["manifest.sig"].substr(at, files["manifest.sig"].find('\n', at) - at);
    files["manifest.sig"]
        = core::signNote(core::evidence::signedTextOf(report, files["manifest.json"]), name, key)
              .value();
    return core::evidence::writeZip(files).value();
}

struct Mutant {
    std::string bytes;
    std::string how;
};

using Edit = std::pair<const char *, const char *>;

// Of a definition.
inline constexpr Edit definitionEdits[]{{">= :from", "> :from"}, {" AND ", " OR "},
    {"'success'", "'failure'"}, {"SELECT ", "DELETE "}, {"seq", "own_seq"}, {":to", ":asof"},
    {":", ":x"}, {"not collected", "collected"}, {"collected", "not collected"},
    {"\"version\":2", "\"version\":3"}, {"WHERE", "WHERE 0 AND"}, {"count(", "max("},
    {"FROM event", "FROM event AS z, event"}, {"CREATE VIEW", "CREATE TABLE"},
    {"\"type\":\"texts\"", "\"type\":\"integer\""}, {"prod", "dev"},
    {"\"script\":[", "\"script\":[\"PRAGMA x;\","}, {"AS id", "AS row"}, {"NOT EXISTS", "EXISTS"},
    {"coalesce(", "random("}, {"/actor/id", "/target/id"}, {"TEXT", "REAL"},
    {"seq AS id", "seq + 0.5 AS id"}, {"\"population\":[", "\"population\":[7,"}};

// Of what the manifest says.
inline constexpr Edit figureEdits[]{{"\"sample\":[\"", "\"sample\":[\"1"},
    {"\"listed\":", "\"listed\":1"}, {"\"entriesOfPeriod\":", "\"entriesOfPeriod\":1"},
    {"\"seed\":\"1", "\"seed\":\"2"}, {"\"firstOfPeriod\":", "\"firstOfPeriod\":1"},
    {"\"gaps\":\"", "\"gaps\":\"no "}, {"\"lastOfPeriod\":", "\"lastOfPeriod\":1"},
    {"\"asOf\":\"2026-1", "\"asOf\":\"2025-1"}, {"\"unreadable\":", "\"unreadable\":1"},
    {"\"unreadable\":0,", ""}, {"\"limits\":\"", "\"limits\":\"x"}, {"\"name\":\"", "\"name\":\"x"},
    {"\"zone\":\"UTC", "\"zone\":\"CET"}, {"\"version\":2", "\"version\":1"},
    {"\"params\":{", "\"params\":{\"a\":1,"}, {"\"size\":1}", "\"size\":2}"}};

} // namespace chancery::support
