// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace chancery::support {

// A document that somebody edits, version by version, and that remembers of each of its values in
// which version it was set. Nothing is ever compared to know that, and no value stands twice in it:
// an item that is moved is the same item, one that is put in is another one.
class EditedDocument {
public:
    explicit EditedDocument(unsigned seed, std::size_t items = 0)
        : m_random(seed)
        , m_root(object())
    {
        const auto count = items > 0 ? items : m_random() % 6;
        m_root.members["named"] = list(Kind::Named, count);
        m_root.members["plain"] = list(Kind::Plain, items > 0 ? items : m_random() % 6);
        m_root.members["nameless"] = list(Kind::Nameless, items > 0 ? items : m_random() % 6);
        m_root.members["deep"] = object();
    }

    // The next version: one edit anywhere, and more where keys and names tell all apart.
    void edit()
    {
        ++m_version;
        editOne(false);
        for (auto more = m_random() % 3; more > 0; --more)
            editOne(true);
    }

    std::string json() const { return jsonOf(m_root); }
    unsigned version() const { return m_version; }
    // "/named/0/port=3 …", in the order of the document; versions counted from the newest.
    std::string truth() const
    {
        std::string text;
        tell(m_root, "", text);
        return text;
    }

private:
    enum class Kind { Value, Object, Named, Plain, Nameless };

    struct Thing {
        Kind kind = Kind::Value;
        unsigned setIn = 0; // of a container: when it became an empty one
        std::string json; // of a value
        std::map<std::string, Thing> members;
        std::vector<Thing> items;
        unsigned filledIn = unsigned(-1); // the last version in which it was no longer empty

        bool isEmpty() const { return members.empty() && items.empty(); }
    };

    Thing value() { return {Kind::Value, m_version, std::to_string(++m_unique), {}, {}}; }
    Thing object()
    {
        Thing thing{Kind::Object, m_version, {}, {}, {}};
        for (auto count = m_random() % 4; count > 0; --count)
            thing.members.emplace(fresh(), value());
        return thing;
    }
    Thing list(Kind kind, std::size_t count)
    {
        Thing thing{kind, m_version, {}, {}, {}};
        for (; count > 0; --count)
            thing.items.push_back(item(kind));
        return thing;
    }
    Thing item(Kind of)
    {
        if (of == Kind::Plain)
            return value();
        Thing thing{Kind::Object, m_version, {}, {}, {}};
        thing.members.emplace("port", value());
        thing.members.emplace("host", value());
        if (of == Kind::Named) {
            thing.members.emplace("name", value());
            thing.members.emplace("tags", list(Kind::Plain, m_random() % 3));
        }
        return thing;
    }
    std::string fresh() { return "k" + std::to_string(++m_unique); }

    void editOne(bool onlyNamed)
    {
        std::vector<std::function<void()>> ways;
        collect(m_root, onlyNamed, true, ways);
        if (!ways.empty())
            ways[m_random() % ways.size()]();
    }

    // All edits that there are.
    void collect(
        Thing &thing, bool onlyNamed, bool isOpen, std::vector<std::function<void()>> &ways)
    {
        if (thing.kind == Kind::Object) {
            if (isOpen)
                ways.push_back([this, &thing] {
                    filled(thing);
                    thing.members.emplace(fresh(), value());
                });
            for (auto &[name, member] : thing.members)
                collectMember(thing, name, member, onlyNamed, isOpen, ways);
            return;
        }
        if (onlyNamed && thing.kind != Kind::Named)
            return;
        ways.push_back([this, &thing] {
            filled(thing);
            const auto at = std::ptrdiff_t(m_random() % (thing.items.size() + 1));
            thing.items.insert(thing.items.begin() + at, item(thing.kind));
        });
        if (thing.items.empty())
            return;
        ways.push_back([this, &thing] {
            thing.items.erase(
                thing.items.begin() + std::ptrdiff_t(m_random() % thing.items.size()));
            emptied(thing);
        });
        ways.push_back([this, &thing] { move(thing.items); });
        auto &one = thing.items[m_random() % thing.items.size()];
        if (one.kind == Kind::Value)
            ways.push_back([this, &one] { one = value(); });
        else
            collect(one, onlyNamed, false, ways);
    }

    void collectMember(Thing &object, const std::string &name, Thing &member, bool onlyNamed,
        bool isOpen, std::vector<std::function<void()>> &ways)
    {
        if (name != "name" && member.kind == Kind::Value)
            ways.push_back([this, &member] { member = value(); });
        if (isOpen && member.kind == Kind::Value)
            ways.push_back([this, &object, name] {
                object.members.erase(name);
                emptied(object);
            });
        if (member.kind != Kind::Value)
            collect(member, onlyNamed, isOpen, ways);
    }

    void filled(Thing &thing) const
    {
        if (thing.isEmpty())
            thing.filledIn = m_version;
    }
    // What was filled and emptied in one version has not changed in it.
    void emptied(Thing &thing) const
    {
        if (thing.isEmpty() && thing.filledIn != m_version)
            thing.setIn = m_version;
    }

    void move(std::vector<Thing> &items)
    {
        auto moved = std::move(items.back());
        items.pop_back();
        items.insert(
            items.begin() + std::ptrdiff_t(m_random() % (items.size() + 1)), std::move(moved));
    }

    static std::string jsonOf(const Thing &thing)
    {
        if (thing.kind == Kind::Value)
            return thing.json;
        const bool isObject = thing.kind == Kind::Object;
        std::string text;
        for (const auto &[name, member] : thing.members)
            text += (text.empty() ? "\"" : ", \"") + name + "\": " + jsonOf(member);
        for (const auto &item : thing.items)
            text += (text.empty() ? "" : ", ") + jsonOf(item);
        return (isObject ? '{' : '[') + text + (isObject ? '}' : ']');
    }

    void tell(const Thing &thing, const std::string &pointer, std::string &text) const
    {
        if (thing.isEmpty())
            text += pointer + '=' + std::to_string(m_version - thing.setIn) + ' ';
        for (const auto &[name, member] : thing.members)
            tell(member, pointer + '/' + name, text);
        for (std::size_t i = 0; i < thing.items.size(); ++i)
            tell(thing.items[i], pointer + '/' + std::to_string(i), text);
    }

    std::mt19937 m_random;
    unsigned m_version = 0;
    unsigned m_unique = 0;
    Thing m_root;
};

} // namespace chancery::support
