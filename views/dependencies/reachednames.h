// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLabel>
#include <QPushButton>

namespace chancery::views {

// The names of what a change reaches, which a button below its counts shows and hides.
class ReachedNames : public QWidget {
    Q_OBJECT

public:
    // The button is called NAMEMoreButton, the text NAMENames.
    explicit ReachedNames(const QString &name, QWidget *parent = nullptr);

    // Of reachedNames(); without any there is nothing to be seen.
    void setNames(const QString &names);

private:
    void showNames(bool areShown);

    QPushButton *m_more;
    QLabel *m_names;
};

} // namespace chancery::views
