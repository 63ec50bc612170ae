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

// Whether the file is a document of that format under the strict profile; an empty format goes by
// the file's name.
int parseFile(const std::string &format, const std::string &file, std::ostream &errors);

// Prints the file's value in another format; "json" is the only one so far.
int convertFile(
    const std::string &to, const std::string &file, std::ostream &out, std::ostream &errors);

void addOfflineCommands(CLI::App &program, int &exitCode);

} // namespace chancery::cli
