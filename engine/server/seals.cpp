// SPDX-License-Identifier: Apache-2.0
#include "seals.h"

#include "engine/core/diff/counterparts.h"
#include "engine/core/secrets/covered.h"
#include "engine/server/sealkeys.h"

namespace chancery::server {

namespace {

core::Result<core::Tree> opened(Unit &unit, core::Value value, const core::SealPlace &place)
{
    const auto sealed = core::sealedValue(value);
    if (!sealed)
        return core::Error{core::ErrorKind::Invalid, "malformed-seal",
            "A sealed value has the members v, alg, kid, n and ct, and nothing beside it", {}, {},
            {}};
    const auto secret = unit.sealKeys().open(unit.view(), *sealed, place);
    if (!secret)
        return secret.error();
    return core::readSecretJson(*secret);
}

bool isOutOfReach(const core::Error &error)
{
    return error.code == "sealing-unavailable";
}

// Leaves the nodes whose text is not what it was in an earlier tree.
void dropKnown(std::vector<std::uint32_t> &nodes, const core::Tree &tree, const core::Tree &earlier)
{
    if (earlier.nodeCount() == 0)
        return;
    const core::Counterparts counterparts(earlier.root(), tree.root());
    std::erase_if(nodes, [&](std::uint32_t node) {
        const auto old = counterparts.leftOf(node);
        return old != core::Counterparts::none && earlier.node(old).type == core::NodeType::String
            && earlier.text(earlier.node(old)) == tree.text(tree.node(node));
    });
}

} // namespace

std::vector<core::OpenedValue> openedValues(Unit &unit, const core::Tree &tree,
    std::string_view path, const core::EnvironmentId &environment, const std::string &pointer)
{
    std::vector<core::OpenedValue> values;
    std::vector<core::FieldError> fields;
    for (const auto &spot : core::sealedSpots(tree)) {
        const auto place = core::sealPlace(path, environment.text(), spot.pointer);
        auto value = opened(unit, {tree, spot.node}, place);
        if (value) {
            values.push_back({spot.node, std::move(*value)});
            continue;
        }
        if (isOutOfReach(value.error()))
            refuse(std::move(value).error());
        const auto at = core::positionOf(tree.source(), tree.node(spot.node).begin);
        fields.push_back({pointer + spot.pointer, value.error().code, value.error().detail, {},
            at.line, at.column});
    }
    if (!fields.empty())
        refuse("seal-refused", fields.front().message, std::move(fields));
    return values;
}

OpenedDocument OpenedDocument::demanded(Unit &unit, const core::Tree &tree, std::string_view path,
    const core::EnvironmentId &environment, const std::string &pointer)
{
    OpenedDocument document(tree);
    if (!core::mentionsSeal(tree) || !unit.sealKeys().trouble().empty())
        return document;
    const auto values = openedValues(unit, tree, path, environment, pointer);
    document.m_opened = core::openedTree(tree, values);
    return document;
}

OpenedDocument OpenedDocument::known(Unit &unit, const core::Tree &tree, std::string_view path,
    const core::EnvironmentId &environment)
{
    OpenedDocument document(tree);
    std::vector<core::OpenedValue> values;
    for (const auto &spot : core::sealedSpots(tree)) {
        const auto place = core::sealPlace(path, environment.text(), spot.pointer);
        if (auto value = opened(unit, {tree, spot.node}, place))
            values.push_back({spot.node, std::move(*value)});
    }
    if (!values.empty())
        document.m_opened = core::openedTree(tree, values);
    return document;
}

OpenedDocument OpenedDocument::known(
    Unit &unit, const core::EffectiveDocument &document, const core::EnvironmentId &environment)
{
    OpenedDocument result(document.tree());
    std::vector<core::OpenedValue> values;
    for (const auto &spot : core::sealedSpots(document.tree())) {
        const auto &layer = document.layerOf(spot.node);
        const auto pointer = core::pointerOf(*layer.tree, document.origin(spot.node).node);
        const auto place = core::sealPlace(layer.origin.path, environment.text(), pointer);
        if (auto value = opened(unit, {document.tree(), spot.node}, place))
            values.push_back({spot.node, std::move(*value)});
    }
    if (!values.empty())
        result.m_opened = core::openedTree(document.tree(), values);
    return result;
}

void refuseCovers(const Unit &unit, const core::Tree &tree, const core::RequestItem &item,
    const std::string &pointer)
{
    auto covers = core::coversAsValues(tree);
    for (const auto &version : {item.base, item.rollbackTo}) {
        if (covers.empty() || !version)
            continue;
        const auto earlier
            = core::read(unit.view().text(keys::join(keys::text, version->text())), item.format);
        if (earlier)
            dropKnown(covers, tree, earlier.tree());
    }
    std::vector<core::FieldError> fields;
    for (const auto node : covers) {
        if (fields.size() >= core::ValidateOptions().maxErrors)
            break;
        const auto at = core::positionOf(tree.source(), tree.node(node).begin);
        fields.push_back({pointer + core::pointerOf(tree, node), core::coveredValueCode,
            core::coveredValueMessage, {}, at.line, at.column});
    }
    if (!fields.empty())
        refuse("policy-violation", core::coveredValueMessage, std::move(fields));
}

} // namespace chancery::server
