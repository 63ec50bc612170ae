// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/diff/diffcontent.h"
#include "editors/editortheme.h"

#include <QWidget>

namespace chancery::editors {

// The whole of a diff as a strip with its changes; a click goes there. It repeats what the keyboard
// reaches by next and previous, so it takes no focus.
class DiffOverview : public QWidget {
    Q_OBJECT

public:
    explicit DiffOverview(QWidget *parent = nullptr);

    void setRows(const DiffRows *rows);
    void setTheme(const EditorTheme &theme);
    QSize sizeHint() const override;

Q_SIGNALS:
    void rowChosen(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    struct Stripe {
        double begin = 0; // rows
        double end = 0;
        RowKind kind = RowKind::Changed;
    };
    std::vector<Stripe> m_stripes;
    // Of one row; short texts keep it small, so that a mark tells how much is changed.
    double rowHeight() const;

    int m_rowCount = 0;
    EditorTheme m_theme = EditorTheme::light();
};

} // namespace chancery::editors
