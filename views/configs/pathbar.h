// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/outline/structure.h"
#include "views/common/look.h"

#include <QTimer>
#include <QWidget>

class QMenu;
class QToolButton;

namespace chancery::editors {
class ConfigEditor;
}

namespace chancery::views {

// The path of the caret's place over the text. Each part opens a menu of what stands beside it;
// the arrow keys walk along the path. Parts that have no room are behind the dots. It keeps the
// last path while the text around the caret cannot be read.
class PathBar : public QWidget {
    Q_OBJECT

public:
    PathBar(editors::ConfigEditor &editor, Look &look, QWidget *parent = nullptr);

    // Into the innermost part.
    void takeFocus();
    QStringList parts() const;
    QSize minimumSizeHint() const override { return {120, height()}; }

Q_SIGNALS:
    // There are more neighbours than a menu shows.
    void outlineWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Part {
        std::uint32_t value = 0;
        int row = 0;
        QString text;
    };

    void read();
    void show(std::vector<Part> parts);
    QToolButton *makeButton();
    void setUpButton(std::size_t index);
    void arrange();
    void openMenu(std::size_t part);
    void openHidden();
    void addNeighbours(std::size_t part);
    void popUp(QToolButton *under);
    void go(std::uint32_t value);
    bool walk(QObject *from, int key);

    editors::ConfigEditor &m_editor;
    editors::Structure m_structure;
    std::shared_ptr<const std::vector<editors::SensitiveSpan>> m_sensitive;
    std::vector<Part> m_parts; // the document first
    std::vector<QToolButton *> m_buttons; // as many as were ever wanted
    QToolButton *m_dots;
    QMenu *m_menu;
    std::size_t m_hidden = 0; // so many of the outer parts have no room
    QTimer m_soon;
};

} // namespace chancery::views
