// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include "app/cli/visible.h"
#include "engine/core/document/json.h"

#include <ostream>

namespace chancery::cli {

namespace {

void printJson(const Report &report, std::ostream &out)
{
    std::string line = "{\"file\":";
    core::appendJsonString(line, report.file);
    line += report.valid ? ",\"valid\":true,\"errors\":[" : ",\"valid\":false,\"errors\":[";
    bool isFirst = true;
    for (const auto &error : report.errors) {
        line += isFirst ? "{\"line\":" : ",{\"line\":";
        isFirst = false;
        line += std::to_string(error.line) + ",\"column\":" + std::to_string(error.column);
        line += ",\"pointer\":";
        core::appendJsonString(line, error.pointer);
        line += ",\"schemaPointer\":";
        core::appendJsonString(line, error.schemaPointer);
        line += ",\"code\":";
        core::appendJsonString(line, error.code);
        line += ",\"message\":";
        core::appendJsonString(line, error.message);
        line += '}';
    }
    line += ']';
    if (report.sealed > 0)
        line += ",\"sealed\":" + std::to_string(report.sealed);
    if (report.isOpen)
        line += ",\"invariantsLeftOut\":true";
    out << safeJson(line) << "}\n";
}

void printText(const Report &report, std::ostream &out)
{
    if (report.valid)
        out << visible(report.file) << ": valid\n";
    if (report.sealed > 0)
        out << visible(report.file) << ": note: " << report.sealed
            << (report.sealed == 1 ? " sealed value is" : " sealed values are")
            << " not looked into; the server does so\n";
    if (report.isOpen)
        out << visible(report.file)
            << ": note: invariants are not checked, as references in it are to be followed; the "
               "server does so\n";
    for (const auto &error : report.errors) {
        out << visible(report.file) << ':' << error.line << ':' << error.column << ": "
            << visible(error.message);
        if (!error.pointer.empty())
            out << " [" << visible(error.pointer) << ']';
        out << '\n';
    }
}

} // namespace

void print(const Report &report, bool asJson, std::ostream &out)
{
    (asJson ? printJson : printText)(report, out);
}

core::Format formatOf(const std::string &file)
{
    return core::formatFromFileName(file).value_or(core::Format::Json);
}

} // namespace chancery::cli
