// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the console's models may use of this room to make reports.
#include "audit/report/anchorcheck.h"
#include "audit/report/reportlog.h"
#include "audit/report/reportrun.h"
