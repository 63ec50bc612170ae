// SPDX-License-Identifier: Apache-2.0
#include "value.h"

#include <charconv>

namespace chancery::core {

double Value::number() const
{
    double value = 0;
    const auto lexeme = text();
    std::from_chars(lexeme.data(), lexeme.data() + lexeme.size(), value);
    return value;
}

std::optional<std::int64_t> Value::integer() const
{
    if (!isNumber())
        return std::nullopt;
    std::int64_t value = 0;
    const auto lexeme = text();
    const auto end = lexeme.data() + lexeme.size();
    const auto parsed = std::from_chars(lexeme.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return std::nullopt;
    return value;
}

Value Value::find(std::string_view key) const
{
    if (!isObject() || node().size == 0)
        return {};
    const auto hash = Tree::keyHash(key);
    for (std::uint32_t at = m_index + 1; at != 0; at = m_tree->node(at).next) {
        const Node &candidate = m_tree->node(at);
        if (candidate.hash == hash && m_tree->text(candidate) == key)
            return {*m_tree, at + 1};
    }
    return {};
}

Value Value::at(std::size_t position) const
{
    if (!isArray() || position >= node().size)
        return {};
    std::uint32_t at = m_index + 1;
    for (; position > 0; --position)
        at = m_tree->node(at).next;
    return {*m_tree, at};
}

std::string unescapePointerToken(std::string_view token)
{
    std::string text;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size())
            text += token[++i] == '0' ? '~' : '/';
        else
            text += token[i];
    }
    return text;
}

namespace {

std::optional<std::size_t> arrayIndex(std::string_view token)
{
    std::size_t index = 0;
    const auto end = token.data() + token.size();
    const auto parsed = std::from_chars(token.data(), end, index);
    if (parsed.ec != std::errc() || parsed.ptr != end || (token.size() > 1 && token[0] == '0'))
        return std::nullopt;
    return index;
}

} // namespace

Value Value::resolve(std::string_view pointer) const
{
    Value here = *this;
    while (here.isPresent() && !pointer.empty()) {
        if (pointer.front() != '/')
            return {};
        const auto slash = std::min(pointer.find('/', 1), pointer.size());
        const auto token = unescapePointerToken(pointer.substr(1, slash - 1));
        pointer.remove_prefix(slash);
        if (here.isObject()) {
            here = here.find(token);
        } else {
            const auto index = arrayIndex(token);
            here = index ? here.at(*index) : Value();
        }
    }
    return here;
}

std::string escapePointerToken(std::string_view token)
{
    std::string text;
    text.reserve(token.size());
    for (const char character : token) {
        if (character == '~')
            text += "~0";
        else if (character == '/')
            text += "~1";
        else
            text += character;
    }
    return text;
}

std::string pointerOf(const Tree &tree, std::uint32_t index)
{
    std::string pointer;
    Value here = tree.root();
    while (here.isPresent() && here.index() != index) {
        // The child to enter is the last one that does not begin behind the wanted node.
        std::uint32_t child = 0;
        std::size_t position = 0;
        std::size_t chosen = 0;
        for (const auto &step : here) {
            if (step.index() > index)
                break;
            child = step.index();
            chosen = position++;
        }
        if (child == 0)
            break;
        if (here.isObject()) {
            pointer += '/' + escapePointerToken(tree.text(tree.node(child)));
            if (child == index)
                break;
            ++child;
        } else {
            pointer += '/' + std::to_string(chosen);
        }
        here = Value(tree, child);
    }
    return pointer;
}

std::uint32_t nodeAt(const Tree &tree, std::size_t offset)
{
    std::uint32_t here = 0;
    for (;;) {
        const Value value(tree, here);
        std::uint32_t inner = 0;
        for (const auto &step : value) {
            const Node &first = tree.node(step.index());
            if (first.begin > offset)
                break;
            if (value.isObject() && offset <= first.end)
                return step.index();
            if (offset <= step.value().node().end)
                inner = step.value().index();
        }
        if (inner == 0)
            return here;
        here = inner;
    }
}

} // namespace chancery::core
