// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/versiongraphmodel.h"
#include "views/common/tablepane.h"
#include "views/lineage/lanedelegate.h"

#include <QAction>
#include <QTimer>

class QLabel;

namespace chancery::views {

// A version graph with what finds something in it: a line of words that filters, or only marks; a
// date to go to; the ways from a version to those that it came from and that came from it. The bar
// is given to whoever shows the pane, to stand where its own is.
class VersionGraphPane : public QWidget {
    Q_OBJECT

public:
    VersionGraphPane(models::VersionGraphStore &store, const core::Clock &clock, Look &look,
        QSettings &settings, FlagOf flagOf, QWidget *parent = nullptr);
    ~VersionGraphPane() override;

    QTableView &table() { return m_table->table(); }
    QLineEdit &search() { return *m_search; }
    QLineEdit &date() { return *m_date; }
    QLabel &count() { return *m_count; }
    QAction *onlyMatchesAction() const { return m_onlyMatches; }
    QList<QAction *> commands() const;
    QStringList selectedIds() const { return m_table->selectedIds(); }
    void selectRow(int row);
    void selectVersion(const core::VersionId &version);
    // Columns that say the same in every row.
    void showColumns(bool withEnvironment, bool withPath);

Q_SIGNALS:
    void selectionChanged();
    void rowsChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QAction *add(const QString &text, const QString &name, const QString &icon, QKeySequence key,
        void (VersionGraphPane::*deed)());
    void setUpTable(FlagOf flagOf);
    void setUpFinding();
    void readSearch();
    int unsureCount() const;
    void readCount();
    void readCommands();
    void findNext() { find(true); }
    void findPrevious() { find(false); }
    void find(bool isForward);
    void goToDate();
    void jumpToDate();
    void seek();
    void stopSeeking();
    void goToParent();
    void goToChild();
    void findLike();
    int currentRow() const;

    models::VersionGraphStore &m_store;
    Look &m_look;
    std::unique_ptr<models::VersionGraphModel> m_model;
    TablePane *m_table;
    LaneDelegate *m_lanes = nullptr;
    QLineEdit *m_search;
    QLineEdit *m_date;
    QLabel *m_count;
    QAction *m_onlyMatches;
    QList<QAction *> m_moves; // want a current row
    QList<QAction *> m_finds;
    QTimer m_typing;
    std::optional<core::Instant> m_sought; // until it has been read that far
    QString m_current; // the version to come back to when the rows are others
};

} // namespace chancery::views
