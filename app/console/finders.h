// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/stores.h"
#include "views/common/finder.h"
#include "views/navigator.h"

class QMenuBar;

namespace chancery::app {

// What the finders of the window offer.

// Every command of the menus, "Go: Audit", with its key, and why it cannot be given now.
std::vector<views::FinderEntry> commandEntries(const QMenuBar &menus);
// The commands that have a key, and the keys that are in no menu.
std::vector<views::FinderEntry> keyEntries(const QMenuBar &menus);
// Every config that is known, then the requests of the inbox.
std::vector<views::FinderEntry> placeEntries(models::Stores &stores, views::Navigator &navigator);

} // namespace chancery::app
