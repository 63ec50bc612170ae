// SPDX-License-Identifier: Apache-2.0
#include "itemorders.h"

#include "engine/core/document/canonical.h"
#include "engine/core/merge/namedsides.h"
#include "engine/core/merge/pairing.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"

#include <map>

namespace chancery::core {

namespace {

std::vector<Value> itemsIn(Value list)
{
    std::vector<Value> items;
    if (list.isArray()) {
        for (const auto &item : list)
            items.push_back(item.value());
    }
    return items;
}

// One side of the three, seen from base.
class Side {
public:
    Side(const std::vector<Value> &base, Value baseList, Value list)
        : m_base(base)
        , m_items(itemsIn(list))
        , m_pairing(pairItems(baseList, list))
    {
        findMoved();
        nameItems();
    }

    const Names &names() const { return m_names; }
    bool isUnsure(std::size_t item) const { return m_pairing.isUnsure[item]; }
    bool isReplaced(std::size_t item) const { return m_pairing.isReplaced[item]; }
    bool isLost(std::size_t item) const { return m_pairing.isLost[item]; }
    // It is not there, or not where it was.
    bool isElsewhere(std::size_t item) const
    {
        return m_pairing.partners[item] == ItemPairing::none || m_isMoved[item];
    }

    // Whether it did anything to an item of base or right beside it.
    bool touches(std::size_t item) const
    {
        const auto partner = m_pairing.partners[item];
        if (partner == ItemPairing::none || m_pairing.isUnsure[item]
            || !sameValue(m_base[item], m_items[partner]))
            return true;
        const auto &origins = m_pairing.origins;
        const bool hasNewNext = partner + 1 < origins.size()
            && (origins[partner + 1] == ItemPairing::none || origins[partner + 1] < item);
        return hasNewNext
            || (partner > 0
                && (origins[partner - 1] == ItemPairing::none || origins[partner - 1] > item));
    }

    // Whether this and the next item of base were both replaced: in which of what came there the
    // place between the two is, nobody can tell.
    bool isPlaceLost(std::size_t item) const
    {
        return item + 1 < m_base.size() && isReplaced(item) && isReplaced(item + 1);
    }
    // Whether something came between this and the next item of base, which are both there.
    bool isTakenApart(std::size_t item) const
    {
        const auto &partners = m_pairing.partners;
        return item + 1 < m_base.size() && partners[item] != ItemPairing::none
            && partners[item + 1] != ItemPairing::none && partners[item] + 1 != partners[item + 1];
    }

    // What came, whatever it is.
    Names additions() const
    {
        Names added;
        std::ranges::copy_if(m_names, std::back_inserter(added),
            [](const std::string &name) { return name.front() == '+'; });
        return added;
    }

private:
    // What came is named by its value: what both sides added alike is one item.
    void nameItems()
    {
        std::map<std::string, int> added;
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (const auto origin = m_pairing.origins[i]; origin != ItemPairing::none) {
                m_names.push_back(std::to_string(origin));
                continue;
            }
            auto name = '+' + canonicalJson(m_items[i]);
            const int before = added[name]++;
            m_names.push_back(std::move(name) + '#' + std::to_string(before));
        }
    }

    // An item before which something stands that stood behind it, or the other way round.
    void findMoved()
    {
        const auto &partners = m_pairing.partners;
        m_isMoved.assign(partners.size(), false);
        std::size_t last = 0; // of those before, counted from one
        for (std::size_t i = 0; i < partners.size(); ++i) {
            if (partners[i] == ItemPairing::none)
                continue;
            m_isMoved[i] = partners[i] + 1 < last;
            last = std::max(last, partners[i] + 1);
        }
        auto first = ItemPairing::none; // of those behind
        for (auto i = partners.size(); i-- > 0;) {
            if (partners[i] == ItemPairing::none)
                continue;
            m_isMoved[i] = m_isMoved[i] || partners[i] > first;
            first = std::min(first, partners[i]);
        }
    }

    const std::vector<Value> &m_base;
    std::vector<Value> m_items;
    ItemPairing m_pairing;
    std::vector<bool> m_isMoved;
    Names m_names;
};

ItemOrders ordersByPairing(Value base, Value theirs, Value mine)
{
    ItemOrders orders;
    const auto items = itemsIn(base);
    const Side ofTheirs(items, base, theirs);
    const Side ofMine(items, base, mine);
    orders.theirs = ofTheirs.names();
    orders.mine = ofMine.names();
    const bool addTheSame = ofTheirs.additions() == ofMine.additions();
    for (std::size_t i = 0; i < items.size(); ++i) {
        orders.base.push_back(std::to_string(i));
        if (ofTheirs.isReplaced(i) || ofMine.isReplaced(i))
            orders.replaced.insert(orders.base.back());
        const bool isTorn = (ofTheirs.isUnsure(i) && ofMine.touches(i))
            || (ofMine.isUnsure(i) && ofTheirs.touches(i));
        const bool isLost = (ofTheirs.isLost(i) && ofMine.isElsewhere(i))
            || (ofMine.isLost(i) && ofTheirs.isElsewhere(i));
        const bool isPlaceLost = (ofTheirs.isPlaceLost(i) && ofMine.isTakenApart(i))
            || (ofMine.isPlaceLost(i) && ofTheirs.isTakenApart(i));
        orders.isTorn = orders.isTorn || isTorn || isPlaceLost || (isLost && !addTheSame);
    }
    return orders;
}

} // namespace

ItemOrders itemOrders(Value base, Value theirs, Value mine)
{
    const std::array lists{base, theirs, mine};
    const auto names = ItemNames::of(lists);
    if (!names || !names->areByKey())
        return ordersByPairing(base, theirs, mine);
    ItemOrders orders;
    orders.key = names->key();
    orders.base = names->of(base);
    orders.theirs = names->of(theirs);
    orders.mine = names->of(mine);
    const Names before = orders.base;
    const NamedItems ofBase(base, before);
    const NamedItems ofTheirs(theirs, orders.theirs);
    const NamedItems ofMine(mine, orders.mine);
    orders.isTorn = !NamedSides(ofBase, ofTheirs, ofMine).join(orders.base);
    return orders;
}

} // namespace chancery::core
