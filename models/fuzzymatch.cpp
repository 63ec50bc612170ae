// SPDX-License-Identifier: Apache-2.0
#include "fuzzymatch.h"

#include <algorithm>

// From each place where the first letter stands, the others are taken as early as they come, but
// the beginning of a part ("/limits") is preferred to a letter inside one when both come next. The
// best of these walks counts. That is not always the best there is; it costs a walk for each place
// instead of a table for each text, and a list of ten thousand paths is ranked between two keys.
namespace chancery::models {

namespace {

constexpr int letter = 16;
constexpr int inARow = 24;
constexpr int atAPart = 20;
constexpr int longestGap = 12;

bool beginsPart(const QString &text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

// Where the letter comes next: the beginning of a part if there is one, otherwise the first.
qsizetype nextOf(const QString &text, QChar wanted, qsizetype from, bool mayFollow)
{
    if (mayFollow && from < text.size() && text[from].toCaseFolded() == wanted)
        return from;
    qsizetype first = -1;
    for (qsizetype at = from; at < text.size(); ++at) {
        if (text[at].toCaseFolded() != wanted)
            continue;
        if (beginsPart(text, at))
            return at;
        if (first < 0)
            first = at;
    }
    return first;
}

std::optional<int> walk(const QString &word, const QString &text, qsizetype start)
{
    int score = letter + (beginsPart(text, start) ? atAPart : 0);
    qsizetype last = start;
    for (qsizetype index = 1; index < word.size(); ++index) {
        qsizetype at = nextOf(text, word[index], last + 1, true);
        if (at < 0)
            return std::nullopt;
        // What is behind the preferred place may not hold the rest.
        if (at > last + 1 && text.indexOf(word[index], last + 1, Qt::CaseInsensitive) < at) {
            const QString rest = word.mid(index + 1);
            qsizetype probe = at;
            for (const QChar next : rest) {
                probe = text.indexOf(next, probe + 1, Qt::CaseInsensitive);
                if (probe < 0)
                    break;
            }
            if (probe < 0)
                at = text.indexOf(word[index], last + 1, Qt::CaseInsensitive);
        }
        score += letter;
        score += at == last + 1 ? inARow : -int(std::min<qsizetype>(at - last, longestGap));
        score += beginsPart(text, at) ? atAPart : 0;
        last = at;
    }
    return score;
}

std::optional<int> scoreOfWord(const QString &word, const QString &text)
{
    std::optional<int> best;
    for (qsizetype at = text.indexOf(word[0], 0, Qt::CaseInsensitive); at >= 0;
        at = text.indexOf(word[0], at + 1, Qt::CaseInsensitive)) {
        const auto score = walk(word, text, at);
        if (!score)
            break; // from a later place there is less left
        best = std::max(best.value_or(*score), *score);
    }
    return best;
}

} // namespace

std::optional<int> fuzzyScore(const QString &typed, const QString &text)
{
    int sum = 0;
    for (const QString &word : typed.toCaseFolded().split(u' ', Qt::SkipEmptyParts)) {
        const auto score = scoreOfWord(word, text);
        if (!score)
            return std::nullopt;
        sum += *score;
    }
    return sum - int(std::min<qsizetype>(text.size(), 60)) / 4;
}

} // namespace chancery::models
