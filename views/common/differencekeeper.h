// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/effectivepair.h"
#include "views/viewcontext.h"

#include <QObject>

#include <optional>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class EffectivePlace;
class SchemaShelf;

// What every view does for the differences it shows: it remembers what a config's comparisons pass
// over, per connection, and fetches the effective texts when somebody looks at them, for the
// region, group and instance that are written above them. Made by the view, a child of the
// DiffView.
class DifferenceKeeper : public QObject {
    Q_OBJECT

public:
    DifferenceKeeper(ViewContext &context, editors::DiffView &difference);

    // The texts that the DiffView is about to show. Without a place there is no effective form.
    void follow(const core::ConfigId &config, const std::optional<core::EnvironmentId> &environment,
        const QString &left, const QString &right);

private:
    QString key() const;
    void askElsewhere();
    void ask();
    void readAnswer();

    ViewContext &m_context;
    editors::DiffView &m_difference;
    EffectivePlace *m_place; // a line of the DiffView while it shows the effective form
    SchemaShelf *m_schemas; // of the layers
    models::EffectivePair::Question m_question;
};

} // namespace chancery::views
