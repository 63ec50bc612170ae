// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the console's models may use of this room to write reports into files.
#include "audit/anchorfolder.h"
#include "audit/report/oscal.h"
#include "audit/report/pdfprogram.h"
#include "audit/report/reportbundle.h"
#include "audit/report/reporttables.h"
#include "audit/report/scratchfolder.h"
#include "audit/report/workbook.h"
