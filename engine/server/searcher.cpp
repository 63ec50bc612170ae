// SPDX-License-Identifier: Apache-2.0
//
// Configs are walked by their paths; a page ends between two of them, when it is full, when enough
// text was looked at or when its time is over, and the next one goes on behind the last path. A
// pattern is of RE2, linear in the text, so that no expression takes longer than that. A text with
// hits is looked at again with its sensitive values covered: what the schema calls sensitive and
// what looks like a secret is neither found nor shown, however the expression asks for it.
#include "searcher.h"

#include "engine/server/boundschema.h"
#include "engine/server/cursor.h"
#include "engine/server/drafttexts.h"
#include "engine/server/unit.h"

#include <chrono>

namespace chancery::server {

namespace {

constexpr std::size_t longestPattern = 1000;
constexpr std::size_t mostShown = 100; // hits of one text
constexpr std::size_t mostCounted = 10'000;
constexpr std::size_t mostLooked = std::size_t(64) << 20; // bytes of text for one page
constexpr std::size_t mostAnswered = std::size_t(4) << 20;
constexpr std::size_t pathsPerRead = 512;
constexpr auto longestTime = std::chrono::milliseconds(500);

void demandPattern(const core::ConfigSearch &asked)
{
    if (asked.what.pattern.size() > longestPattern)
        refuse("bad-request", "The pattern is too long",
            {{"/pattern", "too-long", "At most 1,000 bytes", {}, 0, 0}});
}

// What the core says about a pattern, as a refusal.
template <typename T>
T usable(core::Result<T> result)
{
    if (!result) {
        auto &error = result.error();
        auto fields = error.fields;
        if (fields.empty())
            fields.push_back({"/path", error.code, error.detail, {}, 0, 0});
        refuse("bad-request", "This cannot be searched for", std::move(fields));
    }
    return std::move(*result);
}

// One page of one search.
class Walk {
public:
    Walk(const SearchJob &job, const Facts &facts, const View &view, SealKeys &sealKeys,
        Validator &validator, const core::SecretScanner &scanner)
        : m_job(job)
        , m_facts(facts)
        , m_view(view)
        , m_sealKeys(sealKeys)
        , m_validator(validator)
        , m_scanner(scanner)
        , m_asked(orRefuse(api::fromJson<core::ConfigSearch>(job.request.body, Unit::bodyLimits())))
        , m_page(PageWalk::of(job.request, facts, job.request.body))
    {
        demandPattern(m_asked);
        m_finder.emplace(usable(core::DocumentFinder::compile(m_asked.what)));
        m_paths = usable(core::Glob::ofPaths(m_asked.path));
        if (!m_asked.environment.isEmpty())
            view.needBytes(keys::join(keys::environment, m_asked.environment.text()),
                "environment " + m_asked.environment.text());
    }

    Response run()
    {
        auto range = KeyRange::under(keys::join(keys::configPath, m_paths.prefix()));
        range.limit = pathsPerRead;
        if (!m_page.after.empty())
            range.from = m_page.after + '\0';
        for (;;) {
            const auto entries = m_view.scan(range);
            for (const auto &entry : entries) {
                lookAt(entry);
                if (isFull() && !(range.isExhausted(entries) && &entry == &entries.back()))
                    return answer(
                        sealCursor(m_job.request, m_facts, m_job.request.body, entry.key));
            }
            if (range.isExhausted(entries))
                return answer({});
            range.from = entries.back().key + '\0';
        }
    }

private:
    using Clock = std::chrono::steady_clock;

    bool isFull() const
    {
        return m_count >= m_page.limit || m_looked >= mostLooked || m_items.size() >= mostAnswered
            || Clock::now() >= m_end;
    }

    Response answer(const std::string &next) const
    {
        return Response::json("{\"items\":[" + m_items + "],\"next\":\"" + next + "\"}");
    }

    // Every environment of one config, and one's own drafts of it.
    void lookAt(const Entry &entry)
    {
        const auto path
            = std::string_view(entry.key).substr(keys::join(keys::configPath, "").size());
        if (!m_paths.matches(path))
            return;
        const core::ConfigId config(*entry.value);
        const auto &environment = m_asked.environment.text();
        if (environment.empty()) {
            for (const auto &head :
                m_view.scan(KeyRange::under(keys::join(keys::head, config.text(), ""))))
                lookAtLive(View::parse<core::Head>(head.value));
        } else if (const auto head
            = m_view.get(keys::join(keys::head, config.text(), environment))) {
            lookAtLive(View::parse<core::Head>(head));
        }
        if (m_asked.drafts)
            lookAtDrafts(config);
    }

    void lookAtLive(const core::Head &head)
    {
        const auto text = m_view.get(keys::join(keys::text, head.version.text()));
        if (!text)
            return;
        core::FoundConfig found;
        found.config = head.config;
        found.path = head.path;
        found.environment = head.environment;
        found.version = head.version;
        lookIn(*text, head.format, std::move(found));
    }

