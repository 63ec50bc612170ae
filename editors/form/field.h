// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/document/value.h"

#include <QMetaType>
#include <QString>

namespace chancery::editors {

// What somebody fills in for one value: which editor it needs, what may stand in it and what
// stands in it now. A value; JSON texts inside.
struct Field {
    enum class Kind { None, Choice, Number, Line, Text };

    Kind kind = Kind::None; // None: an object or array, which is opened, or a sealed value
    std::vector<std::string> choices; // of Choice
    std::vector<std::string> types; // allowed ones, as in a schema; empty for any
    std::string presentType; // "string", "number", "boolean", "null", "sealed"; empty for absent
    std::string present; // empty for absent
    QString limits; // "minimum 1, maximum 9"
    std::optional<double> minimum;
    std::optional<double> maximum;
    bool isSensitive = false;
};

// What was typed, as a JSON text, or why it cannot be.
struct Typed {
    std::string json;
    QString fault;
};

// The value may be absent.
Field fieldOf(core::Value present, const Advice *advice);
// The schema's type decides, then the one that stands there; nothing is guessed beyond them.
Typed jsonOfTyped(const Field &field, const QString &text);
// The text to begin with when the field is opened.
QString textOf(const Field &field);

// As a cell shows it: strings without quotes and in one line, objects and arrays by their size.
QString shownValue(core::Value value);
// A JSON text the same way.
QString shownJson(const std::string &json);
// The value as JSON, scalars only; empty for absent, objects and arrays.
std::string scalarJson(core::Value value);
// What stands for a sensitive value.
QString maskText();
// "integer, minimum 1, deprecated": what the schema says in a few words.
QString constraintText(const Advice &advice);
// A value that may stand in a new place until a person knows better: a constant, the default, the
// first allowed one, else the empty one of its type. Without a type it is a text.
std::string emptyValue(const Advice &advice);

} // namespace chancery::editors

Q_DECLARE_METATYPE(chancery::editors::Field)
