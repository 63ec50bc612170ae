// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editortheme.h"
#include "models/tablemodel.h"

#include <QColor>
#include <QPalette>
#include <QString>

namespace chancery::views {

// The colours by what they mean. Development, staging and production mark environments and nothing
// else. A token's name in the style sheet is its enumerator in lower camel case.
enum class Token {
    Window,
    Chrome,
    Surface,
    Raised,
    Well,
    Hover,
    Pressed,
    Border,
    BorderStrong,
    Line,
    Scroll,
    Text,
    Muted,
    Faint,
    Accent,
    AccentStrong,
    AccentSoft,
    OnAccent,
    Selection,
    Good,
    GoodSoft,
    Attention,
    AttentionSoft,
    Bad,
    BadSoft,
    Development,
    Staging,
    Production,
    Count
};

// One of the two palettes. A value.
class Theme {
public:
    enum class Kind { Light, Dark };

    explicit Theme(Kind kind = Kind::Light)
        : m_kind(kind)
    {
    }

    Kind kind() const { return m_kind; }
    bool isDark() const { return m_kind == Kind::Dark; }
    QColor colour(Token token) const;
    QColor statusColour(models::Status status) const;
    QColor environmentColour(int tier) const;
    QPalette palette() const;
    // The template with every "@token" replaced.
    QString styleSheet(QString source) const;
    editors::EditorTheme editorTheme() const;

    static QString nameOf(Token token);
    static const char *toneOf(models::Status status);

private:
    Kind m_kind;
};

} // namespace chancery::views
