// SPDX-License-Identifier: Apache-2.0
#include "slowhierarchy.h"

#include "engine/core/document/canonical.h"
#include "engine/core/sealing/sealedvalue.h"

namespace chancery::support {

Plain Plain::of(core::Value value, std::size_t layer, bool isLiteral)
{
    Plain plain;
    plain.layer = layer;
    if (value.isArray()) {
        plain.kind = Kind::Array;
        for (const auto &item : value)
            plain.items.push_back(of(item.value(), layer, true));
    } else if (value.isObject() && !isLiteral && value.find("$remove")) {
        plain.kind = Kind::Removal;
    } else if (value.isObject() && !isLiteral && value.find("$replace")) {
        plain.kind = Kind::Replacement;
        plain.items.push_back(of(value.find("$replace"), layer, true));
    } else if (value.isObject() && !core::isMarkedSealed(value)) {
        plain.kind = Kind::Object;
        for (const auto &member : value)
            plain.members.emplace(member.key(), of(member.value(), layer, isLiteral));
    } else {
        plain.scalar = core::canonicalJson(value);
    }
    return plain;
}

Plain Plain::cleaned() const
{
    if (kind == Kind::Replacement)
        return items.front();
    if (kind != Kind::Object)
        return *this;
    Plain clean;
    clean.kind = Kind::Object;
    clean.layer = layer;
    for (const auto &[key, member] : members) {
        if (member.kind != Kind::Removal)
            clean.members.emplace(key, member.cleaned());
    }
    return clean;
}

Plain Plain::overlaidBy(const Plain &above) const
{
    if (above.kind != Kind::Object || kind != Kind::Object)
        return above.cleaned();
    auto merged = *this;
    merged.layer = above.layer;
    for (const auto &[key, member] : above.members) {
        const auto known = merged.members.find(key);
        if (member.kind == Kind::Removal)
            merged.members.erase(key);
        else if (known == merged.members.end())
            merged.members.emplace(key, member.cleaned());
        else
            known->second = Plain(known->second).overlaidBy(member);
    }
    return merged;
}

std::string told(const core::LayerOrigin &origin)
{
    auto text = std::to_string(int(origin.kind)) + ' ' + origin.name + ' ' + origin.path + ' '
        + origin.config.text() + ' ' + origin.version.text() + ' ' + origin.semver + ' '
        + (origin.changeRequest ? origin.changeRequest->text() : "none") + ' ' + origin.authorName;
    for (const auto &approval : origin.approvals)
        text += ' ' + approval.name;
    return " (" + text + ')';
}

void Plain::list(const std::vector<core::Layer> &layers, const std::string &pointer,
    std::vector<std::string> &leaves) const
{
    const auto mark = told(layers[layer].origin) + through;
    if (kind == Kind::Object) {
        leaves.push_back(pointer + " = {}" + mark);
        for (const auto &[key, member] : members)
            member.list(layers, pointer + '/' + core::escapePointerToken(key), leaves);
    } else if (kind == Kind::Array) {
        leaves.push_back(pointer + " = []" + mark);
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i].list(layers, pointer + '/' + std::to_string(i), leaves);
    } else {
        leaves.push_back(pointer + " = " + scalar + mark);
    }
}

void listLeaves(core::Value value, const std::string &pointer,
    const std::vector<std::string> &origins, std::vector<std::string> &leaves)
{
    const auto &mark = origins[value.index()];
    if ((!value.isObject() && !value.isArray()) || core::isMarkedSealed(value)) {
        leaves.push_back(pointer + " = " + core::canonicalJson(value) + mark);
        return;
    }
    leaves.push_back(pointer + (value.isObject() ? " = {}" : " = []") + mark);
    std::size_t number = 0;
    for (const auto &item : value) {
        const auto token
            = value.isObject() ? core::escapePointerToken(item.key()) : std::to_string(number++);
        listLeaves(item.value(), pointer + '/' + token, origins, leaves);
    }
}

