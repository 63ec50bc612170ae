// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/theme.h"

#include <QIcon>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>

namespace chancery::views {

// The theme that is in force, the icons in its colours and the parts of the windows that wear its
// style sheet. Owned by the composition, lives as long as the program, longer than any part.
class Look : public QObject {
    Q_OBJECT

public:
    explicit Look(Theme::Kind kind, QObject *parent = nullptr);

    const Theme &theme() const { return *m_theme; }
    void setKind(Theme::Kind kind);
    // Gives the application its style and palette.
    void apply();
    // Gives a part of a window the style sheet, now and after each change of theme. A new sheet
    // polishes every widget below: a part that is on screen gets it in an event of its own, any
    // other when nothing else is to be done, or when it is shown.
    void dress(QWidget &part);
    // Does something for a widget, an editor say, whenever the part that it is in has been given
    // another style sheet; what is set before that the style takes back.
    void whenDressed(QWidget &widget, const std::function<void()> &work);

    // By the name in resources/icons/icons.txt, in the theme's text colour or a given token. It
    // follows the theme by itself; what shows it need not give it again.
    QIcon icon(
        const QString &name, Token token = Token::Muted, Token checked = Token::Accent) const;
    QPixmap pixmap(const QString &name, int size, Token token, qreal ratio) const;

Q_SIGNALS:
    void changed();
    void dressed(QWidget *part);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using Parts = QList<QWidget *>;

    void dressAgain();
    void putOn(QWidget *part);
    void putOnNext();

    std::shared_ptr<Theme> m_theme; // the icons know it too
    QString m_styleSheet;
    Parts m_parts;
    Parts m_outdated;
    QTimer m_idle;
    bool m_hasStyle = false;
};

} // namespace chancery::views
