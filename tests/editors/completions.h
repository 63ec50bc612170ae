// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/completion/completion.h"
#include "tests/editors/desk.h"

#include <QByteArray>

namespace chancery::tests {

// The text with its caret "¦" taken out.
inline std::pair<std::string, std::size_t> split(const QByteArray &marked)
{
    std::string text = marked.toStdString();
    const auto caret = text.find("\xC2\xA6");
    text.erase(caret, 2);
    return {text, caret};
}

inline editors::CompletionList listFor(
    const char *schema, core::Format format, const std::string &text, std::size_t caret)
{
    const auto advisor = advisorFor(schema);
    const auto reading = core::read(text, format);
    return editors::completionsAt(
        format, text, caret, reading ? &reading.tree() : nullptr, *advisor);
}

inline QByteArray namesOf(const editors::CompletionList &list)
{
    QByteArray names;
    for (const auto &item : list.items)
        names += (names.isEmpty() ? "" : " ") + QByteArray::fromStdString(item.name);
    return names;
}

// The text after the item was chosen, with the caret.
inline QByteArray chosen(
    const editors::CompletionList &list, const std::string &name, std::string text)
{
    const auto item = std::ranges::find(list.items, name, &editors::CompletionItem::name);
    if (item == list.items.end())
        return "no such item";
    const auto begin = list.begin - item->before;
    auto caret = begin + item->caret;
    text.replace(begin, list.end - begin, item->text);
    if (list.commaAt) {
        text.insert(*list.commaAt, ",");
        ++caret;
    }
    return QByteArray::fromStdString(text.insert(caret, "\xC2\xA6"));
}

} // namespace chancery::tests
