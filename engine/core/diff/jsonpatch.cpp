// SPDX-License-Identifier: Apache-2.0
//
// RFC 6902. Written: the changes of an array are ordered by left index, so that operations from the
// last change to the first never move what a later operation speaks of (treediff.cpp). Applied: on
// a copy of the document that can be changed, operation by operation.
#include "jsonpatch.h"

#include "engine/core/document/json.h"
#include "engine/core/schema/numbers.h"

#include <algorithm>
#include <charconv>

namespace chancery::core {

namespace {

constexpr std::size_t largest = 1'000'000; // values
constexpr std::size_t deepest = 512; // levels; operations can nest what no document could

// A value that can be changed.
struct Json {
    NodeType type = NodeType::Null;
    std::string text; // of strings and numbers
    std::vector<std::string> keys; // of objects, beside the items
    std::vector<Json> items;
};

Json jsonOf(Value value)
{
    Json json;
    json.type = value.type();
    json.text = std::string(value.text());
    for (const auto &member : value) {
        if (value.isObject())
            json.keys.emplace_back(member.key());
        json.items.push_back(jsonOf(member.value()));
    }
    return json;
}

std::size_t sizeOf(const Json &json)
{
    std::size_t size = 1;
    for (const Json &item : json.items)
        size += sizeOf(item);
    return size;
}

std::size_t depthOf(const Json &json)
{
    std::size_t depth = 0;
    for (const Json &item : json.items)
        depth = std::max(depth, depthOf(item));
    return depth + 1;
}

// What is written in one line is either of a tree or of a document that can be changed.
NodeType typeOf(const Json &json)
{
    return json.type;
}
NodeType typeOf(Value value)
{
    return value.type();
}
std::string_view textOf(const Json &json)
{
    return json.text;
}
std::string_view textOf(Value value)
{
    return value.tree().text(value.node());
}
void forEachItem(const Json &json, auto &&visit)
{
    for (std::size_t i = 0; i < json.items.size(); ++i)
        visit(json.keys.empty() ? std::string_view() : json.keys[i], json.items[i]);
}
void forEachItem(Value value, auto &&visit)
{
    for (const auto &item : value)
        visit(item.key(), item.value());
}

void append(std::string &out, const auto &value);

void appendItems(std::string &out, const auto &value)
{
    const bool isObject = typeOf(value) == NodeType::Object;
    const char *separator = "";
    out += isObject ? '{' : '[';
    forEachItem(value, [&](std::string_view key, const auto &item) {
        out += separator;
        separator = ", ";
        if (isObject) {
            appendJsonString(out, key);
            out += ": ";
        }
        append(out, item);
    });
    out += isObject ? '}' : ']';
}

// In one line.
void append(std::string &out, const auto &value)
{
    switch (typeOf(value)) {
    case NodeType::Null:
        out += "null";
        break;
    case NodeType::False:
        out += "false";
        break;
    case NodeType::True:
        out += "true";
        break;
    case NodeType::Number:
        out += textOf(value);
        break;
    case NodeType::String:
    case NodeType::Key:
        appendJsonString(out, textOf(value));
        break;
    case NodeType::Array:
    case NodeType::Object:
        appendItems(out, value);
        break;
    }
}

bool same(const Json &left, const Json &right);

bool sameObjects(const Json &left, const Json &right)
{
    for (std::size_t i = 0; i < left.keys.size(); ++i) {
        const auto key = std::ranges::find(right.keys, left.keys[i]);
        if (key == right.keys.end()
            || !same(left.items[i], right.items[std::size_t(key - right.keys.begin())]))
            return false;
    }
    return true;
}

bool same(const Json &left, const Json &right)
{
    if (left.type != right.type || left.items.size() != right.items.size())
        return false;
    if (left.type == NodeType::Number)
        return compareNumbers(left.text, right.text) == 0;
    if (left.type == NodeType::Object)
        return sameObjects(left, right);
    return left.text == right.text && std::ranges::equal(left.items, right.items, same);
}

// RFC 6901: the tokens of a pointer; nothing when it is none.
std::optional<std::vector<std::string>> tokensOf(std::string_view pointer)
{
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '/') {
            tokens.emplace_back();
            continue;
        }
        if (tokens.empty())
            return std::nullopt;
        if (pointer[i] != '~') {
            tokens.back() += pointer[i];
            continue;
        }
        const char escaped = ++i < pointer.size() ? pointer[i] : '\0';
        if (escaped != '0' && escaped != '1')
            return std::nullopt;
        tokens.back() += escaped == '0' ? '~' : '/';
    }
    return tokens;
}

