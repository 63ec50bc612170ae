// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/plain.h"

#include <algorithm>
#include <array>
#include <random>

namespace chancery::support {

// Trees and edits of them, the same every time.
class RandomTrees {
public:
    explicit RandomTrees(unsigned seed)
        : m_random(seed)
    {
    }

    Plain tree(int depth = 3)
    {
        switch (depth > 0 ? m_random() % 8 : 7) {
        case 0:
        case 1:
        case 2:
        case 3:
            return object(depth);
        case 4:
            return scalars();
        case 5:
            return items(depth);
        case 6:
            return anyList(depth);
        default:
            return scalar();
        }
    }

    Plain edited(Plain value)
    {
        const auto times = 1 + m_random() % 3;
        for (unsigned i = 0; i < times; ++i)
            edit(value, 4);
        return value;
    }

    unsigned pick(std::size_t count) { return unsigned(m_random() % count); }

private:
    static constexpr std::array names{"a", "b", "c", "d", "e", "f"};

    Plain scalar()
    {
        static constexpr std::array values{
            "0", "1", "2", "true", "null", "\"x\"", "\"y: z\"", "{}"};
        const std::string_view text = values[pick(values.size())];
        if (text == "{}")
            return {Plain::Type::Object, "null", {}};
        return {Plain::Type::Scalar, std::string(text), {}};
    }
    Plain object(int depth)
    {
        Plain value{Plain::Type::Object, "null", {}};
        for (const auto *name : names) {
            if (m_random() % 2)
                value.members.push_back({name, tree(depth - 1)});
        }
        return value;
    }
    Plain scalars()
    {
        Plain value{Plain::Type::List, "null", {}};
        std::vector<int> numbers{1, 2, 3, 4, 5, 6, 7};
        std::ranges::shuffle(numbers, m_random);
        numbers.resize(m_random() % 6);
        for (const int number : numbers)
            value.members.emplace_back("", Plain{Plain::Type::Scalar, std::to_string(number), {}});
        return value;
    }
    Plain items(int depth)
    {
        Plain value = scalars();
        for (auto &[none, item] : value.members) {
            Plain made = object(depth - 1);
            made.members.push_back({"id", item});
            item = std::move(made);
        }
        return value;
    }
    Plain anyList(int depth)
    {
        Plain value{Plain::Type::List, "null", {}};
        for (unsigned i = m_random() % 4; i > 0; --i)
            value.members.push_back({"", tree(depth - 1)});
        return value;
    }

    void edit(Plain &value, int depth)
    {
        if (value.type == Plain::Type::Scalar || depth == 0 || m_random() % 8 == 0) {
            value = m_random() % 3 ? scalar() : tree(1);
            return;
        }
        const auto action = m_random() % 6;
        if (action < 3 && !value.members.empty()) {
            auto &[name, child] = value.members[pick(value.members.size())];
            if (name != "id")
                edit(child, depth - 1);
        } else if (action == 3 && !value.members.empty()) {
            value.members.erase(value.members.begin() + std::ptrdiff_t(pick(value.members.size())));
        } else if (action == 4 && value.type == Plain::Type::List && value.members.size() > 1) {
            std::swap(value.members[pick(value.members.size())], value.members.front());
        } else {
            add(value);
        }
    }

    void add(Plain &value)
    {
        if (value.type == Plain::Type::Object) {
            const std::string name = names[pick(names.size())];
            if (!value.find(name))
                value.members.push_back({name, tree(1)});
            return;
        }
        Plain item = {Plain::Type::Scalar, std::to_string(m_random() % 12), {}};
        if (!value.members.empty() && value.members.front().value.find("id"))
            item = {Plain::Type::Object, "null", {{"id", item}}};
        const auto at = std::ptrdiff_t(m_random() % (value.members.size() + 1));
        value.members.insert(value.members.begin() + at, Plain::Member{"", std::move(item)});
    }

    std::mt19937 m_random;
};

} // namespace chancery::support
