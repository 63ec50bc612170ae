// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <map>
#include <span>
#include <vector>

namespace chancery::core::evidence {

// The period of a report, half-open, in microseconds of UTC, and the last moment that the log knows
// of: what falls due after it is not overdue.
struct Period {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t asOf = 0;
    friend bool operator==(const Period &, const Period &) = default;
};

// With what one query is run: its own parameters by name, each a number or a list of texts.
struct Parameters {
    std::map<std::string, std::int64_t> numbers;
    std::map<std::string, std::vector<std::string>> texts;
    friend bool operator==(const Parameters &, const Parameters &) = default;
};

struct ParameterDefinition {
    std::string name;
    std::string wording;
    bool isList = false;
    std::int64_t number = 0; // the defaults
    std::vector<std::string> texts;
};

// One evidence query as its file says it (resources/evidence): what is looked at, what counts as an
// exception, and how both are found in the tables that are made from the leaves. A query whose data
// nobody records is here too and says so.
struct Definition {
    std::string id; // "Q01"
    std::int64_t version = 0;
    std::string name;
    bool isCollected = false;
    std::string unit; // of sampling
    std::string population; // in words
    std::string exception;
    std::string limits; // what it does not show; why it is not collected
    std::vector<ParameterDefinition> parameters;
    std::vector<std::string> needs; // the events it reads, or would have to
    std::string populationSql;
    std::string exceptionsSql;
    std::string listedSql; // worth a look, but no exceptions; may be empty
    std::string text; // the file as canonical JSON, as it goes into a bundle
    std::string digest; // "sha256:" of that text
};

// How the tables are made from the leaves (resources/evidence/tables.json).
struct TableColumn {
    std::string name;
    std::string pointer; // into the leaf, RFC 6901
};
struct Tables {
    std::vector<TableColumn> columns;
    std::vector<TableColumn> lists; // a table (seq, value) for each, of the texts in that list
    std::string script; // indexes and views
    std::string text;
    std::string digest;
};

// One as it stands in a bundle, made by whatever version. Error{Invalid} "definition-malformed" for
// a text that is none, of which nothing else may be believed.
Result<Definition> readDefinition(const std::string &text);
Result<Tables> readTables(const std::string &text);

// All that are embedded, Q01 to Q42 in their order. Error{Invalid} for files that are wrong, which
// a test excludes.
Result<std::vector<Definition>> definitions();
Result<Tables> tables();

// One requirement of a framework and the queries that say something about it.
struct Control {
    std::string id; // "CC8.1"
    std::string wording;
    std::vector<std::string> queries;
};
struct Framework {
    std::string id; // "soc2"
    std::string name;
    std::vector<Control> controls;
    std::string text;
    std::string digest;
};
Result<std::vector<Framework>> frameworks();
// As it stands in a bundle; "{}" stands for all queries. "definition-malformed" as above.
Result<Framework> readFramework(const std::string &text);

// The defaults, and over them what was given as "environments" (for all queries that know it) or as
// "Q12.hours" (for that one). Error{Invalid} "report-parameter" for a value of the wrong kind.
using Given = std::map<std::string, std::vector<std::string>>;
Result<Parameters> parametersOf(const Definition &definition, const Given &given);
// "report-parameter" for a name that no query knows.
Result<> checkGiven(std::span<const Definition> definitions, const Given &given);

} // namespace chancery::core::evidence
