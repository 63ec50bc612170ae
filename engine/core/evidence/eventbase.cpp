// SPDX-License-Identifier: Apache-2.0
#include "eventbase.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/evidence/leafcolumns.h"
#include "engine/core/storage/error.h"
#include "engine/core/storage/statement.h"

#include <sqlite3.h>

#include <algorithm>

namespace chancery::core::evidence {

namespace {

bool isKnownFunction(const char *name)
{
    static constexpr std::string_view functions[]{"count", "min", "max", "sum", "coalesce",
        "ifnull", "json_each", "substr", "length", "printf", "lower", "upper"};
    return name && std::ranges::find(functions, std::string_view(name)) != std::end(functions);
}

// What a query may do: look at the tables and call functions that only compute.
int permitReading(void * /*data*/, int action, const char *first, const char *second,
    const char * /*database*/, const char * /*trigger*/)
{
    // What SQLite keeps for itself is another in every program.
    const bool isOwn = first && std::string_view(first).starts_with("sqlite_");
    const bool isFine = action == SQLITE_SELECT || (action == SQLITE_READ && !isOwn)
        || (action == SQLITE_FUNCTION && isKnownFunction(second));
    return isFine ? SQLITE_OK : SQLITE_DENY;
}

// What a script may do beside: make indexes and views, which SQLite notes in its own table.
int permitMaking(void *data, int action, const char *first, const char *second,
    const char *database, const char *trigger)
{
    const bool isNote
        = (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_READ) && first
        && std::string_view(first) == "sqlite_master";
    const bool isFine = action == SQLITE_CREATE_INDEX || action == SQLITE_CREATE_VIEW
        || action == SQLITE_REINDEX || isNote;
    return isFine ? SQLITE_OK : permitReading(data, action, first, second, database, trigger);
}

// No statement makes a text that is longer.
constexpr int longestValue = 64 << 20;
constexpr int stepsAtOnce = 100'000;

// A hundred million steps, and a hundred thousand more for each entry.
std::int64_t roundsFor(std::uint64_t size)
{
    return 1'000 + std::int64_t(size);
}

// While it lives, what the connection does is ended when it takes too long or is not wanted.
class Bounds {
public:
    Bounds(sqlite3 *connection, std::uint64_t size, const EventBase::WantsEnd &wantsEnd)
        : m_connection(connection)
        , m_wantsEnd(wantsEnd)
        , m_rounds(roundsFor(size))
    {
        sqlite3_progress_handler(connection, stepsAtOnce, look, this);
    }
    ~Bounds() { sqlite3_progress_handler(m_connection, 0, nullptr, nullptr); }
    Bounds(const Bounds &) = delete;
    Bounds &operator=(const Bounds &) = delete;

    // What came of it, unless it was ended because nobody wants it.
    Error errorOr(const Error &error) const
    {
        return m_isCancelled ? Error{ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}} : error;
    }

private:
    static int look(void *self)
    {
        auto *bounds = static_cast<Bounds *>(self);
        bounds->m_isCancelled = bounds->m_wantsEnd && bounds->m_wantsEnd();
        return bounds->m_isCancelled || --bounds->m_rounds < 0 ? 1 : 0;
    }

