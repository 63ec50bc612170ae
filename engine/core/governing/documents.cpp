// SPDX-License-Identifier: Apache-2.0
#include "documents.h"

#include "engine/core/access/accessdocument.h"
#include "engine/core/emergency/settings.h"
#include "engine/core/freeze/document.h"
#include "engine/core/governing/policydocument.h"
#include "engine/core/governing/schematexts.h"
#include "engine/core/notifications/receivers.h"

#include <algorithm>
#include <array>

namespace chancery::core::governing {

namespace {

constexpr std::array<std::string_view, 7> kindPaths{"sys/policy", "sys/ownership", "sys/groups",
    "sys/freezes", "sys/emergency", "sys/access", "sys/notifications"};
constexpr std::array<std::string_view, 7> schemaUris{"urn:chancery:sys:policy",
    "urn:chancery:sys:ownership", "urn:chancery:sys:groups", "urn:chancery:sys:freezes",
    "urn:chancery:sys:emergency", "urn:chancery:sys:access", "urn:chancery:sys:notifications"};

template <typename T>
std::vector<FieldError> problemsIn(const Result<T> &reading)
{
    return reading ? std::vector<FieldError>() : reading.error().fields;
}

// What is live already goes on holding; nothing new is promised that nobody does yet.
std::vector<FieldError> problemsOfFreezes(Value document)
{
    auto problems = problemsIn(readFreezes(document.tree()));
    int index = 0;
    for (const auto &window : document.find("windows")) {
        const auto overrun = window.value().find("overrun");
        if (overrun.text() == "finish" || overrun.text() == "rollback")
            problems.push_back({"/windows/" + std::to_string(index) + "/overrun", "no-rollouts",
                "Expected \"pause\", for there are no rollouts yet that could be finished or "
                "rolled "
                "back",
                {}, 0, 0});
        ++index;
    }
    return problems;
}

} // namespace

bool isGoverning(std::string_view path)
{
    return path == nameSpace || path.starts_with("sys/");
}

std::optional<Kind> kindOf(std::string_view path)
{
    const auto found = std::ranges::find(kindPaths, path);
    if (found == kindPaths.end())
        return std::nullopt;
    return static_cast<Kind>(found - kindPaths.begin());
}

std::string_view pathOf(Kind kind)
{
    return kindPaths[static_cast<std::size_t>(kind)];
}

std::span<const std::string_view> paths()
{
    return kindPaths;
}

std::string_view schemaUriOf(Kind kind)
{
    return schemaUris[static_cast<std::size_t>(kind)];
}

std::string_view schemaTextOf(Kind kind)
{
    if (kind == Kind::Freezes)
        return freezeSchemaText();
    if (kind == Kind::Emergency)
        return emergencySettingsSchema();
    const auto mark = "\"$id\": \"" + std::string(schemaUriOf(kind)) + '"';
    const auto texts = schemaTexts();
    const auto found = std::ranges::find_if(
        texts, [&](std::string_view text) { return text.find(mark) != std::string_view::npos; });
    return found == texts.end() ? std::string_view() : *found;
}

std::vector<FieldError> problemsOf(Kind kind, Value document)
{
    switch (kind) {
    case Kind::Policy:
        return problemsIn(readPolicy(document, EnvironmentId()));
    case Kind::Ownership:
        return problemsIn(readOwnership(document));
    case Kind::Groups:
        return problemsIn(readGroups(document));
    case Kind::Freezes:
        return problemsOfFreezes(document);
    case Kind::Emergency:
        return problemsIn(emergencySettings(document.tree()));
    case Kind::Access:
        return problemsIn(access::readAccess(document));
    case Kind::Notifications:
        return problemsIn(readReceivers(document));
    }
    return {};
}

} // namespace chancery::core::governing
