// SPDX-License-Identifier: Apache-2.0
#include "documentcheck.h"

#include "engine/core/rules/invariants.h"

#include <algorithm>

namespace chancery::agent {

std::vector<DocumentCheck::Rule> DocumentCheck::rulesOf(const Release &release)
{
    std::vector<Rule> rules;
    if (release.head.isOwnText()) {
        if (const auto &schema = release.texts.front().schema)
            rules.push_back({*schema, true, false});
        return rules;
    }
    const auto &head = release.head;
    const auto *own = head.declarationOf(head.config);
    if (own && own->schema)
        rules.push_back({*own->schema, true, true});
    // What a parent's schema says of how values go together holds below it as well.
    const auto parents = core::defaultsAbove(head.path);
    for (const auto &config : head.configs) {
        const bool isParent
            = std::find(parents.begin(), parents.end(), config.path) != parents.end();
        if (isParent && config.schema && (!own || config.schema != own->schema))
            rules.push_back({*config.schema, false, true});
    }
    return rules;
}

void DocumentCheck::check(const Release &release, const core::Tree &document, Handler done)
{
    m_document = &document;
    m_rules = rulesOf(release);
    m_index = 0;
    m_done = std::move(done);
    next();
}

void DocumentCheck::next()
{
    if (m_index == m_rules.size()) {
        finish(core::Done{});
        return;
    }
    m_schemas.find(
        m_rules[m_index].schema, [this](const core::Result<core::CompiledSchema> &schema) {
            auto judged = schema ? judge(*schema) : core::Result<>(schema.error());
            if (!judged) {
                finish(std::move(judged));
                return;
            }
            ++m_index;
            next();
        });
}

core::Result<> DocumentCheck::judge(const core::CompiledSchema &schema) const
{
    const auto &rule = m_rules[m_index];
    std::vector<core::Violation> violations;
    bool isValid = true;
    if (rule.hasShape) {
        auto verdict = schema.validate(m_document->root());
        isValid = verdict.valid;
        violations = std::move(verdict.violations);
    }
    if (isValid && rule.hasInvariants) {
        violations = core::checkInvariants(schema, m_document->root());
        isValid = violations.empty();
    }
    if (isValid)
        return core::Done{};
    std::string detail = "The document violates its schema";
    if (!violations.empty())
        detail = violations.front().instancePointer + ": " + violations.front().message;
    return core::Error{core::ErrorKind::Invalid, "schema-violation", std::move(detail), {}, {}, {}};
}

void DocumentCheck::finish(core::Result<> result)
{
    m_document = nullptr;
    std::exchange(m_done, nullptr)(std::move(result));
}

} // namespace chancery::agent
