// SPDX-License-Identifier: Apache-2.0
#include "losses.h"

#include "engine/core/document/comments.h"
#include "engine/core/document/yaml/events.h"

#include <algorithm>

namespace chancery::core::convert {

namespace {

using Kind = ConversionLoss::Kind;
using Losses = std::vector<ConversionLoss>;

// Comments between the texts, which are given in the order of the source.
class CommentFinder {
public:
    explicit CommentFinder(std::string_view source)
        : m_source(source)
    {
    }

    void skipText(std::size_t begin, std::size_t end)
    {
        if (begin >= m_at)
            lookUntil(begin);
        m_at = std::max(m_at, end);
    }

    Losses all() &&
    {
        lookUntil(m_source.size());
        return std::move(m_found);
    }

private:
    void lookUntil(std::size_t end)
    {
        while (m_at < end) {
            const auto sign = m_source.find('#', m_at);
            if (sign >= end)
                break;
            const auto behind = std::min(m_source.find('\n', sign), m_source.size());
            auto text = m_source.substr(sign, behind - sign);
            text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
            m_found.push_back({Kind::Comment, sign, std::string(text)});
            m_at = behind;
        }
        m_at = std::max(m_at, end);
    }

    std::string_view m_source;
    std::size_t m_at = 0;
    Losses m_found;
};

// Block texts begin at their sign; a comment behind it is of the line, not of the text.
Losses yamlLosses(const std::string &source)
{
    Losses aliases;
    CommentFinder comments(source);
    for (const auto &event : yaml::yamlEvents(source, Limits::wide()).events) {
        if (event.kind == yaml::EventKind::Alias) {
            aliases.push_back({Kind::Alias, event.begin, '*' + event.anchor});
            comments.skipText(event.begin, event.end);
        } else if (event.kind == yaml::EventKind::Scalar) {
            const bool isBlock = event.style == yaml::ScalarStyle::Literal
                || event.style == yaml::ScalarStyle::Folded;
            const auto begin
                = isBlock ? std::min(source.find('\n', event.begin), event.end) : event.begin;
            comments.skipText(begin, event.end);
        }
    }
    auto losses = std::move(comments).all();
    losses.insert(losses.end(), aliases.begin(), aliases.end());
    return losses;
}

bool isTime(const Tree &tree, const Node &node)
{
    const char first = tree.source()[node.begin];
    return node.type == NodeType::String && first != '"' && first != '\'';
}

Losses tomlLosses(const Tree &tree)
{
    Losses losses;
    for (const Comment &comment : commentsOf(tree))
        losses.push_back({Kind::Comment, comment.begin,
            tree.source().substr(comment.begin, comment.end - comment.begin)});
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        if (isTime(tree, tree.node(index)))
            losses.push_back({Kind::Time, tree.node(index).begin, pointerOf(tree, index)});
    }
    return losses;
}

void addNulls(const Tree &tree, Losses &losses)
{
    for (std::uint32_t index = 1; index < tree.nodeCount(); ++index) {
        if (tree.node(index).type == NodeType::Null && tree.node(index - 1).type == NodeType::Key)
            losses.push_back({Kind::Null, tree.node(index - 1).begin, pointerOf(tree, index)});
    }
}

} // namespace

Losses lossesOf(const Tree &tree, Format to)
{
    Losses losses;
    if (tree.format() == Format::Yaml)
        losses = yamlLosses(tree.source());
    else if (tree.format() == Format::Toml)
        losses = tomlLosses(tree);
    if (to == Format::Toml)
        addNulls(tree, losses);
    std::ranges::sort(losses, {}, &ConversionLoss::offset);
    return losses;
}

} // namespace chancery::core::convert
