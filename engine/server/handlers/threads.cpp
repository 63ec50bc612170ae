// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describe.h"
#include "engine/api/describethreads.h"
#include "engine/core/merge/anchor.h"
#include "engine/server/access.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/notifications/news.h"

#include <algorithm>

// What is said about the keys of a request. A thread is kept beside the request, by an anchor that
// finds its key again in whatever the item has become; where it stands now is worked out at every
// reading. Nothing that was said is ever changed or removed.
namespace chancery::server {

namespace {

constexpr std::size_t mostThreads = 200; // of a request
constexpr std::size_t mostThreadsOfOne = 50; // that one person began
constexpr std::size_t mostNotes = 100; // of a thread
constexpr std::size_t longestNote = 4 * 1024;
constexpr std::size_t mostBytes = std::size_t(1) << 20; // of all that is said about a request

struct KeptStep {
    std::string token;
    std::string item;
};

template <typename Visitor>
void describe(Visitor &visit, KeptStep &value)
{
    visit("token", value.token);
    visit("item", value.item);
}

struct KeptThread {
    core::ReviewThread thread;
    std::vector<KeptStep> anchor;
    core::ETag etag; // of the thread as it is told
};

template <typename Visitor>
void describe(Visitor &visit, KeptThread &value)
{
    visit("thread", value.thread);
    visit("anchor", value.anchor);
    visit("etag", value.etag);
}

std::string prefixOf(const core::ChangeRequest &request)
{
    return keys::join(keys::thread, keys::number(keys::numberAtEnd(requestKey(request.id))), "");
}

const core::RequestItem *itemOf(const core::ChangeRequest &request, const core::ConfigId &config,
    const core::EnvironmentId &environment)
{
    const auto item = std::ranges::find_if(request.items, [&](const core::RequestItem &candidate) {
        return candidate.config == config && candidate.environment == environment;
    });
    return item == request.items.end() ? nullptr : &*item;
}

// What a thread may stand on: the item as it is asked for, and for a key that it removes the text
// that it starts from.
std::vector<core::Tree> documentsOf(const View &view, const core::RequestItem &item)
{
    std::vector<core::Tree> documents;
    if (auto reading = core::read(item.text, item.format))
        documents.push_back(std::move(reading).tree());
    if (item.base) {
        auto base = core::read(view.text(keys::join(keys::text, item.base->text())), item.format);
        if (base)
            documents.push_back(std::move(base).tree());
    }
    std::erase_if(documents, [](const core::Tree &tree) { return tree.nodeCount() == 0; });
    return documents;
}

core::Anchor anchorIn(const KeptThread &kept)
{
    core::Anchor anchor;
    for (const auto &step : kept.anchor)
        anchor.push_back({step.token, step.item});
    return anchor;
}

// As it stands in the request now.
core::ReviewThread toldThread(const KeptThread &kept, const std::vector<core::Tree> &documents)
{
    auto thread = kept.thread;
    thread.etag = kept.etag;
    const auto anchor = anchorIn(kept);
    for (const auto &document : documents) {
        if (auto pointer = core::pointerOf(document.root(), anchor)) {
            thread.key = std::move(*pointer);
            return thread;
        }
    }
    thread.key = core::originOf(anchor);
    thread.outdated = !anchor.empty() || documents.empty();
    return thread;
}

core::ReviewThread toldThread(
    const View &view, const KeptThread &kept, const core::ChangeRequest &request)
{
    const auto *item = itemOf(request, kept.thread.config, kept.thread.environment);
    return toldThread(kept, item ? documentsOf(view, *item) : std::vector<core::Tree>());
}

void demandNote(const std::string &text)
{
    demandLength(text, longestNote, "/text");
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
        refuse("policy-violation", "Nothing is said",
            {{"/text", "required", "Expected something to read", {}, 0, 0}});
}

core::ThreadNote noteBy(const Unit &unit, std::string text)
{
    const auto &actor = unit.actor().principal;
    return {actor.id, actor.displayName, std::move(text), unit.now()};
}

void keep(Unit &unit, const core::ChangeRequest &request, KeptThread &kept, core::AuditKind kind,
    const std::string &reason)
{
    const auto &thread = kept.thread;
    unit.store(prefixOf(request) + thread.id.text(), kept);
    unit.publish("thread.update", "/v1/change-requests/" + request.id.text() + "/threads",
        kept.etag, unit.actor().principal.displayName + " spoke about " + request.id.text());
    Deed deed{.kind = kind, .targetType = "thread"};
    deed.targetId = thread.id.text();
    deed.etag = kept.etag.text();
    deed.correlation = request.id.text();
    deed.reason = reason;
    deed.config = thread.config.text();
    deed.path = thread.path;
    deed.environment = thread.environment.text();
    deed.nameSpace = thread.path.substr(0, thread.path.find('/'));
    unit.record(deed);
    tellOfThread(unit, request, thread);
}

// Everything that is said is read at once, by whoever looks at the request.
void demandRoom(Unit &unit, const core::ChangeRequest &request, const std::string &text)
{
    if (!unit.actor().isPerson())
        refuse("forbidden", "Only people talk about a request");
    std::size_t bytes = text.size();
    for (const auto &entry : unit.view().scan(KeyRange::under(prefixOf(request))))
        bytes += entry.value->size();
    if (bytes > mostBytes)
        refuse("policy-violation", "Enough has been said about " + request.id.text(),
            {{"/text", "maxLength", "Expected at most 1 MiB about a request", {}, 0, 0}});
}

void demandRoomForThread(Unit &unit, const core::ChangeRequest &request)
{
    std::size_t count = 0;
    std::size_t own = 0;
    for (const auto &entry : unit.view().scan(KeyRange::under(prefixOf(request)))) {
        const auto kept = View::parse<KeptThread>(entry.value);
        own += kept.thread.notes.front().author == unit.actor().principal.id;
        ++count;
    }
    if (count >= mostThreads || own >= mostThreadsOfOne)
        refuse("policy-violation", "These are too many threads",
            {{"/key", "maxItems", "Expected at most 200 of a request and 50 of a person", {}, 0,
                0}});
}

// Who began it, who answers for the request, and who may approve there: nobody else ends a talk.
void demandMayResolve(Unit &unit, const core::ChangeRequest &request, const KeptThread &kept)
{
    const auto &id = unit.actor().principal.id;
    if (kept.thread.notes.front().author != id && !takesPart(request, id))
        demandAccess(
            unit, core::Permission::Approve, {{kept.thread.environment, kept.thread.path}});
}

Response answerOf(
    const View &view, const KeptThread &kept, const core::ChangeRequest &request, int status)
{
    return Response::json(api::toJson(toldThread(view, kept, request)), status, kept.etag.text());
}

} // namespace

Response listThreads(const Scene &scene)
{
    const auto request = needRequest(scene.view, scene.arguments[0]);
    std::map<const core::RequestItem *, std::vector<core::Tree>> documents;
    std::vector<core::ReviewThread> threads;
    for (const auto &entry : scene.view.scan(KeyRange::under(prefixOf(request)))) {
        const auto kept = View::parse<KeptThread>(entry.value);
        const auto *item = itemOf(request, kept.thread.config, kept.thread.environment);
        if (item && !documents.contains(item))
            documents[item] = documentsOf(scene.view, *item);
        threads.push_back(toldThread(kept, documents[item]));
    }
    std::ranges::sort(threads, {}, [](const core::ReviewThread &thread) {
        return std::pair(thread.notes.front().at, thread.id);
    });
    return Response::json(api::toJson(api::Page<core::ReviewThread>{std::move(threads), {}}));
}

Response openThread(Unit &unit)
{
    const auto request = needRequest(unit.view(), unit.argument(0));
    const auto asked = unit.body<core::NewThread>();
    demandNote(asked.text);
    const auto *item = itemOf(request, asked.config, asked.environment);
    if (!item)
        refuse("policy-violation", "This is no item of the request",
            {{"/config", "unknown", "Expected an item of the request", {}, 0, 0}});
    demandRoom(unit, request, asked.text);
    demandRoomForThread(unit, request);
    std::optional<core::Anchor> anchor;
    for (const auto &document : documentsOf(unit.view(), *item)) {
        anchor = core::anchorOf(document.root(), asked.key);
        if (anchor)
            break;
    }
    if (!anchor)
        refuse("policy-violation", "There is no such key in the item",
            {{"/key", "no-such-key", "Expected a key of the item or of what it starts from", {}, 0,
                0}});
    KeptThread kept;
    kept.thread.id = core::ThreadId(unit.newId("th_"));
    kept.thread.request = request.id;
    kept.thread.config = item->config;
    kept.thread.path = item->path;
    kept.thread.environment = item->environment;
    kept.thread.notes.push_back(noteBy(unit, asked.text));
    for (const auto &step : *anchor)
        kept.anchor.push_back({step.token, step.item});
    keep(unit, request, kept, core::AuditKind::ChangeRequestComment, asked.text);
    return answerOf(unit.view(), kept, request, 201);
}

Response replyToThread(Unit &unit)
{
    const auto request = needRequest(unit.view(), unit.argument(0));
    auto kept = unit.view().find<KeptThread>(prefixOf(request) + unit.argument(1));
    if (!kept)
        refuse("not-found", "There is no thread " + unit.argument(1));
    unit.demandMatch(kept->etag);
    const auto reply = unit.body<core::ThreadReply>();
    auto &thread = kept->thread;
    const bool isOther = reply.resolved && *reply.resolved != thread.resolvedBy.has_value();
    if (!isOther || !reply.text.empty())
        demandNote(reply.text);
    demandRoom(unit, request, reply.text);
    if (!reply.text.empty()) {
        if (thread.notes.size() >= mostNotes)
            refuse("policy-violation", "This thread is long enough",
                {{"/text", "maxItems", "Expected at most 100 notes: begin another one", {}, 0, 0}});
        thread.notes.push_back(noteBy(unit, reply.text));
    }
    auto kind = core::AuditKind::ChangeRequestComment;
    if (isOther) {
        demandMayResolve(unit, request, *kept);
        const auto &actor = unit.actor().principal;
        thread.resolvedBy = *reply.resolved ? std::optional(actor.id) : std::nullopt;
        thread.resolvedByName = *reply.resolved ? actor.displayName : "";
        kind = core::AuditKind::ThreadResolve;
    }
    const auto what = !reply.text.empty() ? reply.text
        : thread.resolvedBy               ? std::string("resolved")
                                          : std::string("opened again");
    keep(unit, request, *kept, kind, what);
    return answerOf(unit.view(), *kept, request, 200);
}

} // namespace chancery::server
