// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/configs/documentpanel.h"
#include "views/viewcontext.h"

#include <QPushButton>
#include <QTimer>

class QTableView;

namespace chancery::views {

class StateOverlay;

// The agents that hold one version of a config, and deliver the same with it.
struct LiveRow {
    core::VersionId version;
    std::optional<core::ContentId> effective; // what they deliver, where it is more than that
    std::uint64_t epoch = 0;
    std::uint64_t liveEpoch = 0;
    bool isLive = false;
    std::vector<std::string> agents;
    std::vector<std::string> refusals; // "gateway-4: reload command exited with 1"
    core::Instant since; // of the first of them
    core::Instant now;
    std::optional<int> difference; // lines against the draft

    QString id() const
    {
        return QString::fromStdString(version.text() + (effective ? '+' + effective->text() : ""));
    }
    friend bool operator==(const LiveRow &, const LiveRow &) = default;
};

// What agents hold now against this draft: a line for each version, who runs it since when, and in
// how many lines it differs. Enter compares.
class LivePanel : public DocumentPanel {
    Q_OBJECT

public:
    explicit LivePanel(ViewContext &context, QWidget *parent = nullptr);
    ~LivePanel() override;

    QString title() const override { return tr("Live"); }
    QWidget *keyTaker() const override;
    QWidget *headline() override { return m_compare; }
    void follow(DocumentPage *page) override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void setUpTable();
    void read();
    void compare(const QModelIndex &index);
    void updateCompare();

    ViewContext &m_context;
    DocumentPage *m_page = nullptr; // told anew before it goes
    std::unique_ptr<models::TableModel<LiveRow>> m_model;
    QTableView *m_table;
    QPushButton *m_compare;
    StateOverlay *m_overlay;
    QTimer m_soon; // while somebody types
};

} // namespace chancery::views
