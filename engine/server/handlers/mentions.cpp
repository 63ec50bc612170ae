// SPDX-License-Identifier: Apache-2.0
#include "mentions.h"

#include "engine/core/document/json.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace chancery::server {

namespace {

constexpr std::string_view changeable[]{keys::draft, keys::thread, keys::inbox, keys::delivery,
    keys::emergency, keys::passwordOrigin, keys::tokenOf, keys::standingFreeze};
// Versions are signed, requests are what people voted on, and both belong together.
constexpr std::string_view fixed[]{keys::version, keys::lineage, keys::request};

// Who somebody is. Any other member may happen to have the same word for a value: an environment, a
// state, an id.
constexpr std::string_view namingMembers[]{"authorName", "actorName", "requesterName", "byName",
    "by", "reviewerName", "confirmerName", "endedBy", "resolvedByName", "issuedBy", "displayName"};

// As the value of such a member: "authorName":"Ada".
std::string asMember(std::string_view member, const std::string &text)
{
    std::string json = "\"" + std::string(member) + "\":";
    core::appendJsonString(json, text);
    return json;
}

bool isPartOfWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
}

// Letters beyond ASCII stay as they are.
std::string lowered(std::string_view text)
{
    std::string low(text);
    for (char &c : low)
        c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return low;
}

// "Ada" is in "for Ada, who left" and not in "Adaptor".
bool hasWord(std::string_view text, std::string_view word)
{
    if (word.empty())
        return false;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        const bool beginsThere = at == 0 || !isPartOfWord(text[at - 1]);
        if (beginsThere && (end == text.size() || !isPartOfWord(text[end])))
            return true;
    }
    return false;
}

bool replaceAll(std::string &text, const std::string &what, const std::string &with)
{
    bool isChanged = false;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
        isChanged = true;
    }
    return isChanged;
}

// As a whole value, whatever the member.
bool isNamedBy(std::string_view json, const std::string &name)
{
    if (name.empty())
        return false;
    std::string value = ":";
    core::appendJsonString(value, name);
    return json.find(value) != std::string_view::npos;
}

bool isUnder(std::string_view key, std::string_view prefix)
{
    return key.size() > prefix.size() && key.starts_with(prefix) && key[prefix.size()] == '/';
}

template <typename Prefixes>
bool isUnderAny(std::string_view key, const Prefixes &prefixes)
{
    return std::ranges::any_of(
        prefixes, [key](std::string_view prefix) { return isUnder(key, prefix); });
}

bool isNamed(std::string_view json, const Person &person)
{
    return isNamedBy(json, person.name) || isNamedBy(json, person.displayName);
}

void replaceIn(Unit &unit, const Entry &entry, const Person &person)
{
    auto text = *entry.value;
    bool isChanged = false;
    for (const auto *name : {&person.name, &person.displayName}) {
        if (!isNamedBy(text, *name)) // of most
            continue;
        for (const auto member : namingMembers)
            isChanged
                = replaceAll(text, asMember(member, *name), asMember(member, person.pseudonym))
                || isChanged;
    }
    if (isChanged)
        unit.put(entry.key, std::move(text));
}

// Hints say in a sentence what happened.
void replaceHint(Unit &unit, const Entry &entry, const Person &person)
{
    auto hint = View::parse<core::ChangeHint>(entry.value);
    if (!person.isNamedIn(hint.summary))
        return;
    hint.summary = "This told of " + person.pseudonym;
    unit.put(entry.key, api::toJson(hint));
}

// As replaceMentions() does with it. Answers are kept for a day, for whoever repeats a request; as
// texts in a text.
void replaceAt(Unit &unit, const std::string &key, const Person &person,
    std::map<std::string_view, std::uint64_t> &remaining)
{
    const Entry entry{key, unit.view().get(key)};
    if (!entry.value)
        return;
    if (isUnderAny(key, changeable))
        replaceIn(unit, entry, person);
    else if (isUnder(key, keys::change))
        replaceHint(unit, entry, person);
    else if (isUnder(key, keys::idempotency) && person.isNamedIn(*entry.value))
        unit.remove(key);
    for (const auto prefix : fixed)
        remaining[prefix] += isUnder(key, prefix) && isNamed(*entry.value, person) ? 1 : 0;
}

// Two people may be called the same, and nobody can be kept from calling themselves like another.
bool isAnothers(const View &view, const core::Principal &principal, const std::string &name)
{
    bool isShared = false;
    visitForwards(view, KeyRange::under(keys::join(keys::principal, "")), [&](const Entry &entry) {
        const auto other = View::parse<core::Principal>(entry.value);
        isShared = isShared
            || (other.id != principal.id && (other.name == name || other.displayName == name));
    });
    return isShared;
}

} // namespace

Person Person::of(const View &view, const core::Principal &principal)
{
    const auto own = [&](const std::string &name) {
        return isAnothers(view, principal, name) ? std::string() : name;
    };
    const auto &id = principal.id.text();
    return {id, own(principal.name), own(principal.displayName),
        "erased-" + id.substr(id.find('_') + 1)};
}

bool Person::isName(std::string_view text) const
{
    return !text.empty() && (text == name || text == displayName);
}

bool Person::isNamedIn(std::string_view text) const
{
    const auto low = lowered(text);
    return hasWord(low, lowered(name)) || hasWord(low, lowered(displayName));
}

MentionScan scanMentions(const View &view, const Person &person, const std::atomic<bool> &isEnding)
{
    MentionScan scan;
    const auto look = [&](std::string_view prefix, auto names) {
        visitForwards(view, KeyRange::under(keys::join(prefix, "")), [&](const Entry &entry) {
            if (isEnding)
                refuse("internal", "The server ends");
            if (names(entry))
                scan.keys.push_back(entry.key);
        });
    };
    const auto asMemberValue = [&](const Entry &entry) { return isNamed(*entry.value, person); };
    for (const auto prefix : changeable)
        look(prefix, asMemberValue);
    for (const auto prefix : fixed)
        look(prefix, asMemberValue);
    look(keys::idempotency, [&](const Entry &entry) { return person.isNamedIn(*entry.value); });
    look(keys::change, [&](const Entry &entry) {
        scan.hintsUpTo = entry.key + '\0';
        return person.isNamedIn(View::parse<core::ChangeHint>(entry.value).summary);
    });
    return scan;
}

std::vector<core::RemainingMention> replaceMentions(
    Unit &unit, const Person &person, const std::optional<MentionScan> &scan)
{
    auto *tracker = unit.tools().changed;
    const auto *changed = scan && tracker ? tracker->since(scan->mark) : nullptr;
    const std::atomic<bool> isEnding = false;
    const auto found = changed ? *scan : scanMentions(unit.view(), person, isEnding);
    std::set<std::string> wanted(found.keys.begin(), found.keys.end());
    if (changed)
        wanted.insert(changed->begin(), changed->end());
    std::map<std::string_view, std::uint64_t> counted;
    for (const auto &key : wanted)
        replaceAt(unit, key, person, counted);
    // Hints are never written over, and every unit has some.
    auto news = KeyRange::under(keys::join(keys::change, ""));
    if (!found.hintsUpTo.empty())
        news.from = found.hintsUpTo;
    visitForwards(unit.view(), news, [&](const Entry &entry) { replaceHint(unit, entry, person); });
    if (tracker)
        tracker->end();
    std::vector<core::RemainingMention> remaining;
    for (const auto prefix : fixed) {
        if (counted[prefix] > 0)
            remaining.push_back({std::string(prefix), counted[prefix]});
    }
    return remaining;
}

} // namespace chancery::server
