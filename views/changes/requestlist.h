// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "models/tablemodel.h"
#include "views/viewcontext.h"

namespace chancery::views {

struct RequestRow {
    core::ChangeRequestId request;
    core::RequestState state = core::RequestState::Draft;
    std::string title;
    std::string author;
    core::Instant updatedAt;
    core::Instant now;

    QString id() const;
    friend bool operator==(const RequestRow &, const RequestRow &) = default;
};

// The inbox as rows.
class RequestList : public models::TableModel<RequestRow> {
public:
    explicit RequestList(ViewContext &context, QObject *parent);

    void read();

private:
    ViewContext &m_context;
};

// "Production", or "Staging, Production".
QString environmentsOf(const core::ChangeRequest &request, const models::PlacesStore &places);

} // namespace chancery::views
