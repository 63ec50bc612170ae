// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

namespace chancery::views {

// What can be done with the draft in front: save, discard, compare, submit; and the way to the
// config's lineage.
class DraftCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit DraftCommands(ViewContext &context, QObject *parent = nullptr);

    QAction *submitAction() const { return m_submit; }
    QAction *compareAction() const { return m_compare; }
    QAction *discardAction() const { return m_discard; }
    QAction *lineageAction() const { return m_lineage; }

protected:
    void update(DocumentPage &page) override;

private:
    void save();
    void discard();

    ViewContext &m_context;
    QAction *m_submit;
    QAction *m_compare;
    QAction *m_compareClipboard;
    QAction *m_merge;
    QAction *m_schema;
    QAction *m_discard;
    QAction *m_lineage;
};

} // namespace chancery::views
