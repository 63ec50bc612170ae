// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QVariantMap>

namespace chancery::views {

// Where somebody wants to go: a view by its id, and what it should show there.
struct Destination {
    QString view; // "configs"
    QString subject; // a path, a path and a key ("a/b#/c"), a request's id; empty: as it was left

    friend bool operator==(const Destination &, const Destination &) = default;
};

// Brings a view to the front. Implemented by the shell.
class Navigator {
public:
    virtual ~Navigator() = default;
    virtual void goTo(const Destination &destination) = 0;
};

} // namespace chancery::views
