// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/merge/listmerge.h"

#include <unordered_map>

namespace chancery::core {

// The items of a list by their names, which are one for each and must outlive it.
class NamedItems {
public:
    NamedItems(Value list, const Names &names);

    const Names &names() const { return m_names; }
    Value find(const std::string &name) const;

private:
    const Names &m_names;
    std::unordered_map<std::string_view, Value> m_items;
};

// Three lists whose items have names, where a name may have been changed: a side that lost one item
// and has another instead may have renamed it. Nobody can tell; whatever the other side did to that
// item must be neither dropped nor done twice.
class NamedSides {
public:
    NamedSides(const NamedItems &base, const NamedItems &theirs, const NamedItems &mine)
        : m_base(base)
        , m_theirs(theirs)
        , m_mine(mine)
    {
    }

    // Gives an item of base the name that both sides gave it. False where a merge by name may be
    // wrong: an item that one side may have renamed and the other moved or removed; one that both
    // have under a new name, each otherwise; one whose name went to another item, while the other
    // side changed either.
    bool join(Names &base) const;

private:
    bool joinRenamed(Names &base) const;
    bool mayLose(const NamedItems &side, const NamedItems &other, const Names &base) const;
    bool mayMistake(const NamedItems &side, const NamedItems &other) const;
    bool isChanged(const NamedItems &side, const std::string &name) const;

    const NamedItems &m_base;
    const NamedItems &m_theirs;
    const NamedItems &m_mine;
};

} // namespace chancery::core
