// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "engine/core/evidence/zip.h"
#include "engine/core/random.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QStringList>

#include <map>
#include <string>
#include <vector>

namespace chancery::support {

// Secrets that stand nowhere else in the world, under names, and the search for them in files
// (tests/support/canaryscan.py). They are in memory alone.
class CanaryBook {
public:
    struct Exception {
        std::string label;
        std::string pattern; // of the path
    };
    using Allowed = std::vector<Exception>;
    struct Scanned {
        QStringList finds; // "label form path"
        int files = 0;
    };

    // The same one for the same name.
    const std::string &make(const std::string &label)
    {
        auto &value = m_values[label];
        if (value.empty())
            value = "cnry" + core::toHex(core::randomBytes(14));
        return value;
    }
    // One that a program has made.
    void know(const std::string &label, const std::string &value)
    {
        if (!value.empty())
            m_values[label] = value;
    }
    void knowFile(const std::string &label, const std::string &file)
    {
        auto text = contentOf(file);
        while (!text.empty() && text.back() == '\n')
            text.pop_back();
        know(label, text);
    }
    const std::string &value(const std::string &label) const { return m_values.at(label); }
    std::size_t size() const { return m_values.size(); }

    Scanned scan(const QStringList &roots, const Allowed &allowed) const
    {
        QProcess python;
        // Its own scratch folder is none of the roots.
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TMPDIR"), QStringLiteral("/tmp"));
        python.setProcessEnvironment(environment);
        python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        python.start(QStringLiteral("/usr/bin/python3"),
            {QString::fromStdString(dataFile("../support/canaryscan.py").string())});
        python.write(QByteArray::fromStdString(question(roots, allowed)));
        python.closeWriteChannel();
        Scanned scanned;
        if (!python.waitForFinished(240'000) || python.exitCode() != 0) {
            scanned.finds << QStringLiteral("the scan failed");
            return scanned;
        }
        for (const auto &line :
            QString::fromUtf8(python.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            if (line.startsWith(QStringLiteral("scanned ")))
                scanned.files = line.section(QLatin1Char(' '), 1, 1).toInt();
            else
                scanned.finds << line;
        }
        return scanned;
    }

    // Files with the value in them, one of every form that is looked for.
    static std::map<std::string, std::string> plants(const std::string &value)
    {
        const auto utf16 = [&value](bool isBig) {
            std::string text;
            for (const char c : value)
                text += isBig ? std::string{'\0', c} : std::string{c, '\0'};
            return text;
        };
        std::string escaped;
        std::string quoted;
        for (const char c : value) {
            escaped += "\\u00" + core::toHex(std::string(1, c));
            quoted += '%' + core::toHex(std::string(1, c));
        }
        const auto archive = core::evidence::writeZip({{"sheet.xml", "<t>" + value + "</t>"}});
        return {{"plain", "x" + value + "x"}, {"pages.bin", std::string(5000, '\0') + value},
            {"base64-0", core::toBase64(value)}, {"base64-1", core::toBase64("x" + value + "yz")},
            {"base64-2", core::toBase64("xy" + value + "z")},
            {"base64-url", core::toBase64Url("xy" + value)}, {"hex", core::toHex(value)},
            {"json", "{\"a\":\"" + escaped + "\"}"}, {"url", "a=" + quoted},
            {"utf-16-le", utf16(false)}, {"utf-16-be", utf16(true)},
            {"report.xlsx", archive.value()},
            {"bundle.cmsr", core::evidence::writeZip({{"inner.xlsx", *archive}}).value()}};
    }

private:
    std::string question(const QStringList &roots, const Allowed &allowed) const
    {
        std::string text = "{\"canaries\":{";
        for (const auto &[label, value] : m_values)
            text += (text.back() == '{' ? "" : ",") + jsonText(label) + ':' + jsonText(value);
        text += "},\"allowed\":[";
        for (const auto &one : allowed)
            text += std::string(text.back() == '[' ? "" : ",") + '[' + jsonText(one.label) + ','
                + jsonText(one.pattern) + ']';
        text += "],\"roots\":[";
        for (const auto &root : roots)
            text += std::string(text.back() == '[' ? "" : ",") + jsonText(root.toStdString());
        return text + "]}";
    }

    std::map<std::string, std::string> m_values;
};

} // namespace chancery::support
