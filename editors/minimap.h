// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editortheme.h"
#include "engine/core/executor.h"
#include "engine/core/textdiff.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <memory>

namespace chancery::editors {

class ConfigEditor;

// The whole text in small beside itself: the shape of its lines, where problems are, what differs
// from a text to compare with, and which part is on screen. A line of pixels is painted from one
// line of the text, so that half a million lines cost as much as a thousand; nothing is painted
// while one types. Of the GUI thread; comparing is done in the executor.
class Minimap : public QWidget {
    Q_OBJECT

public:
    Minimap(ConfigEditor &editor, core::Executor &executor, QWidget *parent = nullptr);

    QSize sizeHint() const override { return {88, 200}; }
    // Lines of the text that a change stands at, from zero.
    const std::vector<core::Hunk> &changes() const { return m_changes; }
    bool isSettled() const
    {
        return !m_soon.isActive() && !m_compare.isActive() && !m_call.isHeld();
    }

    // What the changes are against; null for nothing.
    void setBaseline(std::shared_ptr<const std::string> text);
    void applyTheme();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void repaintSoon();
    void compareSoon();
    void compare();
    void redraw();
    void drawLine(QPainter &painter, int line, int y) const;
    void drawMarks(QPainter &painter) const;
    double lineHeight() const;
    void scrollTo(double y);

    ConfigEditor &m_editor;
    core::Executor &m_executor;
    std::shared_ptr<const std::string> m_baseline;
    std::vector<core::Hunk> m_changes;
    QPixmap m_picture;
    QTimer m_soon;
    QTimer m_compare;
    core::Call m_call;
};

} // namespace chancery::editors
