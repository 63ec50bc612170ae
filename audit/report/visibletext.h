// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace chancery::audit {

// The text as every format of a report shows it: control characters, escapes for terminals, marks
// that turn the direction of writing and broken UTF-8 stand as "\u{1B}". Never longer than a cell
// of a workbook may be (32767 units of UTF-16); what is cut off ends in "…".
std::string visibleText(std::string_view text);
// The same into a text that is used again and again, which costs no memory where nothing is hidden.
void showIn(std::string &cell, std::string_view text);

// Against formulas (CMP-5, ASVS 1.2.10): a text that a spreadsheet might take for one, and one that
// begins with an apostrophe, gets an apostrophe in front. Taking one off gives the text back.
std::string guardedText(std::string text);
bool needsGuard(std::string_view text);

} // namespace chancery::audit