    sqlite3 *m_connection;
    const EventBase::WantsEnd &m_wantsEnd;
    std::int64_t m_rounds;
    bool m_isCancelled = false;
};

Statement prepared(sqlite3 *connection, const std::string &sql, int &code)
{
    sqlite3_stmt *statement = nullptr;
    code = sqlite3_prepare_v2(
        connection, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    return Statement(statement);
}

// A statement of several rows a leaf, made once.
struct Inserts {
    Statement event;
    Statement related;
    Statement held;
    std::vector<Statement> lists; // as the tables name them
    LeafColumns pointers;
    std::vector<Value> found; // in the leaf that is inserted
};

// What is read of a leaf: four of every table of events, then its columns, then its lists.
enum Pointer : std::size_t { TimeAt, SeqAt, RelatedAt, RolesAt, FirstColumn };
std::vector<std::string> pointersOf(const Tables &tables)
{
    std::vector<std::string> pointers{"/time", "/seq", "/related", "/actor/roles"};
    for (const auto *some : {&tables.columns, &tables.lists}) {
        for (const auto &one : *some)
            pointers.push_back(one.pointer);
    }
    return pointers;
}

std::string_view textOf(Value value)
{
    return value.isString() ? value.text() : std::string_view();
}

Value listOf(Value value)
{
    return value.isArray() ? value : Value();
}

Result<> insertLists(Inserts &inserts, std::int64_t seq)
{
    const auto &found = inserts.found;
    for (const auto &item : listOf(found[RelatedAt])) {
        const auto value = item.value();
        inserts.related.bindAll(seq, textOf(value["type"]), textOf(value["id"]),
            textOf(value["path"]), textOf(value["env"]));
        if (auto done = inserts.related.run(); !done)
            return done;
    }
    for (const auto &item : listOf(found[RolesAt])) {
        inserts.held.bindAll(seq, textOf(item.value()));
        if (auto done = inserts.held.run(); !done)
            return done;
    }
    const auto first = found.size() - inserts.lists.size();
    for (std::size_t i = 0; i < inserts.lists.size(); ++i) {
        for (const auto &item : listOf(found[first + i])) {
            inserts.lists[i].bindAll(seq, textOf(item.value()));
            if (auto done = inserts.lists[i].run(); !done)
                return done;
        }
    }
    return Done();
}

// The time of the entry, or nothing where it cannot be read.
Result<std::optional<std::int64_t>> insertLeaf(Inserts &inserts, std::int64_t seq, const Tree *leaf)
{
    const auto root = leaf ? leaf->root() : Value();
    inserts.pointers.read(root.isObject() ? root : Value(), inserts.found);
    const auto &found = inserts.found;
    const auto time = fromRfc3339(found[TimeAt].text());
    const bool isReadable
        = root.isObject() && time.ok() && toRfc3339(*time) == found[TimeAt].text();
    const auto micros = isReadable ? time->time_since_epoch().count() : 0;
    inserts.event.bind(1, seq);
    inserts.event.bind(2, micros);
    inserts.event.bind(3, isReadable ? found[SeqAt].integer().value_or(-1) : 0);
    inserts.event.bind(4, isReadable ? 0 : 1);
    int parameter = 4;
    for (auto i = std::size_t(FirstColumn); i < found.size() - inserts.lists.size(); ++i)
        inserts.event.bind(
            ++parameter, LastingText{isReadable ? textOf(found[i]) : std::string_view()});
    if (auto done = inserts.event.run(); !done)
        return done.error();
    if (!isReadable)
        return std::optional<std::int64_t>();
    if (auto done = insertLists(inserts, seq); !done)
        return done.error();
    return std::optional<std::int64_t>(micros);
}

std::string jsonList(const std::vector<std::string> &texts)
{
    std::string json = "[";
    for (const auto &text : texts) {
        if (json.size() > 1)
            json += ',';
        appendJsonString(json, text);
    }
    return json + ']';
}

// A parameter that nobody gave is an error, not nothing.
bool bindNamed(
    Statement &statement, sqlite3_stmt *raw, const Parameters &parameters, const Period &period)
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
        else
            return false;
    }
    return true;
}

Result<std::vector<EvidenceRow>> rowsOf(Statement &statement)
{
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

std::string eventTable(const Tables &tables)
{
    std::string sql = "CREATE TABLE event(seq INTEGER PRIMARY KEY, time_us INTEGER,"
                      " own_seq INTEGER, unreadable INTEGER";
    for (const auto &column : tables.columns)
        sql += ", " + column.name + " TEXT";
    sql += ");CREATE TABLE related(seq INTEGER, type TEXT, id TEXT, path TEXT, env TEXT);"
           "CREATE TABLE held(seq INTEGER, role TEXT);";
    for (const auto &list : tables.lists)
        sql += "CREATE TABLE " + list.name + "(seq INTEGER, value TEXT);";
    return sql;
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
        return storageError(raw, code);
    return connection;
}

Result<> EventBase::execute(const std::string &script)
{
    const int code = sqlite3_exec(m_connection.get(), script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return storageError(m_connection.get(), code);
    return Done();
}

Result<> EventBase::fill(const Tables &tables, EntryRange entries, const TreeAt &treeAt)
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
        prepared(connection, "INSERT INTO held VALUES(?,?)", third), {},
        LeafColumns(pointersOf(tables)), {}};
    int code = first | second | third;
    for (const auto &list : tables.lists) {
        int own = 0;
        inserts.lists.push_back(
            prepared(connection, "INSERT INTO " + list.name + " VALUES(?,?)", own));
        code |= own;
    }
    if (code != SQLITE_OK)
        return storageError(connection, code);
    m_count = entries.count();
    for (auto seq = entries.first; seq < entries.end; ++seq) {
        const auto tree = treeAt(seq);
        if (!tree)
            return tree.error();
        const auto time = insertLeaf(inserts, std::int64_t(seq), *tree);
        if (!time)
            return time.error();
        m_last = std::max(m_last, time->value_or(0));
        m_unreadable += time->has_value() ? 0 : 1;
    }
    return Done();
}

