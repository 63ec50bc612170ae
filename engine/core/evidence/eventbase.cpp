// SPDX-License-Identifier: Apache-2.0
#include "eventbase.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/storage/error.h"

#include <sqlite3.h>

#include <algorithm>

namespace chancery::audit {

namespace {

using core::Done;
using core::Result;
using core::Value;

// What a query may do: look at the tables and call functions that only compute.
int permitReading(void * /*data*/, int action, const char * /*first*/, const char *second,
    const char * /*database*/, const char * /*trigger*/)
{
    static constexpr std::string_view functions[]{"count", "min", "max", "sum", "coalesce",
        "ifnull", "json_each", "substr", "length", "printf", "lower", "upper"};
    if (action == SQLITE_SELECT || action == SQLITE_READ)
        return SQLITE_OK;
    const bool isKnown = action == SQLITE_FUNCTION && second
        && std::ranges::find(functions, std::string_view(second)) != std::end(functions);
    return isKnown ? SQLITE_OK : SQLITE_DENY;
}

core::Statement prepared(sqlite3 *connection, const std::string &sql, int &code)
{
    sqlite3_stmt *statement = nullptr;
    code = sqlite3_prepare_v2(
        connection, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    return core::Statement(statement);
}

// A statement of several rows a leaf, made once.
struct Inserts {
    core::Statement event;
    core::Statement related;
    core::Statement held;
};

Result<> insertLists(Inserts &inserts, std::int64_t seq, Value root)
{
    for (const auto &item : root["related"]) {
        const auto value = item.value();
        inserts.related.bindAll(seq, value["type"].text(), value["id"].text(), value["path"].text(),
            value["env"].text());
        if (auto done = inserts.related.run(); !done)
            return done;
    }
    for (const auto &item : root["actor"]["roles"]) {
        inserts.held.bindAll(seq, item.value().text());
        if (auto done = inserts.held.run(); !done)
            return done;
    }
    return Done();
}

// The time of the entry, or nothing where it cannot be read.
Result<std::optional<std::int64_t>> insertLeaf(Inserts &inserts,
    const core::evidence::Tables &tables, std::int64_t seq, const std::string &leaf)
{
    const auto reading = core::readJson(leaf, core::Limits::wide());
    const auto root = reading ? reading.tree().root() : Value();
    const auto time = core::fromRfc3339(root["time"].text());
    const bool isReadable
        = root.isObject() && time.ok() && core::toRfc3339(*time) == root["time"].text();
    const auto micros = isReadable ? time->time_since_epoch().count() : 0;
    inserts.event.bind(1, seq);
    inserts.event.bind(2, micros);
    inserts.event.bind(3, isReadable ? root["seq"].integer().value_or(-1) : 0);
    inserts.event.bind(4, isReadable ? 0 : 1);
    int parameter = 4;
    for (const auto &column : tables.columns)
        inserts.event.bind(
            ++parameter, isReadable ? root.resolve(column.pointer).text() : std::string_view());
    if (auto done = inserts.event.run(); !done)
        return done.error();
    if (!isReadable)
        return std::optional<std::int64_t>();
    if (auto done = insertLists(inserts, seq, root); !done)
        return done.error();
    return std::optional<std::int64_t>(micros);
}

std::string jsonList(const std::vector<std::string> &texts)
{
    std::string json = "[";
    for (const auto &text : texts) {
        if (json.size() > 1)
            json += ',';
        core::appendJsonString(json, text);
    }
    return json + ']';
}

void bindNamed(core::Statement &statement, sqlite3_stmt *raw,
    const core::evidence::Parameters &parameters, const core::evidence::Period &period)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(raw); ++i) {
        const char *text = sqlite3_bind_parameter_name(raw, i);
        const std::string name = text ? text + 1 : "";
        if (name == "from")
            statement.bind(i, period.from);
        else if (name == "to")
            statement.bind(i, period.to);
        else if (name == "asof")
            statement.bind(i, period.asOf);
        else if (const auto number = parameters.numbers.find(name);
            number != parameters.numbers.end())
            statement.bind(i, number->second);
        else if (const auto list = parameters.texts.find(name); list != parameters.texts.end())
            statement.bind(i, std::string_view(jsonList(list->second)));
    }
}

std::string eventTable(const core::evidence::Tables &tables)
{
    std::string sql = "CREATE TABLE event(seq INTEGER PRIMARY KEY, time_us INTEGER,"
                      " own_seq INTEGER, unreadable INTEGER";
    for (const auto &column : tables.columns)
        sql += ", " + column.name + " TEXT";
    return sql
        + ");CREATE TABLE related(seq INTEGER, type TEXT, id TEXT, path TEXT, env TEXT);"
          "CREATE TABLE held(seq INTEGER, role TEXT);";
}

} // namespace

