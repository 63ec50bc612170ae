// SPDX-License-Identifier: Apache-2.0
#include "ocsfmapping.h"

#include "engine/core/auditfeed/mappingtexts.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

namespace chancery::core {

namespace {

Error wrong(std::string detail)
{
    return {ErrorKind::Invalid, "ocsf-mapping", std::move(detail), {}, {}, {}};
}

// The class and the activity that a row names must stand in the tables beside it.
Result<OcsfMapping::Kind> kindFrom(Value root, std::string_view event, Value row)
{
    const auto classId = row["class"].integer();
    const auto activity = row["activity"].integer();
    if (!classId || !activity)
        return wrong(std::string(event) + " needs a class and an activity");
    const auto known = root["classes"][std::to_string(*classId)];
    const auto category = known["category"].integer();
    if (!category)
        return wrong(std::string(event) + " names a class that is not listed");
    const auto categoryName = root["categories"][std::to_string(*category)].text();
    const auto activityName = known["activities"][std::to_string(*activity)].text();
    if (categoryName.empty() || activityName.empty())
        return wrong(std::string(event) + " names an activity or category that is not listed");
    const auto ownName = row["activityName"].text();
    if (ownName.empty() == (*activity == ocsf::otherActivity))
        return wrong(std::string(event) + " names what it does, and only where it is \"Other\"");
    return OcsfMapping::Kind{int(*classId), std::string(known["name"].text()), int(*category),
        std::string(categoryName), int(*activity),
        std::string(ownName.empty() ? activityName : ownName)};
}

} // namespace

Result<OcsfMapping> OcsfMapping::read(std::string_view text)
{
    const auto reading = readJson(std::string(text));
    if (!reading)
        return wrong(reading.problem().message);
    const auto root = reading.tree().root();
    OcsfMapping mapping;
    mapping.m_version = root["version"].text();
    if (mapping.m_version.empty() || root["events"].size() == 0)
        return wrong("A version and rows of events are needed");
    for (const auto &row : root["events"]) {
        auto kind = kindFrom(root, row.key(), row.value());
        if (!kind)
            return kind.error();
        mapping.m_events.emplace(row.key(), std::move(*kind));
    }
    for (const auto &row : root["severities"]) {
        const auto id = row.value().integer();
        const auto name = root["severityNames"][id ? std::to_string(*id) : ""].text();
        if (row.key().size() != 1 || name.empty())
            return wrong("A severity is not listed");
        mapping.m_severities.emplace(row.key().front(), Severity{int(*id), std::string(name)});
    }
    return mapping;
}

Result<OcsfMapping> OcsfMapping::standard()
{
    const auto texts = ocsfMappingTexts();
    return texts.size() == 1 ? read(texts.front()) : wrong("Exactly one mapping is expected");
}

OcsfMapping::Kind OcsfMapping::kindOf(std::string_view event) const
{
    const auto row = m_events.find(event);
    return row == m_events.end() ? Kind() : row->second;
}

OcsfMapping::Severity OcsfMapping::severityOf(std::string_view code) const
{
    const auto row = m_severities.find(code.empty() ? '\0' : code.back());
    return row == m_severities.end() ? Severity() : row->second;
}

} // namespace chancery::core
