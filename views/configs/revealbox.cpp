// SPDX-License-Identifier: Apache-2.0
#include "revealbox.h"

#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QShortcut>
#include <QVBoxLayout>

namespace chancery::views {

RevealBox::RevealBox(const QString &value, Look &look, QWidget *parent)
    : QFrame(parent)
    , m_value(value)
    , m_left(makeLabel({}, "muted", this))
    , m_seconds(int(shownFor.count()))
{
    setObjectName(QStringLiteral("revealBox"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Revealed value"));
    setAutoFillBackground(true);
    setProperty("role", QStringLiteral("popup"));
    setFrameShape(QFrame::StyledPanel);
    setMinimumWidth(280);
    setMaximumWidth(640);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(tr("Revealed Value"), "title", this));
    QLabel *text = makeLabel(safeText(value), "value", this);
    text->setObjectName(QStringLiteral("revealedValue"));
    m_left->setObjectName(QStringLiteral("revealedTimeLeft"));
    text->setFont(look.theme().editorTheme().font);
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *row = new QHBoxLayout;
    auto *copying = makeButton(tr("Copy"), QStringLiteral("copyRevealedButton"), this);
    auto *hiding = makeButton(tr("Hide"), QStringLiteral("hideRevealedButton"), this, "primary");
    row->addWidget(m_left, 1);
    row->addWidget(copying);
    row->addWidget(hiding);
    layout->addLayout(row);
    connect(copying, &QPushButton::clicked, this, &RevealBox::copy);
    connect(hiding, &QPushButton::clicked, this, &QWidget::close);
    // Of the page: the focus may go back to the text when the question before this closes.
    auto *ending = new QShortcut(Qt::Key_Escape, parent);
    ending->setContext(Qt::WidgetWithChildrenShortcut);
    connect(this, &QObject::destroyed, ending, [ending] { delete ending; });
    connect(ending, &QShortcut::activated, this, &QWidget::close);
    connect(&m_second, &QTimer::timeout, this, &RevealBox::countDown);
    m_second.start(std::chrono::seconds(1));
    setFocusProxy(hiding);
    m_left->setText(tr("Hidden in %n second(s)", nullptr, m_seconds));
}

void RevealBox::showAt(const QPoint &place)
{
    adjustSize();
    const QRect room = parentWidget()->rect().adjusted(8, 8, -8, -8);
    move(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())),
        std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    raise();
    setFocus();
}

// The page has gone behind another.
void RevealBox::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    close();
}

void RevealBox::copy() const
{
    auto *data = new QMimeData;
    data->setText(m_value);
    data->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    QGuiApplication::clipboard()->setMimeData(data);
}

void RevealBox::countDown()
{
    if (--m_seconds <= 0)
        close();
    else
        m_left->setText(tr("Hidden in %n second(s)", nullptr, m_seconds));
}

} // namespace chancery::views
