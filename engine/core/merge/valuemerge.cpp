// SPDX-License-Identifier: Apache-2.0
#include "valuemerge.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/merge/itemorders.h"
#include "engine/core/merge/linemerge.h"
#include "engine/core/schema/equality.h"
#include "engine/core/sealing/sealedvalue.h"

namespace chancery::core {

namespace {

struct Sides {
    Value base;
    Value theirs;
    Value mine;
};

enum class Way : std::uint8_t { Theirs, Mine, Members, Items, Lines, Conflict };

bool isSame(Value a, Value b)
{
    return a.isPresent() == b.isPresent() && (!a || sameValue(a, b));
}

// A text whose line ends were changed has changed in every line.
bool isOfLines(Value value)
{
    const auto text = value.text();
    return value.isString() && text.find('\n') < text.size() - 1
        && text.find('\r') == std::string_view::npos;
}

Way wayOf(const Sides &sides)
{
    const auto &[base, theirs, mine] = sides;
    if (isSame(theirs, mine) || isSame(base, theirs))
        return Way::Mine;
    if (isSame(base, mine))
        return Way::Theirs;
    // Half of one sealed value and half of another open to nothing.
    if (isMarkedSealed(theirs) || isMarkedSealed(mine))
        return Way::Conflict;
    if (theirs.isObject() && mine.isObject() && (!base || base.isObject()))
        return Way::Members;
    if (theirs.isArray() && mine.isArray() && (!base || base.isArray()))
        return Way::Items;
    if (isOfLines(base) && isOfLines(theirs) && isOfLines(mine))
        return Way::Lines;
    return Way::Conflict;
}

MergeConflict::Kind kindOf(const Sides &sides)
{
    if (!sides.base)
        return MergeConflict::Kind::BothAdded;
    if (!sides.theirs)
        return MergeConflict::Kind::RemovedByThem;
    return sides.mine ? MergeConflict::Kind::BothChanged : MergeConflict::Kind::RemovedByMe;
}

std::optional<std::string> jsonOf(Value value)
{
    return value ? std::optional(jsonText(value)) : std::nullopt;
}

// Members or items by name.
using Named = std::unordered_map<std::string_view, Value>;

Named membersOf(Value object)
{
    Named named;
    for (const auto &member : object)
        named.emplace(member.key(), member.value());
    return named;
}

Named itemsOf(Value list, const Names &names)
{
    Named named;
    std::size_t index = 0;
    for (const auto &item : list)
        named.emplace(names[index++], item.value());
    return named;
}

Value in(const Named &named, std::string_view name)
{
    const auto found = named.find(name);
    return found == named.end() ? Value() : found->second;
}

class Merging {
public:
    ValueMerge run(const Sides &sides)
    {
        merge(sides);
        return std::move(m_result);
    }

private:
    // What was found while a list was looked at may be overruled by a conflict about the whole.
    struct Mark {
        std::size_t json;
        std::size_t conflicts;
        std::size_t taken;
    };
    Mark mark() const
    {
        return {m_result.json.size(), m_result.conflicts.size(), m_result.taken.size()};
    }
    std::string goBack(const Mark &mark)
    {
        std::string json = m_result.json.substr(mark.json);
        m_result.json.resize(mark.json);
        m_result.conflicts.resize(mark.conflicts);
        m_result.taken.resize(mark.taken);
        return json;
    }

    // Whether there is anything in the result. Whole: what both changed is not put together.
    bool merge(const Sides &sides, bool isWhole = false)
    {
        switch (wayOf(sides)) {
        case Way::Mine:
            return write(sides.mine);
        case Way::Theirs:
            m_result.taken.push_back(m_place);
            return write(sides.theirs);
        case Way::Members:
            if (isWhole)
                break;
            mergeMembers(sides);
            return true;
        case Way::Items:
            if (isWhole)
                break;
            return mergeItems(sides);
        case Way::Lines:
            if (!isWhole && mergeTextLines(sides))
                return true;
            break;
        case Way::Conflict:
            break;
        }
        return addConflict(sides, std::nullopt);
    }

