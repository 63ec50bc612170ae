// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/audit/bundleforgery.h"

#include <random>

namespace chancery::support {

// One bundle in a thousand: bytes that were damaged, files that were exchanged, and what somebody
// could do who has the signing key.
class Mutator {
public:
    Mutator(const ReportWorld &world, std::string bundle)
        : m_world(world)
        , m_bundle(std::move(bundle))
        , m_files(core::evidence::readZip(m_bundle).value())
    {
    }
    Mutant next(unsigned seed)
    {
        m_random.seed(seed);
        switch (seed % 6) {
        case 0:
            return damaged();
        case 1:
            return {core::evidence::writeZip(exchanged()).value(), "exchanged"};
        case 2:
            return redefined();
        default:
            return resigned();
        }
    }

private:
    std::size_t below(std::size_t count) { return m_random() % std::max<std::size_t>(count, 1); }
    Mutant damaged()
    {
        auto bytes = m_bundle;
        const auto at = below(bytes.size());
        switch (below(5)) {
        case 0:
            bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1 + below(255)));
            return {bytes, "byte at " + std::to_string(at)};
        case 1:
            bytes.resize(at);
            return {bytes, "cut at " + std::to_string(at)};
        case 2:
            bytes.erase(at, 1 + below(40));
            return {bytes, "erased at " + std::to_string(at)};
        case 3:
            bytes.insert(at, 1 + below(9), static_cast<char>(below(256)));
            return {bytes, "inserted at " + std::to_string(at)};
        default:
            return {bytes + std::string(1 + below(30), '\0'), "something behind"};
        }
    }
    std::string anyName()
    {
        return std::next(m_files.begin(), std::ptrdiff_t(below(m_files.size())))->first;
    }
    std::string changed(std::string content)
    {
        if (content.empty())
            return "x";
        const auto at = below(content.size());
        switch (below(4)) {
        case 0:
            content[at] = static_cast<char>(content[at] ^ static_cast<char>(1 + below(255)));
            break;
        case 1:
            content.erase(at, 1);
            break;
        case 2:
            content.insert(at, 1, "\n0 \"{}=+"[below(8)]);
            break;
        default:
            content += content.substr(at);
        }
        return content;
    }
    core::evidence::Files exchanged()
    {
        auto files = m_files;
        const auto name = anyName();
        switch (below(4)) {
        case 0:
            files.erase(name);
            break;
        case 1:
            files["extra/" + std::to_string(below(9))] = "more";
            break;
        default:
            files[name] = changed(files[name]);
        }
        return files;
    }
    // Somewhere in a text one of these stands for another.
    bool isReplaced(std::string &text, std::span<const Edit> edits)
    {
        const auto &[from, into] = edits[below(edits.size())];
        std::vector<std::size_t> places;
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; ++at)
            places.push_back(at);
        if (places.empty())
            return false;
        text.replace(places[below(places.size())], std::string(from).size(), into);
        return true;
    }
    std::string exchangedIn(core::evidence::Files &files);
    Mutant redefined();
    Mutant resigned();

    const ReportWorld &m_world;
    std::string m_bundle;
    core::evidence::Files m_files;
    std::mt19937 m_random;
};

// Other definitions, or other figures, under a signature that holds.
inline Mutant Mutator::redefined()
{
    auto files = m_files;
    const auto number = 1 + below(43);
    const auto name = number == 43
        ? std::string("definitions/tables.json")
        : "definitions/Q" + std::string(number < 10 ? "0" : "") + std::to_string(number) + ".json";
    auto content = files[name];
    if (below(4) == 0 || !isReplaced(content, definitionEdits))
        content = changed(content);
    redefine(files, name, content);
    return {signedAgain(files, m_world.key, "cms.example/reports"), "signed again: " + name};
}

// An entry, a proof or the checkpoint.
inline std::string Mutator::exchangedIn(core::evidence::Files &files)
{
    std::string name = "checkpoint.note";
    const auto what = below(3);
    if (what == 0)
        name = "data.ndjson";
    while (what == 1 && !name.starts_with("proofs/"))
        name = anyName();
    exchange(files, name, changed(files[name]));
    return name;
}

inline Mutant Mutator::resigned()
{
    auto files = m_files;
    auto &manifest = files["manifest.json"];
    const auto number = std::to_string(below(99));
    std::string how = "signed again: ";
    switch (below(11)) {
    case 0:
        replaceFirst(manifest, "\"exceptions\":" + std::to_string(below(9)) + ',',
            "\"exceptions\":" + number + ',');
        how += "exceptions";
        break;
    case 1:
        replaceFirst(manifest, "\"population\":" + std::to_string(below(60)) + '}',
            "\"population\":" + number + '}');
        how += "population";
        break;
    case 2:
    case 3:
    case 4:
        how += exchangedIn(files);
        break;
    case 5:
        replaceFirst(
            manifest, "\"to\":\"2026-12-01", "\"to\":\"2026-11-2" + std::to_string(below(9)));
        how += "the period";
        break;
    case 6:
        manifest = changed(manifest);
        how += "the manifest";
        break;
    case 7:
        isReplaced(manifest, figureEdits);
        how += "a figure";
        break;
    case 8:
        exchange(files, "framework.json", changed(files["framework.json"]));
        how += "the framework";
        break;
    case 9:
        return {signedAgain(files, core::SigningKey::generate(), "cms.example/reports"),
            "signed by another"};
    default:
        files.erase(anyName());
        if (!files.contains("manifest.sig") || !files.contains("manifest.json"))
            return {core::evidence::writeZip(files).value(), "without a file"};
        how += "without a file";
    }
    return {signedAgain(files, m_world.key, "cms.example/reports"), how};
}

} // namespace chancery::support
