// SPDX-License-Identifier: Apache-2.0
#include "pdfprogram.h"

#include "audit/report/printedreport.h"
#include "audit/report/scratchfolder.h"

#include <csignal>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace chancery::audit {

namespace {

namespace fs = std::filesystem;
using core::Result;

core::Error refused(std::string detail)
{
    return {core::ErrorKind::Invalid, "report-pdf", std::move(detail), {}, {}, {}};
}

core::Error unwritable()
{
    return {core::ErrorKind::Storage, "report-exchange",
        "the folder for temporary files cannot be written", {}, {}, {}};
}

bool write(const std::string &file, const std::string &bytes)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), std::streamsize(bytes.size()));
    out.close();
    return bool(out);
}

Result<std::string> read(const std::string &file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in || bytes.str().empty())
        return refused("chancery-reportpdf has written nothing");
    return std::move(bytes).str();
}

Result<> waitFor(pid_t child, const ReportWatch &watch)
{
    static constexpr int betweenLooks = 20; // milliseconds
    for (int status = 0;;) {
        const auto ended = ::waitpid(child, &status, WNOHANG);
        if (ended == child) {
            if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
                return core::Done();
            return refused("chancery-reportpdf has failed");
        }
        if (ended < 0 && errno != EINTR)
            return refused("chancery-reportpdf has been lost");
        if (const auto going = watch.at(ReportWatch::Stage::Writing, 0, 0); !going) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return going;
        }
        ::poll(nullptr, 0, betweenLooks);
    }
}

Result<> runProgram(
    const std::string &program, std::string in, std::string out, const ReportWatch &watch)
{
    std::string name = program;
    char *arguments[]{name.data(), in.data(), out.data(), nullptr};
    pid_t child = 0;
    if (::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0)
        return refused("chancery-reportpdf cannot be started");
    return waitFor(child, watch);
}

} // namespace

ReportWriter pdfByProgram(fs::path folder)
{
    return [program = folder / "chancery-reportpdf"](
               const ReportRun &run, const ReportWatch &watch) -> Result<std::string> {
        std::error_code error;
        if (!fs::exists(program, error))
            return refused("chancery-reportpdf is not installed beside this program");
        const ScratchFolder exchange;
        if (!exchange.isThere() || !write(exchange.file("in"), toJson(printedReport(run))))
            return unwritable();
        const auto done
            = runProgram(program.string(), exchange.file("in"), exchange.file("out"), watch);
        if (!done)
            return done.error();
        return read(exchange.file("out"));
    };
}

} // namespace chancery::audit
