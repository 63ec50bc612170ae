// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <string_view>

namespace chancery::models {

// A sentence of the engine about a text (of a reader, a schema, an invariant, a layer) in the
// language of the screen. The engine speaks English only and its sentences travel as they are, from
// the server too; here each is taken apart again into a known sentence and what was put into it:
// names, numbers, values. What is not known, an author's own words in a schema for one, stays as it
// is. Of any thread.
QString problemText(std::string_view message);
// Whether it is a known sentence.
bool isKnownProblem(std::string_view message);

} // namespace chancery::models
