// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/auditstore.h"
#include "views/common/look.h"

#include <QWidget>

namespace chancery::views {

// How many events when, as bars to brush: a range is dragged with the mouse, or made with the keys.
// Left and Right go from bar to bar, Home and End to the ends, with Shift they widen the range;
// Enter chooses it, Escape chooses all times.
class TimeHistogram : public QWidget {
    Q_OBJECT

public:
    explicit TimeHistogram(Look &look, QWidget *parent = nullptr);

    // What is brushed is forgotten where it is no longer shown.
    void show(const std::vector<audit::Bucket> &buckets, std::chrono::microseconds width);
    // The bar under the keys, in words; empty without bars.
    QString currentText() const;
    QSize sizeHint() const override { return {400, 76}; }

Q_SIGNALS:
    // Half open.
    void brushed(core::Instant from, core::Instant before);
    void allWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    int barAt(int x) const;
    QRectF barRect(int bar) const;
    QString textOf(int bar) const;
    void goTo(int bar, bool widens);
    void choose();
    int count() const { return int(m_buckets.size()); }

    Look &m_look;
    std::vector<audit::Bucket> m_buckets;
    std::chrono::microseconds m_width{};
    std::int64_t m_most = 0;
    int m_current = 0;
    int m_anchor = 0; // the other end of what is brushed
    bool m_isBrushing = false;
};

} // namespace chancery::views
