// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace chancery::app {

// What the command line asks for.
struct Options {
    enum class ThemeChoice { Desktop, Light, Dark };

    bool isDemo = false;
    QString tourFolder; // not empty: play the tour, save its pictures there and end
    ThemeChoice theme = ThemeChoice::Desktop;
    QString dataFolder; // empty: the user's own
    QString stampAuthorities; // a file with certificates, kept in the settings; empty: as they say
    bool endsAfterFirstPaint = false; // for measuring the start

    // Nothing when the arguments are wrong; the message then says why.
    static std::optional<Options> parse(const QStringList &arguments, QString &message);
};

} // namespace chancery::app