void EventBase::Closer::operator()(sqlite3 *connection) const
{
    sqlite3_close_v2(connection);
}

Result<EventBase::Connection> EventBase::open()
{
    sqlite3 *raw = nullptr;
    const int code = sqlite3_open_v2(":memory:", &raw,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection connection(raw);
    if (code != SQLITE_OK)
        return core::storageError(raw, code);
    return connection;
}

Result<> EventBase::execute(const std::string &script)
{
    const int code = sqlite3_exec(m_connection.get(), script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return core::storageError(m_connection.get(), code);
    return Done();
}

Result<> EventBase::fill(const core::evidence::Tables &tables, const EvidenceLog &log)
{
    std::string marks = "?,?,?,?";
    for (std::size_t i = 0; i < tables.columns.size(); ++i)
        marks += ",?";
    int first = 0;
    int second = 0;
    int third = 0;
    auto *connection = m_connection.get();
    Inserts inserts{prepared(connection, "INSERT INTO event VALUES(" + marks + ')', first),
        prepared(connection, "INSERT INTO related VALUES(?,?,?,?,?)", second),
        prepared(connection, "INSERT INTO held VALUES(?,?)", third)};
    if (const int code = first | second | third; code != SQLITE_OK)
        return core::storageError(connection, code);
    for (std::uint64_t seq = 0; seq < log.checkpoint.size; ++seq) {
        const auto leaf = log.leaf(seq);
        if (!leaf)
            return leaf.error();
        const auto time = insertLeaf(inserts, tables, std::int64_t(seq), *leaf);
        if (!time)
            return time.error();
        m_last = std::max(m_last, time->value_or(0));
    }
    return Done();
}

Result<EventBase> EventBase::build(const core::evidence::Tables &tables, const EvidenceLog &log)
{
    auto connection = open();
    if (!connection)
        return connection.error();
    EventBase base(std::move(*connection));
    if (auto made = base.execute(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + eventTable(tables));
        !made)
        return made.error();
    if (auto filled = base.fill(tables, log); !filled)
        return filled.error();
    if (auto made
        = base.execute(tables.script + "\nCOMMIT; ANALYZE; SELECT 1 FROM json_each('[]');");
        !made)
        return made.error();
    // From here on only reading; json_each above, for its first use declares a table.
    sqlite3_set_authorizer(base.m_connection.get(), permitReading, nullptr);
    return base;
}

Result<std::vector<EvidenceRow>> EventBase::run(const std::string &sql,
    const core::evidence::Parameters &parameters, const core::evidence::Period &period)
{
    sqlite3_stmt *raw = nullptr;
    const int code = sqlite3_prepare_v2(
        m_connection.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    core::Statement statement(raw);
    if (code != SQLITE_OK)
        return core::storageError(m_connection.get(), code);
    bindNamed(statement, raw, parameters, period);
    std::vector<EvidenceRow> rows;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        EvidenceRow found;
        found.id = statement.text(0);
        if (!statement.isNull(1))
            found.seq = statement.integer(1);
        found.detail = statement.text(2);
        rows.push_back(std::move(found));
    }
    std::ranges::sort(rows, [](const EvidenceRow &a, const EvidenceRow &b) {
        return std::tie(a.seq, a.id) < std::tie(b.seq, b.id);
    });
    return rows;
}

Result<EventBase::Extent> EventBase::extent(const core::evidence::Period &period)
{
    int code = 0;
    auto statement = prepared(m_connection.get(),
        "SELECT count(*), coalesce(min(seq), 0), coalesce(max(seq), 0) FROM event"
        " WHERE unreadable = 0 AND time_us >= ? AND time_us < ?",
        code);
    if (code != SQLITE_OK)
        return core::storageError(m_connection.get(), code);
    statement.bindAll(period.from, period.to);
    if (const auto row = statement.step(); !row)
        return row.error();
    return Extent{statement.integer(0), statement.integer(1), statement.integer(2)};
}

} // namespace chancery::audit
