// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/theme.h"

#include <QIcon>
#include <QObject>

namespace chancery::views {

// The theme that is in force and the icons in its colours. Owned by the composition, lives as long
// as the program.
class Look : public QObject {
    Q_OBJECT

public:
    explicit Look(Theme::Kind kind, QObject *parent = nullptr);

    const Theme &theme() const { return m_theme; }
    void setKind(Theme::Kind kind);
    // Gives the application its style and palette, and the window its style sheet.
    void apply();
    const QString &styleSheet() const { return m_styleSheet; }

    // By the name in resources/icons/icons.txt, in the theme's text colour or a given token.
    QIcon icon(
        const QString &name, Token token = Token::Muted, Token checked = Token::Accent) const;
    QPixmap pixmap(const QString &name, int size, Token token, qreal ratio) const;

Q_SIGNALS:
    void changed();

private:
    Theme m_theme;
    QString m_styleSheet;
    bool m_hasStyle = false;
};

} // namespace chancery::views
