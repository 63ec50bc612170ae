// SPDX-License-Identifier: Apache-2.0
#include "freezetext.h"

#include "models/words.h"

#include <QCoreApplication>

namespace chancery::views {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FreezeText)
};

} // namespace

QString freezeText(const models::FreezeState &state, const std::optional<core::Instant> &slot,
    const models::PlacesStore &places)
{
    if (!state.isClosed())
        return {};
    const QString place = places.titleOf(state.environment);
    if (state.kind == models::FreezeState::Kind::Unreadable)
        return Words::tr("Nothing is applied in %1: its freeze windows cannot be read.").arg(place);
    const QString windows = state.windows.join(QStringLiteral(", "));
    if (slot && slot == state.until)
        return Words::tr("%1 is frozen by %2. The next slot that fits begins when that ends: %3.")
            .arg(place, windows, models::fullTime(*slot));
    const QString frozen = state.until
        ? Words::tr("%1 is frozen by %2 until %3.")
              .arg(place, windows, models::fullTime(*state.until))
        : Words::tr("%1 is frozen by %2 for longer than is known.").arg(place, windows);
    return slot
        ? Words::tr("%1 The next slot that fits is %2.").arg(frozen, models::fullTime(*slot))
        : Words::tr("%1 No slot is known that fits.").arg(frozen);
}

} // namespace chancery::views