Result<> EventBase::makeIndexes(const Tables &tables, const WantsEnd &wantsEnd)
{
    auto *raw = m_connection.get();
    const Bounds bounds(raw, m_count, wantsEnd);
    sqlite3_set_authorizer(raw, permitMaking, nullptr);
    auto made = execute(tables.script);
    sqlite3_set_authorizer(raw, nullptr, nullptr);
    // A thousand rows of each index tell enough to choose between them.
    if (made)
        made = execute("PRAGMA analysis_limit = 1000; ANALYZE;");
    return made ? made : Result<>(bounds.errorOr(made.error()));
}

Result<EventBase> EventBase::build(
    const Tables &tables, EntryRange entries, const LeafAt &leafAt, const WantsEnd &wantsEnd)
{
    std::optional<Reading> reading;
    const TreeAt treeAt = [&](std::uint64_t seq) -> Result<const Tree *> {
        auto leaf = leafAt(seq);
        if (!leaf)
            return leaf.error();
        reading.emplace(readJson(std::move(*leaf), Limits::wide()));
        return *reading ? &reading->tree() : nullptr;
    };
    return buildFrom(tables, entries, treeAt, wantsEnd);
}

Result<EventBase> EventBase::buildFrom(
    const Tables &tables, EntryRange entries, const TreeAt &treeAt, const WantsEnd &wantsEnd)
{
    auto connection = open();
    if (!connection)
        return connection.error();
    EventBase base(std::move(*connection));
    auto *raw = base.m_connection.get();
    if (auto made = base.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA "
                                 "temp_store = MEMORY; BEGIN;"
            + eventTable(tables));
        !made)
        return made.error();
    if (auto filled = base.fill(tables, entries, treeAt); !filled)
        return filled.error();
    // The first use of json_each declares a table.
    if (auto made = base.execute("COMMIT; SELECT 1 FROM json_each('[]');"); !made)
        return made.error();
    sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, longestValue);
    if (auto made = base.makeIndexes(tables, wantsEnd); !made)
        return made.error();
    // From here on only reading.
    sqlite3_set_authorizer(raw, permitReading, nullptr);
    return base;
}

Result<std::vector<EvidenceRow>> EventBase::run(const std::string &sql,
    const Parameters &parameters, const Period &period, const WantsEnd &wantsEnd)
{
    // What stands there is one query with these columns, whatever types they have.
    int code = 0;
    auto *connection = m_connection.get();
    sqlite3_stmt *raw = nullptr;
    const auto whole = "SELECT coalesce(CAST(id AS TEXT), ''), CAST(seq AS INTEGER),"
                       " coalesce(CAST(detail AS TEXT), '') FROM (\n"
        + sql + "\n)";
    code = sqlite3_prepare_v2(
        connection, whole.data(), static_cast<int>(whole.size()), &raw, nullptr);
    Statement statement(raw);
    if (code != SQLITE_OK)
        return storageError(connection, code);
    if (!bindNamed(statement, raw, parameters, period))
        return Error{ErrorKind::Storage, "storage", "a parameter has no value", {}, {}, {}};
    const Bounds bounds(connection, m_count, wantsEnd);
    auto rows = rowsOf(statement);
    m_steps = sqlite3_stmt_status(raw, SQLITE_STMTSTATUS_VM_STEP, 0);
    return rows ? std::move(rows) : bounds.errorOr(rows.error());
}

Result<EventBase::Extent> EventBase::extent(const Period &period)
{
    int code = 0;
    auto statement = prepared(m_connection.get(),
        "SELECT count(*), coalesce(min(seq), 0), coalesce(max(seq), 0) FROM event"
        " WHERE unreadable = 0 AND time_us >= ? AND time_us < ?",
        code);
    if (code != SQLITE_OK)
        return storageError(m_connection.get(), code);
    statement.bindAll(period.from, period.to);
    if (const auto row = statement.step(); !row)
        return row.error();
    return Extent{statement.integer(0), statement.integer(1), statement.integer(2)};
}

} // namespace chancery::core::evidence