std::vector<core::Layer> HierarchyMaker::layers()
{
    std::vector<core::Layer> layers;
    const int count = 1 + below(6);
    for (int i = 0; i < count; ++i) {
        layers.push_back(layer(core::Format(below(3))));
        layers.back().origin = origin(i);
    }
    return layers;
}

std::string HierarchyMaker::document(core::Format format, const std::string &members)
{
    std::string text = members;
    if (format == core::Format::Toml) {
        for (int i = below(6); i > 0; --i)
            text += "k" + std::to_string(i) + " = " + value(format, 1, false) + '\n';
        return text;
    }
    if (below(12) == 0 && members.empty())
        return below(2) == 0 ? "[1, {\"k1\": 2}]" : "{\"$replace\": {\"k1\": {\"k2\": 3}}}";
    text = object(format, 1, false);
    if (!members.empty())
        text.insert(1, members + (text == "{}" ? "" : ", "));
    return text;
}

core::Layer HierarchyMaker::layer(core::Format format)
{
    auto reading = core::read(document(format), format);
    core::Layer layer;
    layer.tree = std::make_shared<const core::Tree>(
        reading.ok() ? std::move(reading).tree() : core::Tree());
    return layer;
}

core::LayerOrigin HierarchyMaker::origin(int number)
{
    const auto text = std::to_string(number);
    core::LayerOrigin origin;
    origin.kind = core::LayerKind(below(4));
    origin.name = "place-" + text;
    origin.path = "payments/api/" + text;
    origin.config = core::ConfigId("cfg_" + text);
    origin.version = core::VersionId("sha256:" + text);
    origin.semver = "1." + text + ".0";
    if (below(3) > 0)
        origin.changeRequest = core::ChangeRequestId("CR-" + text);
    origin.authorName = "author " + text;
    for (int i = below(3); i > 0; --i) {
        core::Approval approval;
        approval.name = "approver " + std::to_string(10 * number + i);
        origin.approvals.push_back(approval);
    }
    return origin;
}

std::string HierarchyMaker::member(core::Format format, const std::string &key, std::string value)
{
    return format == core::Format::Toml ? key + " = " + value : '"' + key + "\": " + value;
}

std::string HierarchyMaker::object(core::Format format, int depth, bool isInArray)
{
    std::string text = "{";
    for (int i = 1; i <= 4; ++i) {
        if (below(3) == 0)
            continue;
        text += (text.size() > 1 ? ", " : "")
            + member(format, 'k' + std::to_string(i), value(format, depth + 1, isInArray));
    }
    return text + '}';
}

std::string HierarchyMaker::directive(core::Format format, int depth)
{
    const bool isToml = format == core::Format::Toml;
    const std::string separator = isToml ? " = " : ": ";
    if (below(2) == 0)
        return "{\"$remove\"" + separator + "true}";
    return "{\"$replace\"" + separator + value(format, depth + 1, true) + '}';
}

std::string HierarchyMaker::value(core::Format format, int depth, bool isInArray)
{
    const int choice = below(10);
    if (choice < 4 && depth < 4)
        return object(format, depth, isInArray);
    if (choice == 4 && !isInArray)
        return directive(format, depth);
    if (choice == 5 && depth < 4)
        return '[' + value(format, depth + 1, true) + ", " + value(format, depth + 1, true) + ']';
    if (choice == 6)
        return format == core::Format::Toml ? "false" : "null";
    // A value that nobody may look into is one value.
    if (choice == 8 && format != core::Format::Toml && !isInArray)
        return R"({"$sealed": {"v": 1, "alg": "A256GCM", "kid": "dek-)" + std::to_string(below(3))
            + R"(", "n": "AAECAwQFBgcICQoL", "ct": "ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}})";
    if (choice == 9 && !m_strings.empty())
        return '"' + m_strings[std::size_t(below(int(m_strings.size())))] + '"';
    if (choice == 7)
        return "\"text \\u00e9 \\\" " + std::to_string(below(5)) + '"';
    return std::to_string(below(100));
}

} // namespace chancery::support
