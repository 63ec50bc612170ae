// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <QString>

#include <functional>
#include <string>

namespace chancery::models {

// Whether its schema calls the value at that pointer sensitive. Of any thread.
using SensitiveTest = std::function<bool(const std::string &pointer)>;

// Whether a value is not for everybody's eyes: by the test, by what it looks like, or by its name.
bool isCovered(core::Value value, const std::string &pointer, const SensitiveTest &isSensitive);

// What stands in the place of a sensitive value: always the same, whatever its length.
QString maskText();

// "sealed, dek-7": a sealed value is one value, whatever stands for it in the text. Empty for any
// other.
QString sealedText(core::Value value);

// A value as one line of JSON for people, cut after some hundred characters, sensitive parts
// masked and sealed ones named. The pointer is the value's own, which the test is asked with.
QString valueLine(core::Value value, const std::string &pointer, const SensitiveTest &isSensitive);

} // namespace chancery::models
