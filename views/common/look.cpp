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
    TokenIconEngine(QString name, std::shared_ptr<const Theme> theme, Token normal, Token checked)
        : m_name(std::move(name))
        , m_theme(std::move(theme))
        , m_normal(normal)
        , m_checked(checked)
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
        const Token token = mode == QIcon::Disabled ? Token::Faint
            : state == QIcon::On                    ? m_checked
                                                    : m_normal;
        return rendered(m_name, size, m_theme->colour(token));
    }
    QIconEngine *clone() const override { return new TokenIconEngine(*this); }

private:
    QString m_name;
    std::shared_ptr<const Theme> m_theme;
    Token m_normal;
    Token m_checked;
};

} // namespace

Look::Look(Theme::Kind kind, QObject *parent)
    : QObject(parent)
    , m_theme(std::make_shared<Theme>(kind))
{
    connect(&m_idle, &QTimer::timeout, this, &Look::putOnNext);
}

void Look::setKind(Theme::Kind kind)
{
    if (kind == m_theme->kind())
        return;
    *m_theme = Theme(kind);
    apply();
    dressAgain();
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
    QApplication::setPalette(m_theme->palette());
    m_styleSheet = m_theme->styleSheet(QString::fromUtf8(file.readAll()));
}

void Look::dress(QWidget &part)
{
    m_parts.append(&part);
    connect(&part, &QObject::destroyed, this, [this, gone = &part] {
        m_parts.removeAll(gone);
        m_outdated.removeAll(gone);
    });
    part.setStyleSheet(m_styleSheet);
    part.installEventFilter(this);
}

void Look::whenDressed(QWidget &widget, const std::function<void()> &work)
{
    connect(this, &Look::dressed, &widget, [&widget, work](const QWidget *part) {
        if (part->isAncestorOf(&widget))
            work();
    });
}

// The events of the parts on screen go before the painting that the palette asked for.
void Look::dressAgain()
{
    m_outdated = m_parts;
    for (QWidget *part : m_parts) {
        if (part->isVisible())
            QMetaObject::invokeMethod(part, [this, part] { putOn(part); }, Qt::QueuedConnection);
    }
    m_idle.start();
}

void Look::putOn(QWidget *part)
{
    if (m_outdated.removeAll(part) == 0 || part->styleSheet() == m_styleSheet)
        return;
    part->setStyleSheet(m_styleSheet);
    Q_EMIT dressed(part);
}

void Look::putOnNext()
{
    if (m_outdated.isEmpty())
        m_idle.stop();
    else
        putOn(m_outdated.first());
}

bool Look::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && !m_outdated.isEmpty())
        putOn(qobject_cast<QWidget *>(watched));
    return QObject::eventFilter(watched, event);
}

QIcon Look::icon(const QString &name, Token token, Token checked) const
{
    return QIcon(new TokenIconEngine(name, m_theme, token, checked));
}

QPixmap Look::pixmap(const QString &name, int size, Token token, qreal ratio) const
{
    QPixmap drawn = rendered(name, QSize(size, size) * ratio, m_theme->colour(token));
    drawn.setDevicePixelRatio(ratio);
    return drawn;
}

} // namespace chancery::views
