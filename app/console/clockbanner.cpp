// SPDX-License-Identifier: Apache-2.0
#include "clockbanner.h"

namespace chancery::app {

ClockBanner::ClockBanner(const models::ServerClock &clock, views::Look &look, QWidget *parent)
    : views::Banner(look, parent)
    , m_clock(clock)
{
    setObjectName(QStringLiteral("clockBanner"));
    connect(&clock, &models::ServerClock::changed, this, &ClockBanner::read);
    read();
}

void ClockBanner::read()
{
    const QString sentence = m_clock.sentence();
    if (sentence.isEmpty())
        clear();
    else if (m_clock.barrier())
        show(Tone::Bad,
            tr("%1 Nothing is approved from here until one of the two is set right.")
                .arg(sentence));
    else
        show(Tone::Attention,
            tr("%1 Times that are shown here may be off by that much.").arg(sentence));
}

} // namespace chancery::app
