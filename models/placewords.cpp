// SPDX-License-Identifier: Apache-2.0
#include "placewords.h"

#include "models/qtconvert.h"

#include <QCoreApplication>
#include <QStringList>

namespace chancery::models {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(PlaceWords)
};

} // namespace

QString placeWords(const core::HierarchyPlace &place)
{
    QStringList parts;
    if (!place.region.empty())
        parts << Words::tr("region %1").arg(toQt(place.region));
    if (!place.group.empty())
        parts << Words::tr("group %1").arg(toQt(place.group));
    if (!place.instance.empty())
        parts << Words::tr("instance %1").arg(toQt(place.instance));
    return parts.join(QStringLiteral(", "));
}

QString placeWords(const core::FollowedPlace &followed)
{
    return placeWords(core::placeIn({}, followed));
}

} // namespace chancery::models
