// SPDX-License-Identifier: Apache-2.0
#include "engine/core/merge/threeway.h"
#include "tests/support/scriptedanswer.h"

// Threads by their keys as they were written, and rebasing by the real merge.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

std::optional<std::string> rebasedText(
    const core::RequestItem &item, core::MergeInput input, core::RebaseWay way)
{
    const core::ThreeWayMerge merge(std::move(input));
    if (!merge.isClean() && way == core::RebaseWay::Merge)
        return std::nullopt;
    const bool isTheirs = way == core::RebaseWay::Theirs && !merge.isClean();
    if (!isTheirs)
        return merge.text();
    const auto answered = merge.answered(merge.text(), 0, core::MergeChoice::Theirs);
    return answered ? *answered : item.text;
}

} // namespace

Call ScriptedCms::listThreads(
    const core::ChangeRequestId &id, Handler<PageOf<core::ReviewThread>> done)
{
    return answer<PageOf<core::ReviewThread>>("listThreads", std::move(done), [&] {
        PageOf<core::ReviewThread> page;
        for (const core::ReviewThread &thread : threads) {
            if (thread.request == id)
                page.items.push_back(thread);
        }
        return Result(page);
    });
}

Call ScriptedCms::openThread(
    const core::ChangeRequestId &id, const core::NewThread &asked, ThreadsApi::Done done)
{
    using Answer = Acknowledged<core::ReviewThread>;
    return answer<Answer>("openThread", std::move(done), [&]() -> Result<Answer> {
        core::ReviewThread thread;
        thread.id = core::ThreadId("th_" + std::to_string(threads.size() + 1));
        thread.request = id;
        thread.config = asked.config;
        thread.environment = asked.environment;
        thread.key = asked.key;
        const auto &principal = current->principal;
        thread.notes.push_back({principal.id, principal.displayName, asked.text, now});
        thread.etag = nextTag();
        threads.push_back(thread);
        hint("thread.update", "/v1/change-requests/" + id.text() + "/threads", "A thread");
        return acknowledge(thread);
    });
}

Call ScriptedCms::replyToThread(const core::ChangeRequestId &, const core::ThreadId &id,
    const core::ThreadReply &reply, const core::ETag &expected, ThreadsApi::Done done)
{
    using Answer = Acknowledged<core::ReviewThread>;
    return answer<Answer>("replyToThread", std::move(done), [&]() -> Result<Answer> {
        const auto thread = std::ranges::find(threads, id, &core::ReviewThread::id);
        if (thread == threads.end())
            return anError(ErrorKind::NotFound, "not-found");
        if (thread->etag != expected)
            return anError(ErrorKind::Conflict, "version-conflict");
        const auto &principal = current->principal;
        if (!reply.text.empty())
            thread->notes.push_back({principal.id, principal.displayName, reply.text, now});
        if (reply.resolved) {
            thread->resolvedBy = *reply.resolved ? std::optional(principal.id) : std::nullopt;
            thread->resolvedByName = *reply.resolved ? principal.displayName : "";
        }
        thread->etag = nextTag();
        return acknowledge(*thread);
    });
}

Call ScriptedCms::rebase(const core::ChangeRequestId &id, const core::Rebase &rebase,
    const core::ETag &expected, RequestDone done)
{
    using Answer = Acknowledged<core::ChangeRequest>;
    return answer<Answer>("rebase", std::move(done), [&] {
        return change(
            id, expected, [&](core::ChangeRequest &request) -> std::optional<core::Error> {
                for (const core::RebaseItem &asked : rebase.items) {
                    const auto item = std::ranges::find_if(
                        request.items, [&](const core::RequestItem &candidate) {
                            return candidate.config == asked.config
                                && candidate.environment == asked.environment;
                        });
                    if (item == request.items.end())
                        return anError(ErrorKind::Invalid, "policy-violation");
                    if (asked.way == core::RebaseWay::Drop) {
                        request.items.erase(item);
                        continue;
                    }
                    const auto head = std::ranges::find_if(heads, [&](const core::Head &live) {
                        return live.config == asked.config && live.environment == asked.environment;
                    });
                    const std::string live = head == heads.end() ? "" : texts[head->version.text()];
                    const std::string base = item->base ? texts[item->base->text()] : "";
                    const auto text
                        = rebasedText(*item, {base, live, item->text, item->format}, asked.way);
                    if (!text)
                        return anError(ErrorKind::Conflict, "merge-conflict");
                    item->text = *text;
                    if (head != heads.end())
                        item->base = head->version;
                    item->needsRebase = false;
                }
                ++request.cycle;
                return {};
            });
    });
}

Call ScriptedCms::acknowledgeCheck(const core::ChangeRequestId &id,
    const core::NewAcknowledgement &said, const core::ETag &expected, RequestDone done)
{
    using Answer = Acknowledged<core::ChangeRequest>;
    return answer<Answer>("acknowledge", std::move(done), [&] {
        return change(
            id, expected, [&](core::ChangeRequest &request) -> std::optional<core::Error> {
                if (!request.checks)
                    return anError(ErrorKind::Invalid, "policy-violation");
                const auto check = std::ranges::find(*request.checks, said.check, &core::Check::id);
                if (check == request.checks->end())
                    return anError(ErrorKind::Invalid, "policy-violation");
                if (check->expects != said.says)
                    return anError(ErrorKind::Conflict, "acknowledgement-required");
                const auto &actor = current->principal;
                if (!request.acknowledgements)
                    request.acknowledgements.emplace();
                request.acknowledgements->push_back(
                    {said.check, said.cycle, said.says, actor.id, actor.displayName, now});
                if (actor.id == request.requester)
                    check->isOwed = false;
                return {};
            });
    });
}

} // namespace chancery::support
