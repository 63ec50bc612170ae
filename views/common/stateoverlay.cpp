// SPDX-License-Identifier: Apache-2.0
#include "stateoverlay.h"

#include "views/common/errortext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QProgressBar>
#include <QVBoxLayout>

namespace chancery::views {

using namespace std::chrono_literals;

StateOverlay::StateOverlay(Look &look, QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_banner(new Banner(look, this))
    , m_stack(new QStackedLayout)
    , m_content(content)
    , m_busy(makeBusy())
    , m_empty(makeEmpty())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addLayout(m_stack, 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_busy);
    m_stack->addWidget(m_empty);
    m_patience.setSingleShot(true);
    m_patience.setInterval(200ms);
    connect(&m_patience, &QTimer::timeout, this, &StateOverlay::showBusy);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (m_operation)
            m_operation->retry();
    });
}

QList<QWidget *> StateOverlay::ownParts() const
{
    return {m_banner, m_busy, m_empty};
}

QWidget *StateOverlay::makeBusy()
{
    auto *page = new QWidget(this);
    page->setProperty("role", QStringLiteral("panel"));
    page->setAttribute(Qt::WA_StyledBackground);
    m_busyText = makeLabel({}, "muted", page);
    m_busyText->setObjectName(QStringLiteral("busyText"));
    auto *bar = new QProgressBar(page);
    bar->setRange(0, 0);
    bar->setFixedWidth(200);
    bar->setTextVisible(false);
    QPushButton *cancel = makeButton(tr("Cancel"), QStringLiteral("cancelOperationButton"), page);
    connect(cancel, &QPushButton::clicked, this, [this] {
        if (m_operation)
            m_operation->cancel();
    });
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(m_busyText, 0, Qt::AlignHCenter);
    layout->addWidget(bar, 0, Qt::AlignHCenter);
    layout->addWidget(cancel, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

QWidget *StateOverlay::makeEmpty()
{
    auto *page = new QWidget(this);
    page->setProperty("role", QStringLiteral("panel"));
    page->setAttribute(Qt::WA_StyledBackground);
    m_emptyTitle = makeLabel({}, "title", page);
    m_emptyTitle->setObjectName(QStringLiteral("emptyTitle"));
    m_emptyHint = makeLabel({}, "muted", page);
    m_emptyHint->setWordWrap(true);
    m_emptyHint->setAlignment(Qt::AlignHCenter);
    m_emptyHint->setContentsMargins(24, 0, 24, 0);
    m_emptyAction = makeButton({}, QStringLiteral("emptyActionButton"), page);
    connect(m_emptyAction, &QPushButton::clicked, this, &StateOverlay::emptyActionTriggered);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_emptyTitle, 0, Qt::AlignHCenter);
    // Aligned by the layout it would get the height of one line.
    layout->addWidget(m_emptyHint);
    layout->addWidget(m_emptyAction, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

void StateOverlay::watch(models::Operation &operation)
{
    if (m_operation == &operation)
        return;
    if (m_operation)
        disconnect(m_operation, nullptr, this, nullptr);
    m_operation = &operation;
    connect(m_operation, &models::Operation::changed, this, &StateOverlay::update);
    connect(m_operation, &QObject::destroyed, this, [this] { m_operation = nullptr; });
    update();
}

void StateOverlay::setEmpty(
    bool isEmpty, const QString &title, const QString &hint, const QString &action)
{
    m_isEmpty = isEmpty;
    m_emptyTitle->setText(safeText(title));
    m_emptyHint->setText(safeText(hint));
    m_emptyHint->setVisible(!hint.isEmpty());
    m_emptyAction->setText(action);
    m_emptyAction->setVisible(!action.isEmpty());
    choosePage();
}

void StateOverlay::update()
{
    if (!m_operation)
        return;
    if (m_operation->isRunning()) {
        if (!m_patience.isActive() && !isShowingBusy())
            m_patience.start();
        return;
    }
    m_patience.stop();
    if (m_operation->hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(m_operation->error()), tr("Retry"),
            errorDetails(m_operation->error()));
    else
        m_banner->clear();
    choosePage();
}

void StateOverlay::showBusy()
{
    if (!m_operation || !m_operation->isRunning() || !m_isEmpty)
        return;
    m_busyText->setText(safeText(m_operation->title()));
    m_stack->setCurrentWidget(m_busy);
}

void StateOverlay::choosePage()
{
    const bool isRunning = m_operation && m_operation->isRunning();
    if (isRunning && m_isEmpty)
        return;
    const bool showsEmpty = m_isEmpty && !(m_operation && m_operation->hasFailed())
        && !m_emptyTitle->text().isEmpty();
    m_stack->setCurrentWidget(showsEmpty ? m_empty : m_content);
}

} // namespace chancery::views
