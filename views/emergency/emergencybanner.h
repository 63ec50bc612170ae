// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/banner.h"
#include "views/viewcontext.h"

namespace chancery::views {

// The red line that everybody sees while emergency access is open or asked for: who, where, why,
// and how much time is left by the server's clock. Hidden otherwise. Of the shell.
class EmergencyBanner : public Banner {
    Q_OBJECT

public:
    explicit EmergencyBanner(ViewContext &context, QWidget *parent = nullptr);

private:
    void read();
    void tick();
    QString wordsOf(const core::EmergencySession &session) const;
    QString timeOf(const core::EmergencySession &session) const;

    ViewContext &m_context;
    models::EmergencyStore &m_store;
    core::EmergencyId m_shown;
    QString m_words; // without the time
};

} // namespace chancery::views
