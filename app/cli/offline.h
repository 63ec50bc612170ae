// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chancery::cli {

// The commands that need no server. Each is a function of its options and of the streams that it
// writes to, and returns the exit code.

struct ValidateOptions {
    std::string schema;
    std::vector<std::string> references; // folders of schemas, found by "$id" and by file name
    std::vector<std::string> mappings; // "URI-PREFIX=FOLDER"
    std::string draft; // for schemas without "$schema"; empty for 2020-12
    bool assertFormats = false;
    bool asJson = false; // one line a document
    std::vector<std::string> documents;
};
int validateDocuments(const ValidateOptions &options, std::ostream &out, std::ostream &errors);

struct ParseOptions {
    std::string format; // "json", "yaml", "toml"; empty: by the file's name
    std::string file;
    bool asJson = false; // what is wrong, as validate says it
};
// Whether the file is well-formed. YAML that cannot be a configuration for other reasons is noted.
int parseFile(const ParseOptions &options, std::ostream &out, std::ostream &errors);

// Prints the file's value in another format: "json", "yaml", "toml"; what is lost goes to the
// errors.
int convertFile(
    const ParseOptions &options, const std::string &to, std::ostream &out, std::ostream &errors);

struct FormatOptions {
    ParseOptions input;
    bool sortsKeys = false;
    bool onlyChecks = false; // says whether it would change
    bool inPlace = false;
};
// Prints the file as the editor would lay it out, or puts it in the file's place.
int formatFile(const FormatOptions &options, std::ostream &out, std::ostream &errors);

void addDocumentCommands(CLI::App &program, int &exitCode);
void addOfflineCommands(CLI::App &program, int &exitCode);

} // namespace chancery::cli
