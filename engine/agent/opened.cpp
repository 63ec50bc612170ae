// SPDX-License-Identifier: Apache-2.0
// Sealed values in their delivered form, and in the cache. The cache must serve a start without the
// server, so it holds what was opened; under a key of its own beside it, so that a copy of the file
// alone tells nothing.
#include "engine/agent/release.h"
#include "engine/core/aead.h"
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/random.h"
#include "engine/core/sealing/openedtree.h"

namespace chancery::agent {

namespace {

constexpr int privateMode = 0600;

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

std::string placeOf(const std::string &path)
{
    return "chancery.agent-seals.v1\n" + path;
}

} // namespace

core::Result<core::Tree> withOpened(core::Tree document, const OpenedSeals &opened)
{
    if (!core::mentionsSeal(document))
        return document;
    std::vector<core::OpenedValue> values;
    for (const auto &spot : core::sealedSpots(document)) {
        const auto sealed = core::sealedValue({document, spot.node});
        const auto known = sealed ? opened.find(core::toJson(*sealed)) : opened.end();
        if (known == opened.end())
            return refused("seal-refused", "The sealed value at " + spot.pointer + " is not open");
        auto value = core::readSecretJson(known->second);
        if (!value)
            return std::move(value).error();
        values.push_back({spot.node, std::move(*value)});
    }
    const auto text = core::openedText(document, values);
    if (!text)
        return text.error();
    auto reading = core::read(text->reveal(), document.format(), core::Limits::wide());
    // Not the reader's words, which may quote.
    if (!reading)
        return refused("cannot-write", "The document with its sealed values cannot be written");
    return std::move(reading).tree();
}

core::Result<core::Secret> LastKnownGood::key(bool makes)
{
    const auto file = m_folder + "/seal.key";
    auto content = m_files.read(file);
    if (!content)
        return std::move(content).error();
    if (*content) {
        auto key = core::fromBase64(**content);
        if (!key || key->size() != core::aeadKeyBytes)
            return refused("cache-key", "The key of the cache cannot be read");
        return core::Secret(std::move(*key));
    }
    if (!makes)
        return refused("cache-key", "The key of the cache is missing");
    core::Secret made(core::randomBytes(core::aeadKeyBytes));
    const core::Secret text(core::toBase64(made.reveal()));
    if (auto written = m_files.replace(file, text.reveal(), privateMode); !written)
        return std::move(written).error();
    return made;
}

core::Result<> LastKnownGood::storeOpened(const Release &release)
{
    const auto file = sealsOf(release.head.path);
    if (release.opened.empty()) {
        const auto present = m_files.read(file);
        return present && *present ? m_files.remove(file) : core::Result<>(core::Done{});
    }
    const auto cacheKey = key(true);
    if (!cacheKey)
        return cacheKey.error();
    std::string json = "{";
    for (const auto &[sealed, value] : release.opened) {
        json += json.size() > 1 ? "," : "";
        core::appendJsonString(json, sealed);
        json += ':';
        core::appendJsonString(json, value.reveal());
    }
    const core::Secret plain(json + '}');
    auto sealed = core::seal(*cacheKey, plain.reveal(), placeOf(release.head.path));
    if (!sealed)
        return std::move(sealed).error();
    return m_files.replace(file, core::toBase64(*sealed), privateMode);
}

core::Result<OpenedSeals> LastKnownGood::loadOpened(const std::string &path)
{
    auto content = m_files.read(sealsOf(path));
    if (!content)
        return std::move(content).error();
    OpenedSeals opened;
    if (!*content)
        return opened;
    const auto cacheKey = key(false);
    if (!cacheKey)
        return cacheKey.error();
    const auto bytes = core::fromBase64(**content);
    const auto plain = bytes ? core::open(*cacheKey, *bytes, placeOf(path))
                             : core::Result<core::Secret>(refused("cache-key", {}));
    if (!plain)
        return refused("cache-key", "The sealed values of the cache do not open");
    const auto tree = core::readSecretJson(*plain);
    if (!tree)
        return tree.error();
    for (const auto &member : tree->root())
        opened.emplace(member.key(), core::Secret(std::string(member.value().text())));
    return opened;
}

} // namespace chancery::agent
