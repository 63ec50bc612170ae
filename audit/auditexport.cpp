// SPDX-License-Identifier: Apache-2.0
#include "auditexport.h"

#include "audit/report/visibletext.h"
#include "engine/core/auditfeed/cloudevent.h"

#include <array>

namespace chancery::audit {

using core::Result;

namespace {

constexpr std::array<std::string_view, 4> formatNames{"csv", "ndjson", "ocsf", "cloudevents"};

constexpr int entriesAtOnce = 1000;

constexpr std::string_view csvHeader
    = "\"seq\",\"time\",\"event\",\"code\",\"actor\",\"action\",\"outcome\",\"environment\","
      "\"namespace\",\"target_type\",\"target_id\",\"correlation\",\"request_id\",\"emergency\","
      "\"reason\",\"problem\"\r\n";

} // namespace

// A server need not have escaped what stands in its leaves.
std::string csvField(std::string_view text)
{
    std::string field = "\"";
    for (const char character : guardedText(visibleText(text)))
        field += character == '"' ? "\"\"" : std::string(1, character);
    return field + '"';
}

std::string csvLine(const EventRow &row)
{
    std::string line
        = csvField(std::to_string(row.seq)) + ',' + csvField(core::toRfc3339(row.time));
    for (const auto *text : {&row.event, &row.code, &row.actor, &row.action, &row.outcome,
             &row.environment, &row.nameSpace, &row.targetType, &row.targetId, &row.correlation,
             &row.requestId, &row.breakGlass, &row.reason, &row.problem})
        line += ',' + csvField(*text);
    return line + "\r\n";
}

std::optional<ExportFormat> exportFormatFromName(std::string_view name)
{
    const auto found = std::ranges::find(formatNames, name);
    return found == formatNames.end() ? std::nullopt
                                      : std::optional(ExportFormat(found - formatNames.begin()));
}

std::string_view exportFormatName(ExportFormat format)
{
    return formatNames[std::size_t(format)];
}

EntryWriter::EntryWriter(ExportFormat format, std::string origin, core::OcsfMapping mapping)
    : m_format(format)
    , m_origin(std::move(origin))
    , m_mapping(std::move(mapping))
{
}

Result<EntryWriter> EntryWriter::make(ExportFormat format, std::string origin)
{
    auto mapping = core::OcsfMapping::standard();
    if (!mapping)
        return mapping.error();
    return EntryWriter(format, std::move(origin), std::move(*mapping));
}

std::string_view EntryWriter::head() const
{
    return m_format == ExportFormat::Csv ? csvHeader : std::string_view();
}

std::string EntryWriter::line(
    std::int64_t seq, std::string_view leaf, std::span<const core::PersonalField> personal) const
{
    const core::FeedEntry entry{leaf, std::uint64_t(seq), m_origin, personal};
    switch (m_format) {
    case ExportFormat::Csv:
        return csvLine(rowOf(seq, leaf));
    case ExportFormat::Leaves:
        break;
    case ExportFormat::Ocsf:
        return core::toOcsf(m_mapping, entry) + '\n';
    case ExportFormat::CloudEvents:
        return core::toCloudEvent(entry) + '\n';
    }
    return std::string(leaf) + '\n';
}

Result<std::int64_t> exportEntries(AuditCache &cache, const AuditFilter &filter,
    ExportFormat format, const ExportSink &sink, const Watch &watch)
{
    AuditQuery query{filter, AuditOrder::NewestFirst, entriesAtOnce, {}};
    const auto writer = EntryWriter::make(format, cache.trusted().origin);
    if (!writer)
        return writer.error();
    auto leaf = cache.database().prepare("SELECT raw FROM leaf WHERE seq = ?");
    if (!leaf)
        return leaf.error();
    std::string piece(writer->head());
    std::int64_t count = 0;
    for (;;) {
        if (watch.wantsEnd())
            return Watch::ended();
        watch.tell(count, 0);
        const auto rows = find(cache, query);
        if (!rows)
            return rows.error();
        for (const auto &row : *rows) {
            if (format == ExportFormat::Csv) {
                piece += csvLine(row);
                continue;
            }
            const auto found = leaf->bindAll(row.seq).step();
            if (!found)
                return found.error();
            piece += writer->line(row.seq, leaf->blob(0));
            leaf->reset();
        }
        count += std::int64_t(rows->size());
        if (auto written = sink(piece); !written)
            return written.error();
        piece.clear();
        if (rows->size() < std::size_t(entriesAtOnce))
            return count;
        query.after = rows->back().seq;
    }
}

} // namespace chancery::audit
