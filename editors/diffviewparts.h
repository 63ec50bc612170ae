// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/diff/diffbar.h"
#include "editors/diff/difftreemodel.h"
#include "editors/diffoverview.h"
#include "editors/diffpane.h"
#include "editors/diffview.h"

#include <QGridLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTreeView>

#include <optional>

namespace chancery::editors {

// What one form compares; no texts: there is nothing yet.
struct DiffInput {
    std::shared_ptr<const std::string> left;
    std::shared_ptr<const std::string> right;
    core::Format leftFormat = core::Format::Json;
    core::Format rightFormat = core::Format::Json;
    std::vector<std::string> brought = {}; // by references: pointers
    std::shared_ptr<const SchemaAdvisor> advisor = {}; // of these texts, beside those of the view
};

// The widgets of a DiffView, and what it shows. Owned by it; its children own each other by Qt.
class DiffView::Parts {
public:
    Parts(DiffView &owner, core::Executor &usedExecutor)
        : executor(usedExecutor)
        , bar(new DiffBar(&owner))
        , pages(new QStackedWidget(&owner))
        , comparison(new QWidget(pages))
        , tree(new QTreeView(pages))
        , nothing(new QLabel(pages))
        , leftTitle(titleLabel(QStringLiteral("leftTitle"), comparison))
        , rightTitle(titleLabel(QStringLiteral("rightTitle"), comparison))
        , left(new DiffPane(comparison))
        , right(new DiffPane(comparison))
        , overview(new DiffOverview(comparison))
        , grid(new QGridLayout(comparison))
        , model(new DiffTreeModel(&owner))
    {
    }

    static QLabel *titleLabel(const QString &name, QWidget *parent);

    core::Executor &executor;
    DiffBar *bar;
    QStackedWidget *pages;
    QWidget *comparison;
    QTreeView *tree;
    QLabel *nothing;
    QLabel *leftTitle;
    QLabel *rightTitle;
    DiffPane *left;
    DiffPane *right;
    DiffOverview *overview;
    QGridLayout *grid;
    DiffTreeModel *model;
    QString leftName;
    QString rightName;
    Mode mode = Mode::SideBySide;
    std::shared_ptr<DiffContent> content;
    DiffInput texts;
    DiffInput effective;
    DiffAdvisors advisors;
    DiffRules rules;
    bool isFolded = true;
    std::optional<std::size_t> current; // change
    core::Call call;

    const DiffInput &input() const { return mode == Mode::Effective ? effective : texts; }
    DiffColumn leftColumn() const
    {
        return mode == Mode::Inline ? DiffColumn::Inline : DiffColumn::Left;
    }
    DiffColumn columnOf(const DiffPane *pane) const
    {
        return pane == right ? DiffColumn::Right : leftColumn();
    }
    const std::vector<DiffChange> &changes() const { return content->rows(leftColumn()).changes; }
    int changeCount() const
    {
        if (!content)
            return 0;
        return mode == Mode::Keys ? model->changeCount() : static_cast<int>(changes().size());
    }
};

} // namespace chancery::editors
