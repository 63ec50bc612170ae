// SPDX-License-Identifier: Apache-2.0
#include "workbook.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <xlsxwriter.h>

namespace chancery::audit {

namespace {

constexpr std::size_t rowsOfSheet = 1'048'576;

core::Error failed(const char *why)
{
    return {core::ErrorKind::Storage, "workbook", why, {}, {}, {}};
}

// A folder that goes with its owner.
class Folder {
public:
    Folder()
    {
        static constexpr std::size_t randomBytes = 12;
        std::error_code error;
        auto path = std::filesystem::temp_directory_path(error)
            / ("chancery-" + core::toHex(core::randomBytes(randomBytes)));
        if (error || !std::filesystem::create_directory(path, error))
            return;
        m_path = std::move(path);
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_all, error);
    }
    ~Folder()
    {
        std::error_code error;
        if (!m_path.empty())
            std::filesystem::remove_all(m_path, error);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    const std::filesystem::path &path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

struct Sheet {
    lxw_worksheet *sheet = nullptr;
    lxw_format *head = nullptr;
};

lxw_col_t columnAt(std::size_t i)
{
    return static_cast<lxw_col_t>(i);
}

bool writeHead(const Sheet &sheet, const Table &table)
{
    static constexpr double width = 22;
    bool isFine = true;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        isFine = worksheet_write_string(
                     sheet.sheet, 0, columnAt(i), table.columns[i].c_str(), sheet.head)
                == LXW_NO_ERROR
            && isFine;
    worksheet_freeze_panes(sheet.sheet, 1, 0);
    worksheet_set_column(sheet.sheet, 0, columnAt(table.columns.size() - 1), width, nullptr);
    return isFine;
}

bool writeRow(const Sheet &sheet, lxw_row_t row, const std::vector<Cell> &cells)
{
    bool isFine = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto &cell = cells[i];
        if (cell.text.empty())
            continue;
        const auto code = cell.isNumber
            ? worksheet_write_number(sheet.sheet, row, columnAt(i),
                  static_cast<double>(std::stoll(cell.text)), nullptr)
            : worksheet_write_string(sheet.sheet, row, columnAt(i), cell.text.c_str(), nullptr);
        isFine = code == LXW_NO_ERROR && isFine;
    }
    return isFine;
}

core::Result<> writeTable(
    lxw_workbook *workbook, lxw_format *head, const Table &table, const ReportWatch &watch)
{
    static constexpr std::size_t betweenLooks = 256;
    bool isFine = true;
    std::size_t next = 0;
    for (std::size_t part = 1; part == 1 || next < table.size(); ++part) {
        const auto name = part == 1 ? table.name : table.name + ' ' + std::to_string(part);
        const Sheet sheet{workbook_add_worksheet(workbook, name.c_str()), head};
        if (!sheet.sheet)
            return failed("no memory");
        isFine = writeHead(sheet, table) && isFine;
        const auto end = std::min(table.size(), next + rowsOfSheet - 1);
        for (lxw_row_t row = 1; next < end; ++next, ++row) {
            if (next % betweenLooks == 0) {
                if (auto going = watch.at(ReportWatch::Stage::Writing, next, table.size()); !going)
                    return going;
            }
            isFine = writeRow(sheet, row, table.row(next)) && isFine;
        }
    }
    return isFine ? core::Result<>(core::Done()) : failed("a cell was refused");
}

} // namespace

core::Result<std::string> workbookOf(const std::vector<Table> &tables, const ReportWatch &watch)
{
    const Folder folder;
    if (folder.path().empty())
        return failed("there is no folder for temporary files");
    const auto file = folder.path() / "evidence.xlsx";
    auto temporary = folder.path().string();
    lxw_workbook_options options{};
    options.tmpdir = temporary.data();
    // A row goes to that folder when the next one begins, instead of all cells being kept in order.
    options.constant_memory = LXW_TRUE;
    auto *workbook = workbook_new_opt(file.c_str(), &options);
    if (!workbook)
        return failed("no memory");
    // All that would otherwise come from the clock.
    static constexpr time_t day = 315'532'800; // 1980-01-01
    lxw_doc_properties properties{};
    properties.created = day;
    workbook_set_properties(workbook, &properties);
    auto *head = workbook_add_format(workbook);
    format_set_bold(head);
    core::Result<> written = core::Done();
    for (const auto &table : tables) {
        if (written)
            written = writeTable(workbook, head, table, watch);
    }
    // Also of what is not wanted any more: it gives the memory back.
    const auto closed = workbook_close(workbook);
    if (!written)
        return written.error();
    if (closed != LXW_NO_ERROR)
        return failed(lxw_strerror(closed));
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    if (!stream || bytes.str().empty())
        return failed("it cannot be read back");
    return bytes.str();
}

} // namespace chancery::audit
