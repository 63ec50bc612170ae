// SPDX-License-Identifier: Apache-2.0
#include "collection.h"

#include "editors/form/treeedit.h"
#include "editors/text/sensitive.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>
#include <unordered_set>

namespace chancery::editors {

namespace {

// Beyond it nobody reads on, and a table with a column for each key of a map is none.
constexpr std::size_t mostColumns = 200;

bool holdsObjects(core::Value value)
{
    for (const auto &member : value) {
        if (!member.value().isObject() || core::isSealed(member.value()))
            return false;
    }
    return value.size() > 0;
}

// At least half of the table's cells would be filled.
bool isAlike(core::Value object)
{
    std::unordered_set<std::string_view> keys;
    std::size_t filled = 0;
    for (const auto &member : object) {
        filled += member.value().size();
        for (const auto &cell : member.value())
            keys.insert(cell.key());
    }
    return object.size() > 1 && !keys.empty() && 2 * filled >= keys.size() * object.size();
}

bool isCollection(core::Value value)
{
    if (!holdsObjects(value))
        return false;
    return value.isArray() || isAlike(value);
}

// The schema makes a table of an array that is still empty.
bool mayBecomeCollection(
    core::Value value, const SchemaAdvisor *advisor, const std::string &pointer)
{
    return advisor && value.isArray() && value.size() == 0
        && !advisor->keysFor(&value.tree(), childPointer(pointer, "0")).empty();
}

Collection collectionAt(
    const core::Tree &tree, const SchemaAdvisor *advisor, const std::string &pointer)
{
    const core::Value value = tree.root().resolve(pointer);
    Collection collection{pointer, value.isArray(), {}, {}};
    std::unordered_set<std::string> known;
    const auto first = value.size() == 0 || value.isArray() ? std::string("0")
                                                            : std::string((*value.begin()).key());
    if (advisor) {
        for (KeyAdvice &key : advisor->keysFor(&tree, childPointer(pointer, first))) {
            if (known.size() < mostColumns && known.insert(key.name).second)
                collection.columns.push_back(
                    {std::move(key.name), std::move(key.advice), key.isRequired});
        }
    }
    for (const auto &row : value) {
        for (const auto &cell : row.value()) {
            const std::string key(cell.key());
            if (known.size() >= mostColumns || !known.insert(key).second)
                continue;
            const auto place = childPointer(
                childPointer(pointer, value.isArray() ? first : std::string(row.key())), key);
            auto advice = advisor ? advisor->adviceFor(&tree, place) : std::nullopt;
            collection.columns.push_back({key, std::move(advice).value_or(Advice()), false});
        }
    }
    return collection;
}

void gather(core::Value value, const std::string &pointer, std::vector<std::string> &places,
    const core::CancelToken &token)
{
    if (places.size() >= placeLimit || token.isCancelled())
        return;
    if (isCollection(value))
        places.push_back(pointer);
    std::size_t position = 0;
    for (const auto &member : value) {
        const auto key = value.isObject() ? std::string(member.key()) : std::to_string(position++);
        if (member.value().size() > 0 && !core::isSealed(member.value()))
            gather(member.value(), childPointer(pointer, key), places, token);
    }
}

} // namespace

CollectionSurvey surveyCollections(const core::Tree &tree, const SchemaAdvisor *advisor,
    const std::string &pointer, const core::CancelToken &token)
{
    CollectionSurvey survey;
    if (tree.nodeCount() == 0)
        return survey;
    gather(tree.root(), {}, survey.places, token);
    for (auto around = pointer;; around = parentPointer(around)) {
        const core::Value value = tree.root().resolve(around);
        if (isCollection(value) || mayBecomeCollection(value, advisor, around)) {
            survey.collection = collectionAt(tree, advisor, around);
            if (survey.collection)
                survey.collection->sensitiveAnchors = sensitiveAnchors(tree, advisor);
            break;
        }
        if (around.empty())
            break;
    }
    return survey;
}

} // namespace chancery::editors
