// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/answers.h"
#include "engine/server/effectlook.h"

// Jobs that the writer has put aside, since what they do to others is too much for it to look at.
namespace chancery::server {

void Service::lookAtEffects(Committed::Look look)
{
    const auto job = std::make_shared<WriteJob>(std::move(look.job));
    const auto id = job->request.requestId;
    const auto answer = [done = job->done](Response response) {
        if (done)
            done(std::move(response));
    };
    const auto verdict = std::make_shared<EffectVerdict>();
    const auto goOn = [this, job, id, verdict, answer](Response response) {
        if (response.status >= 400) {
            answer(std::move(response));
            return;
        }
        job->verdicts.push_back(verdict);
        if (!m_writer->submit(std::move(*job)))
            answer(tooBusy(id, std::chrono::seconds(1), "The server is busy"));
    };
    WriteJob asked;
    asked.request.requestId = id;
    asked.actor = job->actor;
    asked.work = [question = std::move(look.question), verdict](Unit &unit) {
        *verdict = lookAt(unit, *question);
        return Response();
    };
    asked.done = [this, goOn](Response response) {
        m_post([goOn, response = std::move(response)] { goOn(response); });
    };
    const auto denied = [this, goOn](const WriteJob &, const core::Error &error) {
        m_post([goOn, error] { goOn(Response::problem(error)); });
    };
    if (!m_previewer->submit(std::move(asked), denied))
        answer(tooBusy(id, std::chrono::seconds(1), "Too much is being looked at"));
}

} // namespace chancery::server
