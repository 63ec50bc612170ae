// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTreeWidget>

namespace chancery::views {

// A short list of things to check, so many rows high. Space checks the row under the keys.
class ChoiceTree : public QTreeWidget {
    Q_OBJECT

public:
    ChoiceTree(const QString &name, const QString &accessibleName, int rows, QWidget *parent);

    void add(const QString &id, const QString &text, bool isChecked);
    // One that cannot be checked, and why.
    void addClosed(const QString &text, const QString &why);
    // Silently.
    void forget();
    QStringList checked() const;

Q_SIGNALS:
    // By somebody's hand.
    void changed();

private:
    bool m_isFilling = false;
};

} // namespace chancery::views
