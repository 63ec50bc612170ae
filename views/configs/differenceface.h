// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/editingsession.h"
#include "views/configs/documentface.h"
#include "views/viewcontext.h"

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

// The draft beside what is live.
class DifferenceFace : public DocumentFace {
    Q_OBJECT

public:
    DifferenceFace(
        ViewContext &context, models::EditingSession &session, QWidget *parent = nullptr);

    void enter() override { refresh(); }
    void refresh() override;

private:
    models::EditingSession &m_session;
    editors::DiffView *m_difference;
};

} // namespace chancery::views
