// SPDX-License-Identifier: Apache-2.0
#include "auditclause.h"

namespace chancery::audit {

using core::Database;
using core::Done;
using core::Result;

namespace {

// A family is no single value: its entries come in the order of their names and would have to be
// sorted, which is worth it for few.
constexpr std::int64_t mostSorted = 20'000;

bool isFamily(const std::string &event)
{
    return event.ends_with(".*");
}

std::string asPhrase(std::string_view word)
{
    std::string text = "\"";
    for (const char character : word)
        text += character == '"' ? "\"\"" : std::string(1, character);
    return text + '"';
}

// Something that the search index has words of.
bool hasWords(std::string_view text)
{
    return std::ranges::any_of(text, [](unsigned char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    });
}

// A word may be the beginning of so many others before the search index has to put them together.
constexpr std::size_t mostEndings = 64;

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isPartOfTerm(char character)
{
    return hasWords(std::string_view(&character, 1));
}

// The terms of the log that begin so, or none when they are too many. One look for each: the first
// term from there on, whatever stands between.
Result<std::vector<std::string>> termsFrom(Database &database, const std::string &beginning)
{
    auto select = database.prepare("SELECT term FROM event_terms WHERE term >= ? LIMIT 1");
    if (!select)
        return select.error();
    std::vector<std::string> terms;
    auto from = beginning;
    for (;;) {
        const auto row = select->bindAll(from).step();
        if (!row)
            return row.error();
        if (!*row || !select->text(0).starts_with(beginning))
            return terms;
        if (terms.size() == mostEndings)
            return std::vector<std::string>();
        terms.emplace_back(select->text(0));
        select->reset();
        // Behind it, and before all that it is the beginning of.
        from = terms.back() + '\x01';
    }
}

// A word of so few entries is looked for alone: to go along the entries of a frequent one beside it
// costs more than to look at those few.
constexpr int mostOfRare = 100;

struct Search {
    std::string words; // in the index's own language
    bool isOfFew = false;
};

// Whether all of these terms stand at few places together.
Result<bool> areRare(Database &database, const std::vector<std::string> &terms)
{
    auto select = database.prepare("SELECT 1 FROM event_terms WHERE term = ? LIMIT ?");
    if (!select)
        return select.error();
    int places = 0;
    for (const auto &term : terms) {
        select->bindAll(term, mostOfRare + 1 - places);
        for (;; ++places) {
            const auto row = select->step();
            if (!row)
                return row.error();
            if (!*row)
                break;
            if (places == mostOfRare)
                return false;
        }
        select->reset();
    }
    return true;
}

// The search index would collect all entries of a beginning before it gives the first one; entries
// of whole terms it gives one by one, newest first. So the beginning is written out as its terms.
Result<Search> expand(Database &database, std::string_view word)
{
    std::size_t end = word.size();
    while (end > 0 && !isPartOfTerm(word[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && isPartOfTerm(word[begin - 1]))
        --begin;
    if (!isAscii(word) || begin == end)
        return Search{asPhrase(word) + '*'};
    const std::string head(word.substr(0, begin));
    std::string last(word.substr(begin, end - begin));
    for (char &character : last)
        character = character >= 'A' && character <= 'Z' ? char(character | 0x20) : character;
    // Of a single letter only the word itself is meant.
    if (last.size() < 2)
        return Search{asPhrase(head + last)};
    const auto terms = termsFrom(database, last);
    if (!terms)
        return terms.error();
    if (terms->empty())
        return Search{asPhrase(word) + '*'};
    const auto rare = areRare(database, *terms);
    if (!rare)
        return rare.error();
    Search search{{}, *rare};
    for (const auto &term : *terms)
        search.words += (search.words.empty() ? "(" : " OR ") + asPhrase(head + term);
    search.words += ')';
    return search;
}

// Every word quoted, so that nothing somebody types is syntax; found by its beginning.
Result<Search> searchFor(Database &database, std::string_view text)
{
    Search search;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(std::string_view(" \0", 2)), text.size());
        if (end > 0) {
            const auto word = expand(database, text.substr(0, end));
            if (!word)
                return word.error();
            search.words += (search.words.empty() ? "" : " AND ") + word->words;
            search.isOfFew = search.isOfFew || word->isOfFew;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return search;
}

Result<std::int64_t> countOf(Database &database, Dimension dimension, const std::string &value)
{
    auto select = database.prepare("SELECT coalesce(sum(events), 0) FROM tally WHERE dimension = ?"
                                   " AND value >= ? AND value < ?");
    if (!select)
        return select.error();
    const bool isRange = dimension == Dimension::Event && isFamily(value);
    const auto first = isRange ? value.substr(0, value.size() - 1) : value;
    auto last = first;
    if (isRange)
        ++last.back();
    else
        last += '\0';
    const auto row = select->bindAll(int(dimension), first, last).step();
    if (!row)
        return row.error();
    return select->integer(0);
}

} // namespace

Result<Clause> Clause::of(Database &database, const AuditFilter &filter)
{
    Clause clause;
    auto search = searchFor(database, filter.text);
    if (!search)
        return search.error();
    if (!search->words.empty())
        clause.addWords(search->isOfFew ? AuditFilter() : filter, std::move(search->words));
    else if (auto chosen = clause.chooseLeader(database, filter); !chosen)
        return chosen.error();
    clause.addTexts(filter);
    if (auto added = clause.addTimes(database, filter); !added)
        return added.error();
    return clause;
}

Result<> Clause::chooseLeader(Database &database, const AuditFilter &filter)
{
    // These name one thing each.
    if (!filter.target.empty() || !filter.correlation.empty()) {
        m_leader = filter.target.empty() ? "correlation" : "target_id";
        return Done();
    }
    const std::array<std::pair<const char *, const std::string *>, dimensions.size()> columns{{
        {"actor", &filter.actor},
        {"event", &filter.event},
        {"env", &filter.environment},
        {"outcome", &filter.outcome},
    }};
    std::int64_t fewest = -1;
    for (const auto dimension : dimensions) {
        const auto &[name, value] = columns[std::size_t(dimension)];
        if (value->empty())
            continue;
        const auto events = countOf(database, dimension, *value);
        if (!events)
            return events.error();
        const bool isSorted = dimension == Dimension::Event && isFamily(*value);
        if ((isSorted && *events > mostSorted) || (fewest >= 0 && *events >= fewest))
            continue;
        fewest = *events;
        m_leader = name;
    }
    return Done();
}

// Words of the other conditions narrow the search inside the index; they are compared exactly
// outside of it.
void Clause::addWords(const AuditFilter &filter, std::string search)
{
    m_tables = " FROM event_fts CROSS JOIN event ON event.seq = event_fts.rowid";
    m_number = "event_fts.rowid";
    for (const auto *value : {&filter.actor, &filter.environment, &filter.outcome,
             &filter.nameSpace, &filter.target, &filter.correlation, &filter.breakGlass}) {
        if (hasWords(*value))
            search += " AND " + asPhrase(*value);
    }
    append("event_fts MATCH ?", std::move(search));
}

void Clause::addTexts(const AuditFilter &filter)
{
    addEvent(filter.event);
    const std::array<std::pair<const char *, const std::string *>, 7> texts{{
        {"actor", &filter.actor},
        {"outcome", &filter.outcome},
        {"env", &filter.environment},
        {"ns", &filter.nameSpace},
        {"target_id", &filter.target},
        {"correlation", &filter.correlation},
        {"bg", &filter.breakGlass},
    }};
    for (const auto &[name, text] : texts) {
        if (!text->empty())
            append(column(name) + " = ?", *text);
    }
}

// "deployment.*": all that begins with "deployment.".
void Clause::addEvent(const std::string &event)
{
    if (!isFamily(event)) {
        if (!event.empty())
            append(column("event") + " = ?", event);
        return;
    }
    const auto family = event.substr(0, event.size() - 2);
    append(column("event") + " >= ?", family + '.');
    append(column("event") + " < ?", family + char('.' + 1));
}

// The days say between which numbers their entries lie, so that what is older or newer need not be
// looked at.
Result<> Clause::addTimes(Database &database, const AuditFilter &filter)
{
    if (!filter.from && !filter.before)
        return Done();
    auto select = database.prepare("SELECT coalesce(min(first), 0), coalesce(max(last), -1)"
                                   " FROM span WHERE day >= ? AND day <= ?");
    if (!select)
        return select.error();
    const auto first = filter.from ? dayOf(*filter.from) : std::numeric_limits<std::int64_t>::min();
    const auto last
        = filter.before ? dayOf(*filter.before) : std::numeric_limits<std::int64_t>::max();
    const auto row = select->bindAll(first, last).step();
    if (!row)
        return row.error();
    addNumber(">=", select->integer(0));
    addNumber("<=", select->integer(1));
    if (filter.from)
        append("+time_us >= ?", std::int64_t(filter.from->time_since_epoch().count()));
    if (filter.before)
        append("+time_us < ?", std::int64_t(filter.before->time_since_epoch().count()));
    return Done();
}

void Clause::addNumber(const char *comparison, std::int64_t seq)
{
    append(m_number + ' ' + comparison + " ?", seq);
}

std::string Clause::order(bool isNewestFirst) const
{
    return " ORDER BY " + m_number + (isNewestFirst ? " DESC" : "");
}

void Clause::append(const std::string &condition, std::variant<std::int64_t, std::string> value)
{
    m_conditions += m_conditions.empty() ? " WHERE " : " AND ";
    m_conditions += condition;
    m_values.push_back(std::move(value));
}

void Clause::bind(core::Statement &statement) const
{
    int parameter = 0;
    for (const auto &value : m_values)
        std::visit([&](const auto &held) { statement.bind(++parameter, held); }, value);
}

} // namespace chancery::audit
