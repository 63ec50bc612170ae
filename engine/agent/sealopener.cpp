// SPDX-License-Identifier: Apache-2.0
#include "sealopener.h"

#include "engine/core/sealing/sealedvalue.h"

namespace chancery::agent {

namespace {

// Of those that are in their form; what is not, the server has never taken.
std::vector<std::string> sealsIn(const core::Tree &tree)
{
    std::vector<std::string> seals;
    for (const auto &spot : core::sealedSpots(tree)) {
        if (const auto sealed = core::sealedValue({tree, spot.node}))
            seals.push_back(core::toJson(*sealed));
    }
    return seals;
}

} // namespace

void SealOpener::open(const std::vector<CarriedText> &texts, const OpenedSeals &known, Handler done)
{
    m_texts = texts;
    m_known = known;
    m_opened.clear();
    m_done = std::move(done);
    next();
}

void SealOpener::next()
{
    while (!m_texts.empty()) {
        const auto &carried = m_texts.back();
        auto reading = core::read(carried.text, carried.format);
        // One that cannot be read is found out where it is put together.
        if (!reading || isKnown(reading.tree())) {
            m_texts.pop_back();
            continue;
        }
        if (m_world.agent.isEmpty()) {
            finish(core::Error{
                core::ErrorKind::Offline, "not-registered", "Not registered yet", {}, {}, {}});
            return;
        }
        m_call = m_world.cms.openVersion(m_world.agent, carried.version,
            [this, tree = std::move(reading).tree()](
                const core::Result<core::OpenedVersion> &answer) { take(tree, answer); });
        return;
    }
    finish(std::move(m_opened));
}

bool SealOpener::isKnown(const core::Tree &tree)
{
    bool areAllKnown = true;
    for (auto &seal : sealsIn(tree)) {
        const auto known = m_known.find(seal);
        areAllKnown = areAllKnown && known != m_known.end();
        if (known != m_known.end())
            m_opened.insert_or_assign(std::move(seal), known->second);
    }
    return areAllKnown;
}

void SealOpener::take(const core::Tree &tree, const core::Result<core::OpenedVersion> &answer)
{
    if (!answer) {
        finish(answer.error());
        return;
    }
    for (const auto &[pointer, value] : answer->values) {
        if (const auto sealed = core::sealedValue(tree.root().resolve(pointer)))
            m_known.insert_or_assign(core::toJson(*sealed), value);
    }
    if (!isKnown(tree)) {
        finish(core::Error{core::ErrorKind::Invalid, "seal-refused",
            "The server has not opened all sealed values", {}, {}, {}});
        return;
    }
    m_texts.pop_back();
    next();
}

void SealOpener::finish(core::Result<OpenedSeals> result)
{
    m_texts.clear();
    m_known.clear();
    m_opened.clear();
    std::exchange(m_done, nullptr)(std::move(result));
}

} // namespace chancery::agent
