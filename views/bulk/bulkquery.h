// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/bulkobject.h"
#include "models/placesstore.h"
#include "views/common/look.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace chancery::views {

// What is looked for, where, and what becomes of it. Enter in any field looks; what is wrong stands
// below the fields. Shows only the fields that the operation has.
class BulkQuery : public QWidget {
    Q_OBJECT

public:
    BulkQuery(const models::PlacesStore &places, Look &look, QWidget *parent = nullptr);

    // Nothing: only looking.
    std::optional<core::BulkKind> kind() const;
    core::DocumentSearch search() const;
    core::BulkOperation operation() const;
    models::BulkScope scope() const;
    void setKind(std::optional<core::BulkKind> kind);
    void setPattern(const QString &pattern);
    void setPlaces(const QString &places);
    void setPath(const QString &path);
    void setDrafts(bool areToo);
    // The first field that says what is wanted; the new name when a key is to be renamed.
    void focusFirst();
    // What is wrong and with which field, or nothing.
    void showProblem(const core::Error *error);

Q_SIGNALS:
    void wanted();
    // The operation is another one, so that what was planned is not what the fields say.
    void changed();

private:
    QWidget *makeWhat();
    QWidget *makeHow();
    QWidget *makeScope();
    QLineEdit *makeField(const QString &name, const QString &label);
    QToolButton *makeSwitch(const QString &text, const QString &name, const QString &what);
    QComboBox *makeChoice(const QString &name, const QString &label, const QStringList &entries);
    void fillEnvironments();
    void showFields();

    const models::PlacesStore &m_places;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_pattern = nullptr;
    QToolButton *m_case = nullptr;
    QToolButton *m_words = nullptr;
    QToolButton *m_expression = nullptr;
    QComboBox *m_within = nullptr;
    QPushButton *m_look = nullptr;
    QLineEdit *m_keys = nullptr;
    QLineEdit *m_with = nullptr;
    QCheckBox *m_addsMissing = nullptr;
    QComboBox *m_environment = nullptr;
    QLineEdit *m_path = nullptr;
    QCheckBox *m_drafts = nullptr;
    QLabel *m_problem = nullptr;
    bool m_hasChosenEnvironment = false;
};

} // namespace chancery::views
