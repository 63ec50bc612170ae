// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/dependencydrawing.h"
#include "views/common/look.h"

#include <QWidget>

namespace chancery::views {

// What the lines and the signs of the graph above it mean: those that are in it, and no others. Its
// accessible name says the same.
class DependencyLegend : public QWidget {
    Q_OBJECT

public:
    explicit DependencyLegend(Look &look, QWidget *parent = nullptr);

    void read(const models::DependencyDrawing *drawing, bool isMarked);
    QStringList words() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Entry {
        QString text;
        Token colour = Token::Muted;
        bool isDashed = false;
        QString sign; // instead of a line
        bool isBox = false;
    };
    Look &m_look;
    std::vector<Entry> m_entries;
};

} // namespace chancery::views