// "0", "17": without sign and leading zeros.
std::optional<std::size_t> indexOf(std::string_view token)
{
    std::size_t index = 0;
    const auto [end, code] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool isWhole = code == std::errc() && end == token.data() + token.size();
    const bool isPlain = token.size() == 1 || token.front() != '0';
    return isWhole && isPlain ? std::optional(index) : std::nullopt;
}

// The place of a child: among the items of its parent.
std::optional<std::size_t> placeIn(const Json &parent, const std::string &token)
{
    if (parent.type == NodeType::Object) {
        const auto key = std::ranges::find(parent.keys, token);
        if (key == parent.keys.end())
            return std::nullopt;
        return std::size_t(key - parent.keys.begin());
    }
    const auto index = parent.type == NodeType::Array ? indexOf(token) : std::nullopt;
    return index && *index < parent.items.size() ? index : std::nullopt;
}

// Why an operation cannot be done: a code and a sentence.
struct Refusal {
    std::string code;
    std::string message;
};
using Outcome = std::optional<Refusal>;

Refusal malformed(std::string message)
{
    return {"malformed-patch", std::move(message)};
}
Refusal noSuchPlace()
{
    return {"no-such-place", "The document has nothing there."};
}

class Patching {
public:
    explicit Patching(Json document)
        : m_root(std::move(document))
        , m_size(sizeOf(m_root))
    {
    }

    Outcome apply(Value operation);
    const Json &root() const { return m_root; }

private:
    using Tokens = std::vector<std::string>;

    Json *find(std::span<const std::string> tokens)
    {
        Json *here = &m_root;
        for (const auto &token : tokens) {
            const auto place = placeIn(*here, token);
            if (!place)
                return nullptr;
            here = &here->items[*place];
        }
        return here;
    }

    Json *parentOf(const Tokens &tokens)
    {
        return find(std::span(tokens).first(tokens.size() - 1));
    }

    // Whether a value has room at a place.
    static Outcome check(const Tokens &tokens, const Json &value, std::size_t size)
    {
        if (size > largest)
            return Refusal{"too-large", "The document would have more than a million values."};
        if (tokens.size() + depthOf(value) > deepest)
            return Refusal{"too-deep", "The document would have more than 512 levels."};
        return {};
    }

    Outcome add(const Tokens &tokens, Json value);
    Outcome remove(const Tokens &tokens);
    Outcome replace(const Tokens &tokens, Json value);
    Outcome transfer(const Tokens &from, const Tokens &path, bool isMove);
    Outcome test(const Tokens &tokens, const Json &value);

    Json m_root;
    std::size_t m_size;
};

Outcome Patching::add(const Tokens &tokens, Json value)
{
    m_size += sizeOf(value);
    if (auto refusal = check(tokens, value, m_size))
        return refusal;
    if (tokens.empty()) {
        m_root = std::move(value);
        m_size = sizeOf(m_root);
        return {};
    }
    Json *parent = parentOf(tokens);
    if (!parent)
        return noSuchPlace();
    if (parent->type == NodeType::Object) {
        if (const auto place = placeIn(*parent, tokens.back())) {
            parent->items[*place] = std::move(value);
        } else {
            parent->keys.push_back(tokens.back());
            parent->items.push_back(std::move(value));
        }
        return {};
    }
    if (parent->type != NodeType::Array)
        return noSuchPlace();
    const auto index
        = tokens.back() == "-" ? std::optional(parent->items.size()) : indexOf(tokens.back());
    if (!index || *index > parent->items.size())
        return noSuchPlace();
    parent->items.insert(parent->items.begin() + std::ptrdiff_t(*index), std::move(value));
    return {};
}

Outcome Patching::remove(const Tokens &tokens)
{
    // The whole document: nothing would be left, so that there is no such operation.
    if (tokens.empty())
        return malformed("The whole document cannot be removed.");
    Json *parent = parentOf(tokens);
    const auto place = parent ? placeIn(*parent, tokens.back()) : std::nullopt;
    if (!place)
        return noSuchPlace();
    m_size -= sizeOf(parent->items[*place]);
    parent->items.erase(parent->items.begin() + std::ptrdiff_t(*place));
    if (parent->type == NodeType::Object)
        parent->keys.erase(parent->keys.begin() + std::ptrdiff_t(*place));
    return {};
}