    bool mergeTextLines(const Sides &sides)
    {
        const auto lines = mergeLines(
            sides.base.text(), sides.theirs.text(), sides.mine.text(), LineCare::Careful);
        if (!lines.conflicts.empty())
            return false;
        if (lines.text != sides.mine.text())
            m_result.taken.push_back(m_place);
        appendJsonString(m_result.json, lines.text);
        return true;
    }

    bool write(Value value)
    {
        if (value)
            m_result.json += jsonText(value);
        return value.isPresent();
    }

    bool addConflict(const Sides &sides, std::optional<std::string> both)
    {
        MergeConflict conflict;
        conflict.kind = kindOf(sides);
        conflict.place = m_place;
        conflict.base = jsonOf(sides.base);
        conflict.theirs = jsonOf(sides.theirs);
        conflict.mine = jsonOf(sides.mine);
        conflict.both = std::move(both);
        m_result.conflicts.push_back(std::move(conflict));
        return write(sides.mine);
    }

    // Writes one child behind what stands before it in the container; takes all back if there is
    // nothing to write.
    void mergeChild(const Sides &sides, MergeStep step, std::string_view before, bool &isFirst,
        bool isWhole = false)
    {
        const auto size = m_result.json.size();
        m_result.json += isFirst ? "" : ",";
        m_result.json += before;
        m_place.push_back(std::move(step));
        if (merge(sides, isWhole))
            isFirst = false;
        else
            m_result.json.resize(size);
        m_place.pop_back();
    }

    void mergeMembers(const Sides &sides)
    {
        const Named base = membersOf(sides.base);
        const Named theirs = membersOf(sides.theirs);
        const Named mine = membersOf(sides.mine);
        bool isFirst = true;
        const auto mergeMember = [&](std::string_view name) {
            std::string key;
            appendJsonString(key, name);
            mergeChild({in(base, name), in(theirs, name), in(mine, name)}, {std::string(name), {}},
                key + ':', isFirst);
        };
        m_result.json += '{';
        for (const auto &member : sides.mine)
            mergeMember(member.key());
        for (const auto &member : sides.theirs) {
            if (!mine.contains(member.key()))
                mergeMember(member.key());
        }
        // What both removed is gone; what one removed and the other has was met above.
        m_result.json += '}';
    }

    bool mergeItems(const Sides &sides)
    {
        const auto orders = itemOrders(sides.base, sides.theirs, sides.mine);
        if (orders.isTorn)
            return addConflict(sides, std::nullopt);
        const Named base = itemsOf(sides.base, orders.base);
        const Named theirs = itemsOf(sides.theirs, orders.theirs);
        const Named mine = itemsOf(sides.mine, orders.mine);
        const auto sidesOf = [&](const std::string &name) {
            return Sides{in(base, name), in(theirs, name), in(mine, name)};
        };
        const auto merged = mergeLists(orders.base, orders.theirs, orders.mine,
            [&](const std::string &name) { return wayOf(sidesOf(name)) == Way::Conflict; });
        const Mark before = mark();
        bool isFirst = true;
        m_result.json += '[';
        for (std::size_t index = 0; index < merged.names.size(); ++index) {
            const auto &name = merged.names[index];
            MergeStep step{orders.key, orders.key.empty() ? std::string() : name};
            if (orders.areByPlace())
                step = {{}, {}, index, merged.names.size()};
            mergeChild(sidesOf(name), std::move(step), {}, isFirst, orders.replaced.contains(name));
        }
        m_result.json += ']';
        const bool hasConflicts = m_result.conflicts.size() > before.conflicts;
        if (merged.isConflict || (hasConflicts && !orders.canBeFound())) {
            const bool hasBoth = merged.isConflict && merged.canHaveBoth && !hasConflicts;
            std::string both = goBack(before);
            return addConflict(sides, hasBoth ? std::optional(std::move(both)) : std::nullopt);
        }
        // Where single items cannot be found again, what was taken is told of the list.
        if (!orders.canBeFound() && m_result.taken.size() > before.taken) {
            m_result.taken.resize(before.taken);
            m_result.taken.push_back(m_place);
        }
        return true;
    }

    MergePlace m_place;
    ValueMerge m_result;
};

} // namespace

ValueMerge mergeValues(Value base, Value theirs, Value mine)
{
    return Merging().run({base, theirs, mine});
}

} // namespace chancery::core
