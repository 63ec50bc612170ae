// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/console.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>

// The keys and words of emergency access before one scripted console.
namespace chancery::support::emergency {

inline constexpr auto path = "shop/pace";
inline constexpr auto before = "rate: 1\n";
inline constexpr auto broken = "rate: 9\n";
inline constexpr auto reason = "Checkout refuses every card";
inline const QString table = QStringLiteral("emergenciesTable");

inline void fill(ScriptedCms &cms)
{
    fillDemoWorld(cms);
    cms.addUser("sven", "Sven Sand", {"author"}, {"view", "emergencyActivate", "emergencyReview"});
    cms.addConfig(path, core::Format::Yaml);
    cms.publish(path, "prod", before, "alice", "Begin");
    cms.publish(path, "prod", broken, "alice", "Raise rate");
    cms.current = nullptr;
}

inline const core::EnvironmentId prod("prod");

inline std::string liveText(ScriptedCms &cms)
{
    return cms.texts[cms.headOf(cms.configAt(path)->id, prod)->version.text()];
}

// Erin's session, as if she had opened it at another computer.
inline core::EmergencySession openElsewhere(ScriptedCms &cms)
{
    core::EmergencySession session;
    session.id = core::EmergencyId("EM-1");
    session.actor = core::PrincipalId("usr_erin");
    session.actorName = "Erin Ek";
    session.device = cms.device;
    session.environment = prod;
    session.namespaces = {"shop"};
    session.reason = reason;
    session.incident = "INC-7";
    session.minutes = 30;
    session.requestedAt = cms.now;
    session.etag = core::ETag("first");
    core::openEmergency(session, {}, cms.now);
    return session;
}

inline bool arrive(Console &console, const char *who)
{
    console.window().activateWindow();
    return console.connectToServer() && console.signIn(QLatin1String(who))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && QTest::qWaitForWindowActive(&console.window());
}

inline void press(Qt::Key key)
{
    QTest::keyClick(QApplication::focusWidget(), key);
}

inline void type(const char *text)
{
    QTest::keyClicks(QApplication::focusWidget(), QLatin1String(text));
}

inline bool hasFocus(const char *name)
{
    return QTest::qWaitFor([&] {
        const auto *widget = QApplication::focusWidget();
        return widget && widget->objectName() == QLatin1String(name);
    });
}

// Fills the form in and sends it, by keys alone.
inline bool activate(const char *password = "erin-password")
{
    type(reason);
    press(Qt::Key_Return);
    type("INC-7");
    press(Qt::Key_Return);
    type("prod");
    press(Qt::Key_Return);
    type(password);
    const bool wasThere = hasFocus("activationPassword");
    press(Qt::Key_Return);
    return wasThere;
}

// From a config that is looked at into an open session.
inline bool begin(Console &console)
{
    return arrive(console, "erin") && console.openConfig(QLatin1String(path))
        && console.trigger(QStringLiteral("emergencyFromAnywhere")) && hasFocus("activationReason")
        && activate() && hasFocus("actionConfirmation");
}

inline QString bannerOf(const Console &console)
{
    return console.banners().join(u'\n');
}

inline QString whyNot(const Console &console, const char *action)
{
    const auto *known = console.action(QLatin1String(action));
    return known->isEnabled() ? QStringLiteral("enabled") : known->statusTip();
}

} // namespace chancery::support::emergency
