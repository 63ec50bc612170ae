// SPDX-License-Identifier: Apache-2.0
#include "lineagenames.h"

#include "engine/core/lineage/naming.h"
#include "engine/core/rules/applied.h"
#include "engine/core/secrets/anchored.h"
#include "engine/core/secrets/covered.h"
#include "engine/server/validator.h"

#include <algorithm>

namespace chancery::server {

namespace {

// Which values of a text may not be told; it is found out when the first is asked for. Where nobody
// can say, none may.
class HiddenNames {
public:
    HiddenNames(const View &view, Validator &validator, const NamedText &text)
        : m_view(view)
        , m_validator(validator)
        , m_text(text)
    {
    }

    bool areKnown() const { return m_state != State::Unknown; }

    bool contain(core::Value value)
    {
        if (m_state == State::Unread)
            m_state = look() ? State::Known : State::Unknown;
        if (m_state == State::Unknown || m_marks[value.index()])
            return true;
        const auto &scanner = core::SecretScanner::shared();
        return scanner.covers(core::pointerOf(value.tree(), value.index()), value);
    }

private:
    enum class State : std::uint8_t { Unread, Known, Unknown };

    bool look()
    {
        const core::Tree &tree = *m_text.tree;
        if (tree.source().size() > mostNamedBytes)
            return false;
        m_marks.assign(tree.nodeCount(), false);
        // What an alias repeats is sensitive wherever one of the places is.
        const bool mustScan = core::hasAliases(tree);
        if (mustScan && tree.source().size() > mostScannedBytes)
            return false;
        try {
            if (mustScan)
                scan(nullptr);
            for (const auto &id : m_text.schemas) {
                if (id)
                    ask(*id, mustScan);
            }
        } catch (const Refusal &refusal) {
            if (refusal.error.kind == core::ErrorKind::Storage)
                throw;
            return false;
        }
        return true;
    }

    void ask(const core::SchemaId &id, bool mustScan)
    {
        core::Config config;
        config.schema = id;
        const auto schema = m_validator.schemaOf(m_view, config);
        if (!schema)
            return;
        if (mustScan) {
            scan(&*schema);
            return;
        }
        const auto nodes = core::sensitiveNodes(*schema, m_text.tree->root());
        for (std::size_t i = 0; i < nodes.size(); ++i)
            m_marks[i] = m_marks[i] || nodes[i];
    }

    void scan(const core::CompiledSchema *schema)
    {
        for (const auto node :
            core::coveredNodes(*m_text.tree, schema, core::SecretScanner::shared()))
            m_marks[node] = true;
    }

    const View &m_view;
    Validator &m_validator;
    const NamedText &m_text;
    State m_state = State::Unread;
    std::vector<bool> m_marks;
};

} // namespace

std::optional<std::vector<std::string>> namesOf(const View &view, Validator &validator,
    const std::vector<core::ChangedKey> &keys, const NamedText &before, const NamedText &after)
{
    HiddenNames hiddenBefore(view, validator, before);
    HiddenNames hiddenAfter(view, validator, after);
    std::vector<std::string> names;
    for (const auto &key : keys) {
        const bool isGone = key.kind == core::ChangedKey::Kind::Gone;
        const auto *tree = (isGone ? before : after).tree;
        auto &hidden = isGone ? hiddenBefore : hiddenAfter;
        names.push_back(core::namedPlace(tree ? tree->root() : core::Value(), key.pointer,
            [&hidden](core::Value value) { return hidden.contain(value); }));
    }
    if (!hiddenBefore.areKnown() || !hiddenAfter.areKnown())
        return std::nullopt;
    return names;
}

} // namespace chancery::server
