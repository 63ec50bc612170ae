// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QStackedWidget>

namespace chancery::views {

class ActionForm;
class ActivationForm;
class ReviewForm;
class SessionPage;
class StateOverlay;
class TablePane;

// A session as a row of the register.
struct EmergencyRow {
    core::EmergencySession session;
    core::Instant now; // the server's
    QString actor;

    QString id() const;
    friend bool operator==(const EmergencyRow &, const EmergencyRow &) = default;
};

// Emergency access: the register (GOV-54) beside one session, and the forms in which it is opened,
// used and reviewed. The subject is a session ("EM-3"), or "new" with the path of a config behind a
// colon: into one's own session, or to the form that opens one.
class EmergencyView : public View {
    Q_OBJECT

public:
    explicit EmergencyView(ViewContext &context);
    ~EmergencyView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;
    QString configPath() const override { return m_path; }

private:
    QWidget *makeRegister();
    void makePages();
    void connectParts();
    void makeCommands();
    void read();
    void readSummary();
    void choose(const QString &id);
    template <typename Form>
    Form &enterForm(Form *&form);
    void showSession();
    void beginActivation();
    void beginAction();
    void goOn(const core::EmergencySession &session);
    void enter(const QString &path);

    ViewContext &m_context;
    models::EmergencyStore &m_store;
    std::unique_ptr<models::TableModel<EmergencyRow>> m_model;
    TablePane *m_table = nullptr;
    StateOverlay *m_overlay = nullptr;
    QLabel *m_summary = nullptr;
    QStackedWidget *m_stack;
    StateOverlay *m_pageOverlay = nullptr;
    SessionPage *m_page = nullptr;
    ActivationForm *m_activation = nullptr; // the forms are made when they are first wanted
    ActionForm *m_action = nullptr;
    ReviewForm *m_review = nullptr;
    QAction *m_open = nullptr;
    QAction *m_reload = nullptr;
    bool m_isReading = false; // the current row follows the session, not the other way round
    QString m_path; // of the config with which somebody came
};

} // namespace chancery::views
