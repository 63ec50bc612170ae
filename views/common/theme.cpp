// SPDX-License-Identifier: Apache-2.0
#include "theme.h"

namespace chancery::views {

namespace {

struct TokenRow {
    const char *name;
    QRgb light;
    QRgb dark;
};

constexpr TokenRow tokens[]{
    {"window", 0xfff6f7f9, 0xff171a1f},
    {"chrome", 0xffeef0f3, 0xff121519},
    {"surface", 0xffffffff, 0xff1b1f25},
    {"raised", 0xffffffff, 0xff22272e},
    {"well", 0xffe6e9ee, 0xff272d35},
    {"hover", 0xffe9ecf1, 0xff262b33},
    {"pressed", 0xffdde2e9, 0xff2f353e},
    {"border", 0xffd9dee5, 0xff2e343d},
    {"borderStrong", 0xffbcc4cf, 0xff444c58},
    {"line", 0xffebeef2, 0xff242930},
    {"scroll", 0xffc9d0da, 0xff3b424d},
    {"text", 0xff1a2028, 0xffe3e7ec},
    {"muted", 0xff57626f, 0xff9ca7b5},
    {"faint", 0xff8d97a5, 0xff69737f},
    {"accent", 0xff5b45c9, 0xffab9dff},
    {"accentStrong", 0xff4a36ad, 0xffc0b5ff},
    {"accentSoft", 0xffebe7fb, 0xff2d2950},
    {"onAccent", 0xffffffff, 0xff17132e},
    {"selection", 0xffe1dbfa, 0xff38325f},
    {"good", 0xff1f7a45, 0xff63c48d},
    {"goodSoft", 0xffdff3e7, 0xff1b3527},
    {"attention", 0xff8a5a00, 0xffe0b04c},
    {"attentionSoft", 0xfffdf1d4, 0xff3a2f16},
    {"bad", 0xffa83a0b, 0xfff0915f},
    {"badSoft", 0xfffce6dc, 0xff40261a},
    {"development", 0xff6b7280, 0xff7d8796},
    {"staging", 0xff1b69c7, 0xff3a84dd},
    {"production", 0xffc4172a, 0xffdc3545},
};
static_assert(std::size(tokens) == std::size_t(Token::Count));

const TokenRow &row(Token token)
{
    return tokens[std::size_t(token)];
}

} // namespace

QString Theme::nameOf(Token token)
{
    return QString::fromLatin1(row(token).name);
}

QColor Theme::colour(Token token) const
{
    return QColor(isDark() ? row(token).dark : row(token).light);
}

QColor Theme::statusColour(models::Status status) const
{
    switch (status) {
    case models::Status::None:
        return colour(Token::Text);
    case models::Status::Good:
        return colour(Token::Good);
    case models::Status::Attention:
        return colour(Token::Attention);
    case models::Status::Bad:
        return colour(Token::Bad);
    case models::Status::Busy:
        return colour(Token::Accent);
    case models::Status::Muted:
        return colour(Token::Muted);
    }
    return colour(Token::Text);
}

const char *Theme::toneOf(models::Status status)
{
    switch (status) {
    case models::Status::None:
    case models::Status::Muted:
        return "muted";
    case models::Status::Good:
        return "good";
    case models::Status::Attention:
        return "attention";
    case models::Status::Bad:
        return "bad";
    case models::Status::Busy:
        return "busy";
    }
    return "muted";
}

QColor Theme::environmentColour(int tier) const
{
    if (tier <= 0)
        return colour(Token::Development);
    return colour(tier < 3 ? Token::Staging : Token::Production);
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, colour(Token::Window));
    palette.setColor(QPalette::WindowText, colour(Token::Text));
    palette.setColor(QPalette::Base, colour(Token::Surface));
    palette.setColor(QPalette::AlternateBase, colour(Token::Window));
    palette.setColor(QPalette::Text, colour(Token::Text));
    palette.setColor(QPalette::PlaceholderText, colour(Token::Faint));
    palette.setColor(QPalette::Button, colour(Token::Raised));
    palette.setColor(QPalette::ButtonText, colour(Token::Text));
    palette.setColor(QPalette::BrightText, colour(Token::OnAccent));
    palette.setColor(QPalette::Highlight, colour(Token::Selection));
    palette.setColor(QPalette::HighlightedText, colour(Token::Text));
    palette.setColor(QPalette::ToolTipBase, colour(Token::Raised));
    palette.setColor(QPalette::ToolTipText, colour(Token::Text));
    palette.setColor(QPalette::Link, colour(Token::Accent));
    palette.setColor(QPalette::Mid, colour(Token::Border));
    palette.setColor(QPalette::Dark, colour(Token::BorderStrong));
    palette.setColor(QPalette::Light, colour(Token::Raised));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colour(Token::Faint));
    return palette;
}

QString Theme::styleSheet(QString source) const
{
    // Longest names first, so that "@border" does not eat the beginning of "@borderStrong".
    std::vector<Token> order;
    for (int token = 0; token < int(Token::Count); ++token)
        order.push_back(Token(token));
    std::ranges::sort(
        order, std::ranges::greater(), [](Token token) { return nameOf(token).size(); });
    for (const Token token : order)
        source.replace(u'@' + nameOf(token), colour(token).name());
    return source.replace(
        QStringLiteral("@kind"), isDark() ? QStringLiteral("dark") : QStringLiteral("light"));
}

editors::EditorTheme Theme::editorTheme() const
{
    editors::EditorTheme theme
        = isDark() ? editors::EditorTheme::dark() : editors::EditorTheme::light();
    theme.background = colour(Token::Surface);
    theme.text = colour(Token::Text);
    theme.margin = colour(Token::Surface);
    theme.marginText = colour(Token::Faint);
    theme.border = colour(Token::Line);
    theme.mutedText = colour(Token::Muted);
    theme.selection = colour(Token::Selection);
    theme.currentLine = colour(Token::Window);
    theme.caret = colour(Token::Text);
    theme.error = colour(Token::Bad);
    theme.warning = colour(Token::Attention);
    return theme;
}

} // namespace chancery::views
