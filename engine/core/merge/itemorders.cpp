// SPDX-License-Identifier: Apache-2.0
#include "itemorders.h"

#include "engine/core/document/canonical.h"
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
    }

    // What came is named by its value: what both sides added alike is one item.
    Names names() const
    {
        Names names;
        std::map<std::string, int> added;
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (const auto origin = m_pairing.origins[i]; origin != ItemPairing::none) {
                names.push_back(std::to_string(origin));
                continue;
            }
            auto name = '+' + canonicalJson(m_items[i]);
            const int before = added[name]++;
            names.push_back(std::move(name) + '#' + std::to_string(before));
        }
        return names;
    }

    bool isUnsure(std::size_t item) const { return m_pairing.isUnsure[item]; }
    bool isReplaced(std::size_t item) const { return m_pairing.isReplaced[item]; }

    // Whether it did anything to an item of base or right beside it.
    bool touches(std::size_t item) const
    {
        const auto partner = m_pairing.partners[item];
        if (partner == ItemPairing::none || m_pairing.isUnsure[item]
            || !sameValue(m_base[item], m_items[partner]))
            return true;
        const auto isAdded = [&](std::size_t index) {
            return index < m_items.size() && m_pairing.origins[index] == ItemPairing::none;
        };
        return isAdded(partner + 1) || (partner > 0 && isAdded(partner - 1));
    }

private:
    const std::vector<Value> &m_base;
    std::vector<Value> m_items;
    ItemPairing m_pairing;
};

} // namespace

ItemOrders itemOrders(Value base, Value theirs, Value mine)
{
    ItemOrders orders;
    const std::array lists{base, theirs, mine};
    if (const auto names = ItemNames::of(lists); names && names->areByKey()) {
        orders.key = names->key();
        orders.base = names->of(base);
        orders.theirs = names->of(theirs);
        orders.mine = names->of(mine);
        return orders;
    }
    const auto items = itemsIn(base);
    const Side ofTheirs(items, base, theirs);
    const Side ofMine(items, base, mine);
    orders.theirs = ofTheirs.names();
    orders.mine = ofMine.names();
    for (std::size_t i = 0; i < items.size(); ++i) {
        orders.base.push_back(std::to_string(i));
        if (ofTheirs.isReplaced(i) || ofMine.isReplaced(i))
            orders.replaced.insert(orders.base.back());
        orders.isTorn = orders.isTorn || (ofTheirs.isUnsure(i) && ofMine.touches(i))
            || (ofMine.isUnsure(i) && ofTheirs.touches(i));
    }
    return orders;
}

} // namespace chancery::core
