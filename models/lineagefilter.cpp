// SPDX-License-Identifier: Apache-2.0
#include "lineagefilter.h"

#include "engine/core/lineage/restofkeys.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c;
}

// Most of what is looked for is ASCII, and is found without a copy of the text.
bool contains(std::string_view text, const std::string &needle)
{
    if (!isAscii(needle))
        return toQt(text).contains(toQt(needle), Qt::CaseInsensitive);
    return !std::ranges::search(text, needle, [](char a, char b) { return lower(a) == b; }).empty();
}

bool containsAny(const std::vector<std::string> &texts, const std::string &needle)
{
    return std::ranges::any_of(
        texts, [&](const std::string &text) { return contains(text, needle); });
}

// Of pointers, and of places with the names of items.
bool isAtOrBelow(std::string_view place, std::string_view above)
{
    return place.starts_with(above)
        && (place.size() == above.size() || place[above.size()] == '/'
            || place[above.size()] == '[');
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

// The change of a container is one of all that is in it, and the other way round.
bool isTouched(const std::string &place, const std::string &key)
{
    if (!key.starts_with('/'))
        return contains(place, key);
    const auto changed = lowered(place);
    return isAtOrBelow(changed, key) || isAtOrBelow(key, changed);
}

enum class Touch { No, Perhaps, Yes };

// What other keys lie in that are not told.
bool isContainer(const core::LineageEntry &entry, const std::string &place)
{
    return entry.hasMoreKeys && place.ends_with(core::othersBelow);
}

// Of such keys the names of items are not told: then any item of the list may be the one that is
// meant. Words without a place may stand in any of them.
bool mayBeIn(std::string_view container, const std::string &key)
{
    container.remove_suffix(core::othersBelow.size());
    return !key.starts_with('/') || isTouched(std::string(container), key.substr(0, key.find('[')));
}

Touch touchOf(const core::LineageEntry &entry, const std::string &key)
{
    bool isRestKnown = !entry.hasMoreKeys;
    bool isPerhaps = false;
    for (const auto *places : {&entry.keys, &entry.namedKeys()}) {
        for (const auto &place : *places) {
            if (!isContainer(entry, place)) {
                if (isTouched(place, key))
                    return Touch::Yes;
                continue;
            }
            isRestKnown = true;
            isPerhaps = isPerhaps || mayBeIn(place, key);
        }
    }
    return isPerhaps || !isRestKnown ? Touch::Perhaps : Touch::No;
}

bool isName(const QString &word)
{
    return !word.isEmpty()
        && std::ranges::all_of(word, [](QChar letter) { return letter >= u'a' && letter <= u'z'; });
}

// As they are written, in every language.
constexpr std::pair<const char *, core::EdgeKind> kindWords[]{{"edit", core::EdgeKind::Edit},
    {"merge", core::EdgeKind::Merge}, {"promotion", core::EdgeKind::Promotion},
    {"rollback", core::EdgeKind::Rollback}, {"migration", core::EdgeKind::Migration}};

std::optional<core::EdgeKind> kindOf(const QString &word)
{
    for (const auto &[known, kind] : kindWords) {
        if (word == QLatin1String(known))
            return kind;
    }
    return std::nullopt;
}

} // namespace

