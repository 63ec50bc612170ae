// SPDX-License-Identifier: Apache-2.0
#include "banner.h"

#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

Banner::Banner(Look &look, QWidget *parent)
    : QFrame(parent)
    , m_look(look)
    , m_icon(new QLabel(this))
    , m_text(makeLabel({}, "strong", this))
    , m_action(makeButton({}, QStringLiteral("bannerActionButton"), this))
    , m_second(makeButton({}, QStringLiteral("bannerSecondButton"), this))
    , m_detailsButton(
          makeButton(tr("Details"), QStringLiteral("bannerDetailsButton"), this, "link"))
    , m_details(makeLabel({}, "muted", this))
{
    setProperty("role", QStringLiteral("banner"));
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setContentsMargins(24, 0, 0, 4);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    line->addWidget(m_detailsButton);
    line->addWidget(m_action);
    line->addWidget(m_second);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 8, 4);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_details);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(m_second, &QPushButton::clicked, this, &Banner::secondTriggered);
    connect(m_detailsButton, &QPushButton::clicked, this, &Banner::toggleDetails);
    connect(&look, &Look::changed, this, &Banner::drawIcon);
    clear();
}

void Banner::show(Tone tone, const QString &text, const QString &action, const QString &details)
{
    m_tone = tone;
    setProperty("tone",
        tone == Tone::Alarm             ? QStringLiteral("alarm")
            : tone == Tone::Bad         ? QStringLiteral("bad")
            : tone == Tone::Information ? QStringLiteral("info")
                                        : QStringLiteral("attention"));
    m_text->setText(safeText(text));
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_second->hide();
    m_details->setText(details);
    m_detailsButton->setVisible(!details.isEmpty());
    m_details->setVisible(m_details->isVisible() && !details.isEmpty());
    for (QWidget *part : {static_cast<QWidget *>(this), static_cast<QWidget *>(m_text),
             static_cast<QWidget *>(m_details), static_cast<QWidget *>(m_detailsButton)})
        repolish(part); // what is in it has the colour of the tone too
    setVisible(true);
    drawIcon();
}

void Banner::retell(const QString &text)
{
    m_text->setText(safeText(text));
}

void Banner::drawIcon()
{
    if (isHidden())
        return;
    m_icon->setVisible(m_tone != Tone::Alarm); // its words are enough, and of one colour
    const bool isInformation = m_tone == Tone::Information;
    const Token token = m_tone == Tone::Bad ? Token::Bad
        : isInformation                     ? Token::Accent
                                            : Token::Attention;
    m_icon->setPixmap(
        m_look.pixmap(isInformation ? QStringLiteral("information") : QStringLiteral("warning"), 16,
            token, devicePixelRatioF()));
}

void Banner::offerSecond(const QString &action)
{
    m_second->setText(action);
    m_second->show();
}

void Banner::clear()
{
    m_details->hide();
    m_text->clear();
    hide();
}

void Banner::toggleDetails()
{
    m_details->setVisible(!m_details->isVisible());
}

} // namespace chancery::views