Outcome Patching::replace(const Tokens &tokens, Json value)
{
    Json *target = find(tokens);
    if (!target)
        return noSuchPlace();
    m_size += sizeOf(value) - sizeOf(*target);
    if (auto refusal = check(tokens, value, m_size))
        return refusal;
    *target = std::move(value);
    return {};
}

Outcome Patching::transfer(const Tokens &from, const Tokens &path, bool isMove)
{
    Json *source = find(from);
    if (!source)
        return noSuchPlace();
    if (isMove && from == path)
        return {};
    if (isMove && from.size() < path.size()
        && std::ranges::equal(from, std::span(path).first(from.size())))
        return malformed("A value cannot move into itself.");
    Json value = *source;
    if (isMove) {
        if (auto refusal = remove(from))
            return refusal;
    }
    return add(path, std::move(value));
}

Outcome Patching::test(const Tokens &tokens, const Json &value)
{
    const Json *target = find(tokens);
    if (!target)
        return noSuchPlace();
    if (!same(*target, value))
        return Refusal{"test-failed", "The document has another value there."};
    return {};
}

Outcome Patching::apply(Value operation)
{
    const Value name = operation["op"];
    const Value pathText = operation["path"];
    if (!name.isString() || !pathText.isString())
        return malformed("An operation has an \"op\" and a \"path\".");
    const auto path = tokensOf(pathText.text());
    if (!path)
        return malformed("The \"path\" is no JSON pointer.");
    if (name.text() == "remove")
        return remove(*path);
    if (name.text() == "move" || name.text() == "copy") {
        const Value fromText = operation["from"];
        const auto from = fromText.isString() ? tokensOf(fromText.text()) : std::nullopt;
        if (!from)
            return malformed("The \"from\" is missing or no JSON pointer.");
        return transfer(*from, *path, name.text() == "move");
    }
    const Value value = operation["value"];
    if (name.text() != "add" && name.text() != "replace" && name.text() != "test")
        return malformed("The \"op\" is none of add, remove, replace, move, copy and test.");
    if (!value)
        return malformed("The \"value\" is missing.");
    if (name.text() == "add")
        return add(*path, jsonOf(value));
    if (name.text() == "replace")
        return replace(*path, jsonOf(value));
    return test(*path, jsonOf(value));
}

Error refused(const Refusal &refusal, const std::string &pointer)
{
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = refusal.code;
    error.detail = refusal.message;
    error.fields.push_back({pointer, refusal.code, refusal.message, {}, 0, 0});
    return error;
}

std::string_view operationOf(TreeChange::Kind kind)
{
    switch (kind) {
    case TreeChange::Kind::Added:
    case TreeChange::Kind::MovedHere:
        return "add";
    case TreeChange::Kind::Removed:
    case TreeChange::Kind::MovedAway:
        return "remove";
    case TreeChange::Kind::Changed:
        return "replace";
    case TreeChange::Kind::Reordered:
        break;
    }
    return {};
}

} // namespace

std::string jsonPatchOf(const std::vector<TreeChange> &changes)
{
    std::string out = "[";
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        const auto operation = operationOf(change->kind);
        if (operation.empty() || change->isInMoved)
            continue;
        out += out.size() > 1 ? ",\n  " : "\n  ";
        out += "{\"op\": \"" + std::string(operation) + "\", \"path\": ";
        appendJsonString(out, change->left);
        if (operation != "remove") {
            out += ", \"value\": ";
            append(out, change->rightValue);
        }
        out += '}';
    }
    out += out.size() > 1 ? "\n]\n" : "]\n";
    return out;
}

Result<std::string> applyJsonPatch(Value document, Value patch)
{
    if (!patch.isArray())
        return refused(malformed("A JSON Patch is an array of operations."), "");
    Patching patching(jsonOf(document));
    std::size_t index = 0;
    for (const auto &operation : patch) {
        const auto pointer = '/' + std::to_string(index++);
        if (const auto refusal = patching.apply(operation.value()))
            return refused(*refusal, pointer);
    }
    std::string out;
    append(out, patching.root());
    out += '\n';
    return out;
}

} // namespace chancery::core