std::optional<core::Instant> instantFromText(const QString &text)
{
    for (const char *format :
        {"yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"}) {
        QDateTime time = QDateTime::fromString(text.toUpper(), QString::fromLatin1(format));
        time.setTimeSpec(Qt::UTC);
        if (time.isValid())
            return core::Instant(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    }
    return std::nullopt;
}

LineageFilter LineageFilter::parse(const QString &text)
{
    LineageFilter filter;
    QString name;
    QString word;
    bool isQuoted = false;
    // A blank at the end, so that the last word ends as the others do.
    for (const QChar letter : text.toLower() + u' ') {
        if (letter == u'"') {
            isQuoted = !isQuoted;
        } else if (letter.isSpace() && !isQuoted) {
            filter.add(std::exchange(name, {}), std::exchange(word, {}));
        } else if (letter == u':' && !isQuoted && name.isEmpty() && isName(word)) {
            name = std::exchange(word, {});
        } else {
            word += letter;
        }
    }
    // Of quotes that are open still, what has been written so far.
    if (isQuoted)
        filter.add(name, word.chopped(1));
    return filter;
}

void LineageFilter::add(const QString &name, const QString &value)
{
    static constexpr std::pair<const char *, Field> fields[]{{"", Field::Any},
        {"author", Field::Author}, {"path", Field::Path}, {"key", Field::Key},
        {"kind", Field::Kind}, {"request", Field::Request}, {"is", Field::State},
        {"after", Field::After}, {"before", Field::Before}};
    const auto *field = std::ranges::find_if(
        fields, [&](const auto &known) { return name == QLatin1String(known.first); });
    if (field == std::end(fields)) {
        // No such place: a colon that stands in the text.
        m_terms.push_back({Field::Any, fromQt(name + u':' + value), {}, {}});
        return;
    }
    if (value.isEmpty())
        return;
    Term term{field->second, fromQt(value), {}, {}};
    if (term.field == Field::Kind) {
        const auto kind = kindOf(value);
        if (!kind) {
            m_problem
                = tr("“%1” is no kind: edit, merge, promotion, rollback or migration.").arg(value);
            return;
        }
        term.kind = *kind;
    }
    if (term.field == Field::State && value != QStringLiteral("live")
        && value != QStringLiteral("quarantined")) {
        m_problem = tr("“%1” is no state: live or quarantined.").arg(value);
        return;
    }
    if (term.field == Field::After || term.field == Field::Before) {
        const auto time = instantFromText(value);
        if (!time) {
            m_problem = tr("“%1” is no time: write 2026-11-02 or 2026-11-02T14:05.").arg(value);
            return;
        }
        term.time = *time;
    }
    m_terms.push_back(std::move(term));
}

QString LineageFilter::kindWord(core::EdgeKind kind)
{
    for (const auto &[word, known] : kindWords) {
        if (known == kind)
            return QLatin1String(word);
    }
    return {};
}

bool LineageFilter::holds(const Term &term, const core::LineageEntry &entry)
{
    switch (term.field) {
    case Field::Any:
        return contains(entry.message, term.text) || contains(entry.authorName, term.text)
            || contains(entry.path, term.text) || contains(entry.version.text(), term.text)
            || (!entry.semver.empty() && contains('v' + entry.semver, term.text))
            || (entry.contributors && containsAny(*entry.contributors, term.text))
            || (entry.changeRequest && contains(entry.changeRequest->text(), term.text))
            || containsAny(entry.approvers, term.text) || containsAny(entry.keys, term.text)
            || containsAny(entry.namedKeys(), term.text);
    case Field::Author:
        return contains(entry.authorName, term.text)
            || (entry.contributors && containsAny(*entry.contributors, term.text));
    case Field::Path:
        return contains(entry.path, term.text);
    case Field::Key:
        return touchOf(entry, term.text) != Touch::No;
    case Field::Kind:
        // A version may have come by several ways at once.
        return entry.kind == term.kind
            || std::ranges::any_of(entry.parents,
                [&](const core::LineageParent &parent) { return parent.kind == term.kind; });
    case Field::Request:
        return entry.changeRequest && lowered(entry.changeRequest->text()) == term.text;
    case Field::State:
        return term.text == "live" ? entry.isLive : entry.isQuarantined;
    case Field::After:
        return entry.createdAt >= term.time;
    case Field::Before:
        return entry.createdAt < term.time;
    }
    return false;
}

bool LineageFilter::matches(const core::LineageEntry &entry) const
{
    return std::ranges::all_of(m_terms, [&](const Term &term) { return holds(term, entry); });
}

bool LineageFilter::isUnsure(const core::LineageEntry &entry) const
{
    const bool isPerhaps = entry.hasMoreKeys && std::ranges::any_of(m_terms, [&](const Term &term) {
        return term.field == Field::Key && touchOf(entry, term.text) == Touch::Perhaps;
    });
    return isPerhaps && matches(entry);
}

} // namespace chancery::models
