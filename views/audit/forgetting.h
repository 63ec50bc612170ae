// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/erasurestore.h"
#include "views/viewcontext.h"

#include <QAction>

namespace chancery::views {

// The commands that forget the person of an event, or keep them from being forgotten
// (docs/adr/0025). Each first asks the server how far it is, then says what will happen and asks
// for what is needed. Owned by the view whose event it is.
class Forgetting : public QObject {
    Q_OBJECT

public:
    explicit Forgetting(ViewContext &context, QWidget *parent);

    QList<QAction *> commands() const { return {m_erase, m_hold, m_lift}; }
    // Whose event it is; nobody of an event that no person acted in or was meant by.
    void setEvent(const std::optional<audit::AuditDetail> &detail);

Q_SIGNALS:
    // What has been done, as a sentence.
    void told(const QString &words);
    void failed(const core::Error &error);
    // The bytes are gone: whoever shows any of it has to ask again.
    void forgotten();

private:
    enum class Wish { None, Erase, Hold, Lift };

    QAction *make(const QString &text, const char *name, const QString &tip);
    void readState();
    void begin(Wish wish);
    void found();
    void askToDisable();
    void askToErase();
    void askToHold();
    void askToLift();
    void readFailure(const models::Operation &operation);
    void tellErased(const core::Erasure &erasure);
    QString name() const;

    ViewContext &m_context;
    models::ErasureStore m_store;
    QAction *m_erase;
    QAction *m_hold;
    QAction *m_lift;
    core::PrincipalId m_person;
    Wish m_wish = Wish::None;
};

} // namespace chancery::views
