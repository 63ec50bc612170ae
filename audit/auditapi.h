// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the console's models may use of this room: the cache, searches, counts and exports, and what
// becomes of a copy that is not sealed.
#include "audit/auditexport.h"
#include "audit/auditoverview.h"
#include "audit/plaincopy.h"
