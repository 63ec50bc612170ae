// SPDX-License-Identifier: Apache-2.0
#include "treeedit.h"

#include "models/problemwords.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::TreeEdit)

public:
    static QString of(const core::Error &error, const TreeEdit &edit, core::Format format)
    {
        if (error.code == "no-such-place")
            return tr("This place is no longer in the document.");
        if (error.code == "duplicate-key")
            return tr("There is a key “%1” already.").arg(QString::fromStdString(edit.name));
        if (error.code == "number-not-interoperable")
            return tr("Not every program can hold this number exactly; write it as a text.");
        if (error.code != "cannot-patch")
            return tr("This value cannot be written: %1").arg(reason(error));
        if (format == core::Format::Toml && edit.json == "null")
            return tr("TOML has no null.");
        if (edit.kind == TreeEdit::Kind::Set || edit.kind == TreeEdit::Kind::Rename)
            return tr("This cannot be changed here without touching other parts of the text, an "
                      "anchor that is used elsewhere for one. Change it in the text.");
        if (edit.kind == TreeEdit::Kind::MoveUp || edit.kind == TreeEdit::Kind::MoveDown)
            return tr("The layout of the text does not let these two change places. Move the "
                      "lines in the text.");
        return tr("The layout of the text leaves no safe place for this change. Make it in the "
                  "text.");
    }

private:
    static QString reason(const core::Error &error)
    {
        return models::problemText(
            error.fields.empty() ? error.detail : error.fields.front().message);
    }
};

// The place of an item after it was moved.
std::string neighbour(const TreeEdit &edit)
{
    const auto index = std::strtoul(lastToken(edit.pointer).c_str(), nullptr, 10);
    const auto moved = edit.kind == TreeEdit::Kind::MoveUp ? index - 1 : index + 1;
    return childPointer(parentPointer(edit.pointer), std::to_string(moved)) + edit.name;
}

} // namespace

core::Result<core::TextPatch> patchFor(const core::Tree &tree, const TreeEdit &edit)
{
    switch (edit.kind) {
    case TreeEdit::Kind::Set:
        return core::setValue(tree, edit.pointer, edit.json);
    case TreeEdit::Kind::Insert:
        return core::insertMember(tree, edit.pointer, edit.name, edit.json);
    case TreeEdit::Kind::Append:
        return core::appendItem(tree, edit.pointer, edit.json);
    case TreeEdit::Kind::Remove:
        return core::removeValue(tree, edit.pointer);
    case TreeEdit::Kind::Rename:
        return core::renameKey(tree, edit.pointer, edit.name);
    case TreeEdit::Kind::MoveUp:
    case TreeEdit::Kind::MoveDown:
        return core::moveItem(tree, edit.pointer, edit.kind == TreeEdit::Kind::MoveUp);
    }
    return core::Error{core::ErrorKind::Internal, "unknown-edit", {}, {}, {}, {}};
}

std::string placeAfter(const core::Tree &tree, const TreeEdit &edit)
{
    const auto place = tree.root().resolve(edit.pointer);
    switch (edit.kind) {
    case TreeEdit::Kind::Set:
        return edit.pointer;
    case TreeEdit::Kind::Insert:
        return childPointer(edit.pointer, edit.name);
    case TreeEdit::Kind::Append:
        return childPointer(edit.pointer, std::to_string(place.size()));
    case TreeEdit::Kind::Rename:
        return childPointer(parentPointer(edit.pointer), edit.name);
    case TreeEdit::Kind::MoveUp:
    case TreeEdit::Kind::MoveDown:
        return neighbour(edit);
    case TreeEdit::Kind::Remove:
        break;
    }
    const auto parent = parentPointer(edit.pointer);
    const auto container = tree.root().resolve(parent);
    if (!place || !container)
        return parent;
    if (container.isArray())
        return place.node().next != 0 ? edit.pointer
            : container.size() > 1    ? childPointer(parent, std::to_string(container.size() - 2))
                                      : parent;
    std::string before;
    bool isBehind = false;
    for (const auto &member : container) {
        if (isBehind)
            return childPointer(parent, member.key());
        isBehind = member.value().index() == place.index();
        if (!isBehind)
            before = member.key();
    }
    return container.size() > 1 ? childPointer(parent, before) : parent;
}

QString refusalText(const core::Error &error, const TreeEdit &edit, core::Format format)
{
    return Words::of(error, edit, format);
}

std::string childPointer(const std::string &parent, std::string_view token)
{
    return parent + '/' + core::escapePointerToken(token);
}

std::string parentPointer(const std::string &pointer)
{
    return pointer.substr(0, std::min(pointer.rfind('/'), pointer.size()));
}

std::string lastToken(const std::string &pointer)
{
    std::string token;
    for (auto at = pointer.rfind('/') + 1; at < pointer.size(); ++at) {
        const bool isEscape = pointer[at] == '~' && at + 1 < pointer.size();
        token += isEscape ? (pointer[++at] == '0' ? '~' : '/') : pointer[at];
    }
    return token;
}

std::vector<std::string> tokensOfPointer(const std::string &pointer)
{
    std::vector<std::string> tokens;
    for (std::size_t begin = 0; begin < pointer.size();) {
        const auto end = std::min(pointer.find('/', begin + 1), pointer.size());
        tokens.push_back(lastToken(pointer.substr(begin, end - begin)));
        begin = end;
    }
    return tokens;
}

} // namespace chancery::editors
