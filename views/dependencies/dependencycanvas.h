// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/dependencydrawing.h"
#include "views/common/look.h"
#include "views/dependencies/graphinset.h"
#include "views/dependencies/overviewlabels.h"

#include <QTransform>
#include <QWidget>

#include <map>
#include <memory>

namespace chancery::views {

// Paints a dependency drawing: all of it in one widget, from an overview in which boxes are specks
// to their labels. One box is the current one; the keyboard walks from it along the lines, and says
// where it is to those who do not see it. Owned by the view.
class DependencyCanvas : public QWidget {
    Q_OBJECT

public:
    explicit DependencyCanvas(Look &look, QWidget *parent = nullptr);

    // What is seen of a new drawing: all of it, or the same part as of the one before, where that
    // is still there.
    enum class Place { Whole, Same };
    void setDrawing(
        std::shared_ptr<const models::DependencyDrawing> drawing, Place place = Place::Whole);
    const models::DependencyDrawing *drawing() const { return m_drawing.get(); }
    int current() const { return m_current; }
    void setCurrent(int box);
    // Boxes that stand out while the others step back, and how many configs of each; empty: none
    // do.
    void setMarked(std::map<int, int> marked);
    const std::map<int, int> &marked() const { return m_marked; }
    double zoom() const { return m_zoom; }
    // Of labels in boxes, on the screen, in pixels; 0: at that zoom there are none. They stop
    // getting smaller where they would be hard to read, and are shortened instead.
    static double letterHeight(double zoom);
    // Where boxes are too small for labels: those that are written over them.
    std::vector<OverviewLabel> overview() const;
    QTransform transform() const; // from the drawing to the widget
    QRectF seen() const; // in the drawing
    // What is written about the current box: "payments/api, needs 2, needed by 3, layer 1".
    QString whereText() const;

    void fit();
    void zoomBy(double factor);
    void showCurrent();

    QSize sizeHint() const override { return {640, 480}; }

Q_SIGNALS:
    void currentChanged(int box);
    void opened(int box);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QPointF toDrawing(const QPointF &point) const { return point / m_zoom + m_corner; }
    void zoomAt(const QPointF &point, double factor);
    void walk(Qt::Key key);
    int beside(int step) const;
    int nearestBox() const;
    void paintLines(QPainter &painter, const QRectF &seen) const;
    void paintLine(QPainter &painter, const QRectF &seen,
        const models::DependencyDrawing::Line &line, double width) const;
    void paintBoxes(QPainter &painter, const QRectF &seen) const;
    void paintBox(QPainter &painter, int number) const;
    void paintCount(QPainter &painter, const QRectF &frame, int count) const;
    void paintOverview(QPainter &painter) const;
    void paintInset(QPainter &painter);
    QRectF insetFrame() const { return m_inset.frame(QRectF(rect()), seen()); }
    bool moveTo(const QPointF &pressed); // in the inset; false: it is not there
    QColor lineColour(const models::DependencyDrawing::Line &line) const;
    bool isFaded(int box) const { return !m_marked.empty() && !m_marked.contains(box); }

    static constexpr double leastReadable = 0.45; // zoom at which boxes have labels
    Look &m_look;
    std::shared_ptr<const models::DependencyDrawing> m_drawing;
    std::map<int, int> m_marked;
    std::vector<int> m_byWeight; // the boxes
    GraphInset m_inset;
    int m_current = -1;
    double m_zoom = 1;
    QPointF m_corner; // of what is seen, in the drawing
    QPointF m_pressed;
    bool m_isInInset = false; // since the button was pressed
    bool m_isFitted = true; // stays so when the window grows
};

} // namespace chancery::views
