// SPDX-License-Identifier: Apache-2.0
#include "audit/print/pdf.h"

#include <QGuiApplication>
#include <QHashSeed>

#include <cstdio>
#include <fstream>
#include <sstream>

// "chancery-reportpdf IN OUT": sets a report in type that "chancery-cli report run" or the console
// has put into words. A program of its own for two reasons: the command line goes without Qt, and
// the order of objects in a PDF hangs on a seed that only a fresh process can fix, so that the same
// report has the same bytes.
int main(int argc, char **argv)
{
    QHashSeed::setDeterministicGlobalSeed();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("TZ", "UTC"); // a date in another zone is longer
    // Qt's remarks about desktops and folders concern nobody here.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) { });
    QGuiApplication application(argc, argv);
    if (argc != 3) {
        std::fputs("usage: chancery-reportpdf IN.json OUT.pdf\n", stderr);
        return 2;
    }
    std::ifstream in(argv[1], std::ios::binary);
    std::ostringstream json;
    json << in.rdbuf();
    const auto report = chancery::audit::printedReportFrom(json.str());
    if (!in || !report) {
        std::fputs("chancery-reportpdf: the input is no report\n", stderr);
        return 2;
    }
    const auto pdf = chancery::audit::pdfOf(*report);
    std::ofstream out(argv[2], std::ios::binary | std::ios::trunc);
    if (pdf)
        out << *pdf;
    out.close();
    if (!pdf || !out) {
        std::fputs("chancery-reportpdf: the report cannot be written\n", stderr);
        return 1;
    }
    return 0;
}