    void lookAtDrafts(const core::ConfigId &config)
    {
        const auto &me = m_job.actor->principal.id.text();
        for (const auto &entry :
            m_view.scan(KeyRange::under(keys::join(keys::draftAt, config.text(), "")))) {
            const auto parts = std::string_view(entry.key).substr(
                keys::join(keys::draftAt, config.text(), "").size());
            const auto slash = parts.find('/');
            const auto &environment = m_asked.environment.text();
            if (parts.substr(slash + 1) != me
                || (!environment.empty() && parts.substr(0, slash) != environment))
                continue;
            const auto row = m_view.get(draftKey(m_job.actor->principal.id, *entry.value));
            const auto kept = row ? readableDraft(row) : std::nullopt;
            const auto known = m_view.find<core::Config>(keys::join(keys::config, config.text()));
            if (!kept || !known)
                continue;
            const auto draft = listedDraft(m_sealKeys, m_view, *kept);
            core::FoundConfig found;
            found.config = config;
            found.path = draft.path;
            found.environment = draft.environment;
            found.version = draft.base;
            found.draft = draft.id;
            if (draft.isReadable())
                lookIn(draft.text, known->format, std::move(found));
            else
                tellOfUnreadable(known->format, std::move(found));
        }
    }

    // It ends no search, and nobody takes it for one without hits.
    void tellOfUnreadable(core::Format format, core::FoundConfig found)
    {
        found.format = format;
        found.unreadable = true;
        m_items += m_count++ > 0 ? "," : "";
        m_items += api::toJson(found);
    }

    void lookIn(const std::string &text, core::Format format, core::FoundConfig found)
    {
        m_looked += text.size();
        if (!m_finder->mayFind(text))
            return;
        auto config = m_view.find<core::Config>(keys::join(keys::config, found.config.text()));
        if (config)
            config = boundIn(m_view, *std::move(config), found.environment);
        const auto reading = core::read(text, format, core::Limits::wide());
        core::SearchedDocument document{text, reading ? &reading.tree() : nullptr, {}};
        document.covered = coveredIn(document, config);
        const auto hits = m_finder->find(document, mostCounted, core::CancelToken());
        if (hits.empty())
            return;
        const core::LineIndex lines(text);
        found.format = format;
        found.schema = config ? config->schema : std::nullopt;
        found.total = int(hits.size());
        for (std::size_t i = 0; i < std::min(hits.size(), mostShown); ++i)
            found.hits.push_back(core::foundPlace(document, lines, hits[i]));
        m_items += m_count++ > 0 ? "," : "";
        m_items += api::toJson(found);
    }

    // Where nobody can say what is sensitive, everything may be.
    std::vector<core::TextSpan> coveredIn(
        const core::SearchedDocument &document, const std::optional<core::Config> &config)
    {
        const std::vector<core::TextSpan> everything{{0, document.text.size()}};
        if (!document.tree)
            return everything;
        try {
            const auto schema = config ? m_validator.schemaOf(m_view, *config) : std::nullopt;
            return core::coveredSpans(*document.tree, schema ? &*schema : nullptr, m_scanner);
        } catch (const Refusal &) {
            return everything;
        }
    }

    const SearchJob &m_job;
    const Facts &m_facts;
    const View &m_view;
    SealKeys &m_sealKeys;
    Validator &m_validator;
    const core::SecretScanner &m_scanner;
    core::ConfigSearch m_asked;
    PageWalk m_page;
    std::optional<core::DocumentFinder> m_finder;
    core::Glob m_paths;
    std::string m_items;
    std::size_t m_count = 0;
    std::size_t m_looked = 0;
    Clock::time_point m_end = Clock::now() + longestTime;
};

} // namespace

Searcher::Searcher(Store &store, SealKeys &sealKeys, const Facts &facts)
    : m_store(store)
    , m_sealKeys(sealKeys)
    , m_facts(facts)
{
}

bool Searcher::submit(SearchJob job)
{
    return m_worker.submit([this, job = std::move(job)] {
        auto response = answer(job);
        response.requestId = job.request.requestId;
        job.done(std::move(response));
    });
}

Response Searcher::answer(const SearchJob &job)
{
    const auto failed = [&](core::Error error) {
        error.requestId = job.request.requestId;
        return Response::problem(error);
    };
    try {
        if (!m_reader)
            m_reader = orRefuse(m_store.openReader());
        const View view(*m_reader);
        return Walk(job, m_facts, view, m_sealKeys, m_validator, m_scanner).run();
    } catch (Refusal &refusal) {
        return failed(std::move(refusal.error));
    } catch (const std::exception &exception) {
        m_facts.journal.write(JournalLevel::Error, "search.threw",
            {{"request", job.request.requestId}, {"what", exception.what()}});
        return failed(api::problem("internal", {}));
    }
}

} // namespace chancery::server
