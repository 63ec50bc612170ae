// SPDX-License-Identifier: Apache-2.0
#include "diffrules.h"

namespace chancery::editors {

namespace {

constexpr auto order = "order";
constexpr auto layout = "layout";
constexpr auto comments = "comments";

} // namespace

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
    for (const QString &word : words)
        rules.add(word.toStdString());
    return rules;
}

} // namespace chancery::editors
