// SPDX-License-Identifier: Apache-2.0
#include "textfetcher.h"

#include "engine/api/versionid.h"
#include "engine/core/digest.h"

namespace chancery::agent {

namespace {

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

} // namespace

void TextFetcher::fetch(
    const core::EffectiveHead &head, const std::vector<CarriedText> &known, Handler done)
{
    m_head = head;
    m_done = std::move(done);
    for (const auto &text : known)
        m_texts.emplace(text.version, text);
    m_index = 0;
    next();
}

void TextFetcher::next()
{
    while (m_index < m_head.texts.size() && m_texts.contains(m_head.texts[m_index].version))
        ++m_index;
    if (m_index == m_head.texts.size()) {
        finish();
        return;
    }
    m_call = m_world.cms.getVersion(m_head.texts[m_index].version,
        [this](const core::Result<core::Version> &version) { takeVersion(version); });
}

void TextFetcher::takeVersion(const core::Result<core::Version> &version)
{
    const auto &announced = m_head.texts[m_index];
    if (!version)
        return fail(version.error());
    if (version->id != announced.version || version->config != announced.config
        || version->content != announced.content)
        return fail(refused("foreign-version", "The version is not that of the head"));
    if (const auto id = api::versionIdOf(*version); id != version->id)
        return fail(refused("version-id-mismatch",
            "The version calls itself " + version->id.text() + " and is " + id.text()));
    m_next = {version->config, version->id, version->content, version->sourceDigest,
        version->schema, version->format, {}};
    m_call = m_world.cms.versionText(
        announced.version, [this](core::Result<std::string> text) { takeText(std::move(text)); });
}

void TextFetcher::takeText(core::Result<std::string> text)
{
    if (!text)
        return fail(std::move(text).error());
    const auto digest = core::sha256Id({}, *text);
    if (digest != m_next.sourceDigest)
        return fail(refused(
            "digest-mismatch", "The text is " + digest + " and should be " + m_next.sourceDigest));
    m_next.text = std::move(*text);
    m_texts.emplace(m_next.version, std::move(m_next));
    next();
}

void TextFetcher::fail(core::Error error)
{
    // What cannot be trusted is not kept for another attempt.
    if (!isTransient(error))
        m_texts.clear();
    const auto &announced = m_head.texts[m_index];
    if (announced.config != m_head.config)
        error.detail.insert(0, announced.path + ": ");
    std::exchange(m_done, nullptr)(std::move(error));
}

void TextFetcher::finish()
{
    std::vector<CarriedText> texts;
    for (const auto &text : m_head.texts)
        texts.push_back(m_texts.at(text.version));
    m_texts.clear();
    std::exchange(m_done, nullptr)(std::move(texts));
}

} // namespace chancery::agent
