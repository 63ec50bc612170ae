// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportlines.h"
#include "views/common/look.h"

#include <QWidget>

namespace chancery::views {

// Exceptions over time as bars. Left and Right go from bar to bar, Home and End to the ends; the
// bar under the keys is told in words, on screen and to a screen reader.
class TrendChart : public QWidget {
    Q_OBJECT

public:
    explicit TrendChart(Look &look, QWidget *parent = nullptr);

    void show(std::vector<models::TrendBar> bars);
    // Of the bar under the keys; empty without bars.
    QString currentText() const { return textOf(m_current); }
    QSize sizeHint() const override { return {280, 132}; }
    QSize minimumSizeHint() const override { return {160, 96}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    int count() const { return int(m_bars.size()); }
    QRectF ground() const;
    QRectF barRect(int bar) const;
    int barAt(int x) const;
    QString textOf(int bar) const;
    void goTo(int bar);
    void paintBars(QPainter &painter) const;
    void paintCaptions(QPainter &painter) const;

    Look &m_look;
    std::vector<models::TrendBar> m_bars;
    qint64 m_most = 0;
    int m_current = 0;
};

// How many controls are covered, in part or not, as one bar of three parts. Each part has a pattern
// of its own, and the words stand beside it.
class CoverageBar : public QWidget {
    Q_OBJECT

public:
    explicit CoverageBar(Look &look, QWidget *parent = nullptr);

    void show(const models::CoverageCount &count);
    QSize sizeHint() const override { return {200, 16}; }
    QSize minimumSizeHint() const override { return {80, 16}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Look &m_look;
    models::CoverageCount m_count;
};

} // namespace chancery::views
