// SPDX-License-Identifier: Apache-2.0
#include "knownvalue.h"

#include <algorithm>
#include <utility>

namespace chancery::support {

using Kind = Known::Kind;

void forEach(const Known &value, const Known *parent,
    const std::function<void(const Known &value, const Known *parent)> &visit)
{
    if (value.isGone)
        return;
    visit(value, parent);
    for (const auto &child : value.children)
        forEach(child, &value, visit);
}

const Known *find(const Known &value, int identity)
{
    if (value.identity == identity)
        return &value;
    for (const auto &child : value.children) {
        if (const auto *found = find(child, identity))
            return found;
    }
    return nullptr;
}

Known *find(Known &value, int identity)
{
    return const_cast<Known *>(find(std::as_const(value), identity));
}

Known *parentOf(Known &value, int identity)
{
    for (auto &child : value.children) {
        if (child.identity == identity)
            return &value;
        if (auto *found = parentOf(child, identity))
            return found;
    }
    return nullptr;
}

std::vector<const Known *> living(const Known &value)
{
    std::vector<const Known *> children;
    for (const auto &child : value.children) {
        if (!child.isGone)
            children.push_back(&child);
    }
    return children;
}

namespace {

void put(Known &list, int behind, Known item)
{
    auto place = list.children.begin();
    if (behind != 0)
        place = std::ranges::find(list.children, behind, &Known::identity) + 1;
    list.children.insert(place, std::move(item));
}

} // namespace

void apply(Known &value, const KnownEdit &edit)
{
    Known &target = *find(value, edit.target);
    switch (edit.kind) {
    case KnownEdit::Kind::Set:
        target.scalar = edit.value.scalar;
        break;
    case KnownEdit::Kind::Add:
        target.children.push_back(edit.value);
        break;
    case KnownEdit::Kind::Drop:
        target.isGone = true;
        break;
    case KnownEdit::Kind::Insert:
        put(target, edit.behind, edit.value);
        break;
    case KnownEdit::Kind::Move: {
        Known &list = *parentOf(value, edit.target);
        const Known moved = target;
        std::erase_if(list.children,
            [&moved](const Known &child) { return child.identity == moved.identity; });
        put(list, edit.behind, moved);
        break;
    }
    }
}

namespace {

void writeJson(std::string &out, const Known &value, const char *colon)
{
    if (value.kind == Kind::Scalar) {
        out += value.scalar;
        return;
    }
    const bool isObject = value.kind == Kind::Object;
    out += isObject ? '{' : '[';
    bool isFirst = true;
    for (const auto *child : living(value)) {
        out += isFirst ? "" : ", ";
        isFirst = false;
        if (isObject)
            out += child->name + colon;
        writeJson(out, *child, colon);
    }
    out += isObject ? '}' : ']';
}

std::string inlined(const Known &value, const char *colon)
{
    std::string out;
    writeJson(out, value, colon);
    return out;
}

// As people indent: a line for each member and item.
void writeJsonLines(std::string &out, const Known &value, const std::string &indent)
{
    const auto children = living(value);
    if (value.kind == Kind::Scalar || children.empty()) {
        writeJson(out, value, ": ");
        return;
    }
    const bool isObject = value.kind == Kind::Object;
    out += isObject ? "{\n" : "[\n";
    for (const auto *child : children) {
        out += indent + "  ";
        if (isObject)
            out += '"' + child->name + "\": ";
        writeJsonLines(out, *child, indent + "  ");
        out += child == children.back() ? "\n" : ",\n";
    }
    out += indent + (isObject ? '}' : ']');
}

void writeYaml(std::string &out, const Known &value, const std::string &indent)
{
    bool isFirst = true;
    for (const auto *child : living(value)) {
        out += isFirst ? "" : indent;
        isFirst = false;
        out += value.kind == Kind::Object ? child->name + ':' : "-";
        if (child->kind == Kind::Scalar || living(*child).empty()) {
            out += ' ' + inlined(*child, ": ") + '\n';
            continue;
        }
        const auto deeper = indent + "  ";
        out += value.kind == Kind::Object ? '\n' + deeper : " ";
        writeYaml(out, *child, deeper);
    }
}

std::string toml(const Known &document)
{
    std::string out;
    std::string tables;
    for (const auto *member : living(document)) {
        const auto items = living(*member);
        const bool areTables = member->kind == Kind::List && !items.empty()
            && std::ranges::all_of(
                items, [](const Known *item) { return item->kind == Kind::Object; });
        if (!areTables) {
            out += member->name + " = " + inlined(*member, " = ") + '\n';
            continue;
        }
        for (const auto *item : items) {
            tables += "\n[[" + member->name + "]]\n";
            for (const auto *entry : living(*item))
                tables += entry->name + " = " + inlined(*entry, " = ") + '\n';
        }
    }
    return out + tables;
}

} // namespace

Known withEdits(Known value, const std::vector<KnownEdit> &edits)
{
    for (const auto &edit : edits)
        apply(value, edit);
    return value;
}

std::string jsonOf(const Known &value)
{
    return inlined(value, ":");
}

std::string textOf(const Known &value, core::Format format)
{
    std::string out;
    if (format == core::Format::Toml)
        return toml(value);
    if (format == core::Format::Yaml) {
        writeYaml(out, value, {});
        return out;
    }
    writeJsonLines(out, value, {});
    return out + '\n';
}

} // namespace chancery::support
