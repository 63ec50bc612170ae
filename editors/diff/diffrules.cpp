// SPDX-License-Identifier: Apache-2.0
#include "diffrules.h"

namespace chancery::editors {

namespace {

constexpr auto order = "order";
constexpr auto layout = "layout";
constexpr auto comments = "comments";

} // namespace

bool DiffRules::ignores(core::HunkCause cause) const
{
    switch (cause) {
    case core::HunkCause::Values:
        return false;
    case core::HunkCause::IgnoredPath:
        return true;
    case core::HunkCause::Order:
        return ignoresOrder;
    case core::HunkCause::Comment:
        return ignoresComments;
    case core::HunkCause::Layout:
        return ignoresLayout;
    case core::HunkCause::OrderAndComment:
        return ignoresOrder && ignoresComments;
    }
    return false;
}

QStringList DiffRules::words() const
{
    QStringList words;
    if (ignoresOrder)
        words << QLatin1String(order);
    if (ignoresLayout)
        words << QLatin1String(layout);
    if (ignoresComments)
        words << QLatin1String(comments);
    for (const std::string &path : ignoredPaths)
        words << QString::fromStdString(path);
    return words;
}

DiffRules DiffRules::fromWords(const QStringList &words)
{
    DiffRules rules;
    rules.ignoresOrder = words.contains(QLatin1String(order));
    rules.ignoresLayout = words.contains(QLatin1String(layout));
    rules.ignoresComments = words.contains(QLatin1String(comments));
    for (const QString &word : words) {
        if (word.startsWith(u'/'))
            rules.ignoredPaths.push_back(word.toStdString());
    }
    return rules;
}

} // namespace chancery::editors
