// SPDX-License-Identifier: Apache-2.0
#include "edits.h"

#include "engine/core/document/memberfinder.h"
#include "engine/core/merge/pairing.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"

#include <unordered_map>
#include <unordered_set>

namespace chancery::core {

namespace {

class Comparison {
public:
    // Coarse: a list that differs is one change.
    explicit Comparison(bool isCoarse)
        : m_isCoarse(isCoarse)
    {
    }

    std::vector<Edit> run(Value from, Value to, Value model)
    {
        compare(from, to, model, {});
        return std::move(m_edits);
    }

private:
    void add(Edit edit)
    {
        if (!edit.target || !edit.model || !sameValue(edit.target, edit.model))
            edit.model = {};
        m_edits.push_back(std::move(edit));
    }

    void compare(Value from, Value to, Value model, const std::string &pointer)
    {
        if (sameValue(from, to))
            return;
        if (from.isObject() && to.isObject())
            compareMembers(from, to, model, pointer);
        else if (!from.isArray() || !to.isArray() || m_isCoarse
            || !compareItems(from, to, model, pointer)) {
            const bool isList = from.isArray() && to.isArray();
            add({Edit::Kind::Set, pointer, {}, to, model, from, isList});
        }
    }

    void compareMembers(Value from, Value to, Value model, const std::string &pointer)
    {
        MemberFinder wishes(to);
        MemberFinder models(model);
        for (const auto &member : from) {
            const auto place = pointer + '/' + escapePointerToken(member.key());
            const Value wanted = wishes.find(member.key());
            if (wanted)
                compare(member.value(), wanted, models.find(member.key()), place);
            else
                add({Edit::Kind::Remove, place, {}, {}, {}, member.value()});
        }
        MemberFinder present(from);
        for (const auto &member : to) {
            if (!present.find(member.key()))
                add({Edit::Kind::Insert, pointer, std::string(member.key()), member.value(),
                    model.find(member.key()), from});
        }
    }

    // The items of two lists by names, and what the model has for those of the second.
    struct Items {
        std::vector<std::string> ofFrom;
        std::vector<std::string> ofTo;
        std::unordered_map<std::string_view, Value> wanted; // by the names above
        std::unordered_map<std::string_view, Value> models;
    };

    static std::vector<Value> valuesOf(Value list)
    {
        std::vector<Value> values;
        if (list.isArray()) {
            for (const auto &item : list)
                values.push_back(item.value());
        }
        return values;
    }

    static Items itemsOf(Value from, Value to, Value model)
    {
        Items items;
        const std::array lists{from, to};
        const auto names = ItemNames::of(lists);
        if (names && names->areByKey()) {
            items.ofFrom = names->of(from);
            items.ofTo = names->of(to);
        } else {
            for (std::size_t i = 0; i < from.size(); ++i)
                items.ofFrom.push_back(std::to_string(i));
            std::size_t place = 0;
            for (const auto origin : pairItems(from, to).origins)
                items.ofTo.push_back(origin == ItemPairing::none ? '+' + std::to_string(place++)
                                                                 : std::to_string(origin));
        }
        const auto inTo = valuesOf(to);
        for (std::size_t i = 0; i < inTo.size(); ++i)
            items.wanted.emplace(items.ofTo[i], inTo[i]);
        addModels(items, names, to, model);
        return items;
    }

    static void addModels(
        Items &items, const std::optional<ItemNames> &names, Value to, Value model)
    {
        const auto inModel = valuesOf(model);
        const std::array own{model};
        const auto ofModel = model.isArray() ? ItemNames::of(own) : std::nullopt;
        const bool areByKey = names && names->areByKey();
        if (areByKey && ofModel && ofModel->key() == names->key()) {
            const auto called = ofModel->of(model);
            for (std::size_t i = 0; i < inModel.size(); ++i) {
                const auto known = items.wanted.find(called[i]);
                if (known != items.wanted.end())
                    items.models.emplace(known->first, inModel[i]);
            }
        } else if (!areByKey && model.isArray()) {
            const auto pairing = pairItems(to, model);
            for (std::size_t i = 0; i < items.ofTo.size(); ++i) {
                if (pairing.partners[i] != ItemPairing::none)
                    items.models.emplace(items.ofTo[i], inModel[pairing.partners[i]]);
            }
        }
    }

    // False when it is not a matter of single items.
    bool compareItems(Value from, Value to, Value model, const std::string &pointer)
    {
        const Items items = itemsOf(from, to, model);
        const std::unordered_set<std::string_view> present(
            items.ofFrom.begin(), items.ofFrom.end());
        const auto before = m_edits.size();
        std::size_t goal = 0;
        std::size_t place = 0;
        const auto in = [](const auto &map, std::string_view name) {
            const auto found = map.find(name);
            return found == map.end() ? Value() : found->second;
        };
        for (const auto &item : from) {
            const auto &name = items.ofFrom[place];
            const auto here = pointer + '/' + std::to_string(place++);
            const Value wanted = in(items.wanted, name);
            if (!wanted) {
                add({Edit::Kind::Remove, here, {}, {}, {}, item.value()});
                continue;
            }
            for (; goal < items.ofTo.size() && items.ofTo[goal] != name; ++goal) {
                const auto &added = items.ofTo[goal];
                if (present.contains(added)) { // another order
                    m_edits.resize(before);
                    return false;
                }
                add({Edit::Kind::InsertBefore, here, {}, in(items.wanted, added),
                    in(items.models, added), item.value()});
            }
            ++goal;
            compare(item.value(), wanted, in(items.models, name), here);
        }
        for (; goal < items.ofTo.size(); ++goal) {
            const auto &added = items.ofTo[goal];
            add({Edit::Kind::Append, pointer, {}, in(items.wanted, added), in(items.models, added),
                from});
        }
        return true;
    }

    bool m_isCoarse;
    std::vector<Edit> m_edits;
};

} // namespace

std::vector<Edit> editsTo(Value from, Value target, Value model, ListEdits lists)
{
    return Comparison(lists == ListEdits::Whole).run(from, target, model);
}

} // namespace chancery::core
