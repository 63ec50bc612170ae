// SPDX-License-Identifier: Apache-2.0
#include "look.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QStyleFactory>
#include <QSvgRenderer>

namespace chancery::views {

namespace {

// Breeze draws in "currentColor" of one class; its colour stands once in each file.
QByteArray coloured(const QString &name, const QColor &colour)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon named %s", qPrintable(name));
        return {};
    }
    QByteArray source = file.readAll();
    const QByteArray wanted = colour.name().toLatin1();
    for (const char *drawn : {"#232629", "#eff0f1", "#4d4d4d", "#3daee9", "#da4453", "#27ae60",
             "#f67400", "#2ecc71", "#1d99f3"})
        source.replace(drawn, wanted);
    return source;
}

QPixmap rendered(const QString &name, const QSize &size, const QColor &colour)
{
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(coloured(name, colour)).render(&painter);
    return pixmap;
}

// Draws when it is painted, at the size that is wanted; nothing is read before.
class TokenIconEngine : public QIconEngine {
public:
    TokenIconEngine(QString name, QColor normal, QColor checked, QColor disabled)
        : m_name(std::move(name))
        , m_normal(std::move(normal))
        , m_checked(std::move(checked))
        , m_disabled(std::move(disabled))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap drawn = pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state);
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), drawn);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        const QColor &colour = mode == QIcon::Disabled ? m_disabled
            : state == QIcon::On                       ? m_checked
                                                       : m_normal;
        return rendered(m_name, size, colour);
    }
    QIconEngine *clone() const override { return new TokenIconEngine(*this); }

private:
    QString m_name;
    QColor m_normal;
    QColor m_checked;
    QColor m_disabled;
};

} // namespace

Look::Look(Theme::Kind kind, QObject *parent)
    : QObject(parent)
    , m_theme(kind)
{
}

void Look::setKind(Theme::Kind kind)
{
    if (kind == m_theme.kind())
        return;
    m_theme = Theme(kind);
    apply();
    Q_EMIT changed();
}

void Look::apply()
{
    QFile file(QStringLiteral(":/themes/console.qss"));
    if (!file.open(QIODevice::ReadOnly))
        qWarning("the style sheet is missing from the resources");
    // A style that is set again polishes every widget again, and so does each step below.
    if (!std::exchange(m_hasStyle, true))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(m_theme.palette());
    m_styleSheet = m_theme.styleSheet(QString::fromUtf8(file.readAll()));
}

QIcon Look::icon(const QString &name, Token token, Token checked) const
{
    return QIcon(new TokenIconEngine(
        name, m_theme.colour(token), m_theme.colour(checked), m_theme.colour(Token::Faint)));
}

QPixmap Look::pixmap(const QString &name, int size, Token token, qreal ratio) const
{
    QPixmap drawn = rendered(name, QSize(size, size) * ratio, m_theme.colour(token));
    drawn.setDevicePixelRatio(ratio);
    return drawn;
}

} // namespace chancery::views
