// SPDX-License-Identifier: Apache-2.0
#include "directives.h"

namespace chancery::core {

namespace {

class Check {
public:
    explicit Check(const Layer &layer)
        : m_layer(layer)
    {
    }

    Result<bool> run()
    {
        // Most layers have none: one look at all keys says so.
        if (!hasWord())
            return false;
        const auto root = m_layer.tree->root();
        if (root.isObject() && root.find(removeWord))
            complain(root, "A whole layer cannot be removed");
        else
            value(root, false);
        if (m_fields.empty())
            return true;
        return Error{ErrorKind::Invalid, "invalid-patch",
            toString(m_layer.origin) + ": " + m_fields.front().message, {}, std::move(m_fields),
            {}};
    }

private:
    bool hasWord() const
    {
        const auto &tree = *m_layer.tree;
        for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
            const auto &node = tree.node(i);
            if (node.type != NodeType::Key)
                continue;
            const auto text = tree.text(node);
            if (text.starts_with('$') && (text == removeWord || text == replaceWord))
                return true;
        }
        return false;
    }

    void value(Value value, bool isInArray)
    {
        if (value.isArray()) {
            for (const auto &item : value)
                this->value(item.value(), true);
        } else if (value.isObject()) {
            object(value, isInArray);
        }
    }

    void object(Value object, bool isInArray)
    {
        const auto removal = object.find(removeWord);
        const auto replacement = object.find(replaceWord);
        if (!removal && !replacement) {
            for (const auto &member : object)
                value(member.value(), isInArray);
            return;
        }
        if (isInArray)
            complain(object,
                "An array replaces the one below as a whole; its items are neither removed nor "
                "replaced one by one");
        else if (object.size() != 1)
            complain(object,
                "Expected nothing else beside \"" + std::string(removal ? removeWord : replaceWord)
                    + '"');
        else if (removal && !removal.isTrue())
            complain(removal, "A removal is written {\"$remove\": true}");
    }

    void complain(Value where, std::string message)
    {
        const auto &tree = *m_layer.tree;
        const auto position = positionOf(tree.source(), where.node().begin);
        m_fields.push_back({pointerOf(tree, where.index()), "invalid-patch", std::move(message), {},
            position.line, position.column});
    }

    const Layer &m_layer;
    std::vector<FieldError> m_fields;
};

} // namespace

Meaning meaningOf(Value value)
{
    if (!value.isObject() || value.size() != 1)
        return {false, false, value};
    const auto member = value.begin();
    if (member.key() == removeWord)
        return {true, false, {}};
    if (member.key() == replaceWord)
        return {false, true, member.value()};
    return {false, false, value};
}

bool saysNothing(const Layer &layer)
{
    const auto root = layer.tree->root();
    return !root || (root.isNull() && root.node().begin == root.node().end);
}

Result<bool> checkDirectives(const Layer &layer)
{
    return Check(layer).run();
}

} // namespace chancery::core
