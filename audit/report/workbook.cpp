// SPDX-License-Identifier: Apache-2.0
#include "workbook.h"

#include "audit/report/packedzip.h"
#include "audit/report/sheettext.h"
#include "audit/sidejobs.h"

#include <optional>

// An Office Open XML workbook (ECMA-376) of the few parts that one needs. A sheet is written in one
// thread while the one before it is packed in another.

namespace chancery::audit {

namespace {

using core::Result;

constexpr std::size_t rowsOfSheet = 1'048'576;
// It is held in memory: long texts begin the next sheet earlier.
constexpr std::size_t bytesOfSheet = std::size_t(256) << 20;

constexpr std::string_view declaration
    = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view package
    = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
      "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006"
      "/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
// The plain style, and a bold one for names of columns.
constexpr std::string_view styles
    = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
      "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
      "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
      "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
      "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
      "</cellStyleXfs><cellXfs count=\"2\">"
      "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
      "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
      "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
      "</cellStyles></styleSheet>";

std::string sheetFile(std::size_t number)
{
    return "worksheets/sheet" + std::to_string(number) + ".xml";
}

std::string contentTypes(std::size_t sheets)
{
    static constexpr std::string_view type
        = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    std::string xml(declaration);
    const auto part = [&xml](const std::string &name, std::string_view kind) {
        xml.append("<Override PartName=\"/xl/").append(name).append("\" ContentType=\"");
        xml.append(type).append(kind).append("+xml\"/>");
    };
    xml += "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
           "<Default Extension=\"rels\""
           " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
           "<Default Extension=\"xml\" ContentType=\"application/xml\"/>";
    part("workbook.xml", "sheet.main");
    part("styles.xml", "styles");
    for (std::size_t i = 1; i <= sheets; ++i)
        part(sheetFile(i), "worksheet");
    return xml + "</Types>";
}

std::string relations(std::size_t sheets)
{
    std::string xml(declaration);
    const auto part = [&xml](std::size_t id, std::string_view kind, const std::string &target) {
        xml += "<Relationship Id=\"rId" + std::to_string(id)
            + "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
        xml.append(kind).append("\" Target=\"").append(target).append("\"/>");
    };
    xml += "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    for (std::size_t i = 1; i <= sheets; ++i)
        part(i, "worksheet", sheetFile(i));
    part(sheets + 1, "styles", "styles.xml");
    return xml + "</Relationships>";
}

std::string workbookPart(const std::vector<std::string> &names)
{
    std::string xml(declaration);
    xml += "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
           " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
           "<bookViews><workbookView/></bookViews><sheets>";
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto number = std::to_string(i + 1);
        // Names of tables are ours, and of small letters.
        xml += "<sheet name=\"" + names[i] + "\" sheetId=\"" + number + "\" r:id=\"rId" + number
            + "\"/>";
    }
    return xml + "</sheets></workbook>";
}

// The sheets, each packed while the next one is written.
class Sheets {
public:
    explicit Sheets(const ReportWatch &watch)
        : m_watch(watch)
    {
    }
    Result<> add(const Table &table);
    // What is in the archive, the frame around the sheets included.
    Result<std::vector<PackedFile>> take();

private:
    Result<SheetText> written(const Table &table, std::size_t &next);
    Result<> settle();

    const ReportWatch &m_watch;
    std::vector<std::string> m_names;
    std::vector<PackedFile> m_files;
    std::string m_waiting; // read by the job
    std::optional<Result<PackedFile>> m_done; // written by the job
    std::optional<SideJobs> m_job; // the last member, so that it ends before what it uses
};

// From the next row on, as far as the sheet reaches.
Result<SheetText> Sheets::written(const Table &table, std::size_t &next)
{
    static constexpr std::size_t betweenLooks = 256;
    SheetText sheet(table.columns);
    Table::Row room;
    for (; next < table.size() && sheet.rows() < rowsOfSheet && sheet.bytes() < bytesOfSheet;
        ++next) {
        if (next % betweenLooks == 0) {
            if (auto going = m_watch.at(ReportWatch::Stage::Writing, next, table.size()); !going)
                return going.error();
        }
        sheet.add(table.look(next, room));
    }
    return sheet;
}

Result<> Sheets::add(const Table &table)
{
    std::size_t next = 0;
    for (std::size_t part = 1; part == 1 || next < table.size(); ++part) {
        auto sheet = written(table, next);
        if (!sheet)
            return sheet.error();
        if (auto settled = settle(); !settled)
            return settled;
        m_names.push_back(part == 1 ? table.name : table.name + ' ' + std::to_string(part));
        m_waiting = sheet->take();
        m_job.emplace();
        m_job->start([this] { m_done = packed("xl/" + sheetFile(m_names.size()), m_waiting); });
    }
    return core::Done();
}

// The sheet that is being packed, if there is one.
Result<> Sheets::settle()
{
    if (!m_job)
        return core::Done();
    m_job->wait([this] { return m_watch.isCancelled && m_watch.isCancelled(); });
    if (auto ended = m_job->outcome(); !ended)
        return ended;
    m_job.reset();
    if (!*m_done)
        return m_done->error();
    m_files.push_back(std::move(**m_done));
    return core::Done();
}

Result<std::vector<PackedFile>> Sheets::take()
{
    if (auto settled = settle(); !settled)
        return settled.error();
    std::vector<PackedFile> files;
    for (const auto &[name, text] : {std::pair("[Content_Types].xml", contentTypes(m_names.size())),
             std::pair("_rels/.rels", std::string(declaration).append(package)),
             std::pair("xl/workbook.xml", workbookPart(m_names)),
             std::pair("xl/_rels/workbook.xml.rels", relations(m_names.size())),
             std::pair("xl/styles.xml", std::string(declaration).append(styles))}) {
        auto file = packed(name, text);
        if (!file)
            return file.error();
        files.push_back(std::move(*file));
    }
    for (auto &file : m_files)
        files.push_back(std::move(file));
    return files;
}

} // namespace

core::Result<std::string> workbookOf(const std::vector<Table> &tables, const ReportWatch &watch)
{
    Sheets sheets(watch);
    for (const auto &table : tables) {
        if (auto added = sheets.add(table); !added)
            return added.error();
    }
    const auto files = sheets.take();
    if (!files)
        return files.error();
    return zipOf(*files);
}

} // namespace chancery::audit
