// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLabel>

namespace chancery::views {

// One line of plain text that gives way when there is not enough room: its beginning goes first, or
// whatever else is said, and the whole text is in the tool tip then.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr, Qt::TextElideMode mode = Qt::ElideLeft);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString shown() const;

    Qt::TextElideMode m_mode;
};

} // namespace chancery::views
