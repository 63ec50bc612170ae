// SPDX-License-Identifier: Apache-2.0
#include "requestlist.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/safetext.h"

namespace chancery::views {

using models::Column;
using models::toQt;

namespace {

constexpr Column<RequestRow> columns[]{
    {.key = "id",
        .title = QT_TRANSLATE_NOOP("columns", "Request"),
        .text = [](const RequestRow &row) { return row.id(); },
        .sort = [](const RequestRow &row) { return QVariant(row.id().section(u'-', -1).toInt()); },
        .width = 78},
    {.key = "state",
        .title = QT_TRANSLATE_NOOP("columns", "State"),
        .text = [](const RequestRow &row) { return models::stateText(row.state); },
        .status = [](const RequestRow &row) { return models::stateStatus(row.state); },
        .width = 104},
    {.key = "title",
        .title = QT_TRANSLATE_NOOP("columns", "Title"),
        .text = [](const RequestRow &row) { return toQt(row.title); },
        .tip = [](const RequestRow &row) { return safeToolTip(toQt(row.title)); },
        .width = 200},
    {.key = "author",
        .title = QT_TRANSLATE_NOOP("columns", "Author"),
        .text = [](const RequestRow &row) { return toQt(row.author); },
        .width = 100},
    {.key = "changed",
        .title = QT_TRANSLATE_NOOP("columns", "Changed"),
        .text = [](const RequestRow &row) { return models::relativeTime(row.updatedAt, row.now); },
        .sort =
            [](const RequestRow &row) {
                return QVariant(qlonglong(row.updatedAt.time_since_epoch().count()));
            },
        .tip = [](const RequestRow &row) { return models::fullTime(row.updatedAt); },
        .width = 80},
};

} // namespace

QString RequestRow::id() const
{
    return toQt(request);
}

RequestList::RequestList(ViewContext &context, QObject *parent)
    : TableModel(columns, parent)
    , m_context(context)
{
}

void RequestList::read()
{
    std::vector<RequestRow> rows;
    for (const core::ChangeRequest &request : m_context.stores.requests.requests())
        rows.push_back({request.id, request.state, request.title, request.requesterName,
            request.updatedAt, m_context.clock.now()});
    setRows(std::move(rows));
}

QString environmentsOf(const core::ChangeRequest &request, const models::PlacesStore &places)
{
    QStringList titles;
    for (const core::RequestItem &item : request.items) {
        const QString title = places.titleOf(item.environment);
        if (!titles.contains(title))
            titles << title;
    }
    return titles.join(QStringLiteral(", "));
}

} // namespace chancery::views
