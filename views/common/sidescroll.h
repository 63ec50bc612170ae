// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QScrollArea>

namespace chancery::views {

// A column that scrolls up and down only: never narrower than what is in it needs, also when that
// changes, so that nothing is cut off at the side.
class SideScroll : public QScrollArea {
    Q_OBJECT

public:
    explicit SideScroll(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace chancery::views
