// SPDX-License-Identifier: Apache-2.0
#include "engine/core/bulk/documentsearch.h"
#include "tests/support/scriptedanswer.h"

// Searching, by the rules of the engine over the scripted texts; what looks like a secret is
// covered, schemas are not asked.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

void lookIn(const core::DocumentFinder &finder, const std::string &text, core::FoundConfig found,
    std::vector<core::FoundConfig> &all)
{
    const core::SecretScanner scanner;
    const auto reading = core::read(text, found.format);
    core::SearchedDocument document{text, reading ? &reading.tree() : nullptr, {}};
    if (document.tree)
        document.covered = core::coveredSpans(*document.tree, nullptr, scanner);
    const auto hits = finder.find(document, 10'000, core::CancelToken());
    if (hits.empty())
        return;
    const core::LineIndex lines(text);
    found.total = int(hits.size());
    for (std::size_t i = 0; i < hits.size() && i < 100; ++i)
        found.hits.push_back(core::foundPlace(document, lines, hits[i]));
    all.push_back(std::move(found));
}

} // namespace

Call ScriptedCms::searchConfigs(const core::ConfigSearch &search, const client::PageQuery &page,
    Handler<PageOf<core::FoundConfig>> done)
{
    using Found = PageOf<core::FoundConfig>;
    return answer<Found>("searchConfigs", std::move(done), [&]() -> Result<Found> {
        const auto finder = core::DocumentFinder::compile(search.what);
        const auto paths = core::Glob::ofPaths(search.path);
        if (!finder || !paths) {
            auto error = anError(ErrorKind::Invalid, "bad-request");
            error.fields = finder ? paths.error().fields : finder.error().fields;
            return error;
        }
        const auto isWanted = [&](const core::EnvironmentId &environment) {
            return search.environment.isEmpty() || search.environment == environment;
        };
        auto sorted = configs;
        std::ranges::sort(sorted, {}, &core::Config::path);
        Found found;
        for (const core::Config &config : sorted) {
            if (!paths->matches(config.path))
                continue;
            core::FoundConfig one{
                config.id, config.path, {}, config.format, config.schema, {}, {}, 0, {}};
            for (const core::Head &head : heads) {
                if (head.config != config.id || !isWanted(head.environment))
                    continue;
                one.environment = head.environment;
                one.version = head.version;
                lookIn(*finder, texts[head.version.text()], one, found.items);
            }
            for (const core::Draft &draft : drafts) {
                if (!search.drafts || draft.config != config.id
                    || draft.author != session().principal.id || !isWanted(draft.environment))
                    continue;
                one.environment = draft.environment;
                one.version = draft.base;
                one.draft = draft.id;
                lookIn(*finder, draft.text, one, found.items);
                one.draft.reset();
            }
        }
        return slice(std::move(found), page);
    });
}

} // namespace chancery::support
