// SPDX-License-Identifier: Apache-2.0
#include "httpcms.h"

#include "engine/client/answers.h"

namespace chancery::client {

using enum api::Operation;

namespace {

constexpr std::string_view product = "chancery-cms";

core::Error foreignServer(std::string detail)
{
    return {core::ErrorKind::Protocol, "foreign-server", std::move(detail), {}, {}, {}};
}

core::Result<core::Meta> checkedMeta(core::Result<core::Meta> answer)
{
    if (answer) {
        if (answer->product != product)
            return foreignServer("It calls itself \"" + answer->product + '"');
        return answer;
    }
    const auto &error = answer.error();
    // Every Chancery server has /v1/meta, open to anyone.
    const bool isForeign = error.code == "bad-answer" || error.code == "not-http"
        || error.code == "unexpected-redirect" || error.kind == core::ErrorKind::NotFound
        || error.kind == core::ErrorKind::Unauthorized || error.kind == core::ErrorKind::Forbidden;
    return isForeign ? core::Result<core::Meta>(foreignServer(core::toString(error))) : answer;
}

} // namespace

HttpCms::HttpCms(TransportOptions options, std::shared_ptr<core::Mailbox> mailbox,
    RetryPolicy retry, FollowPolicy follow)
    : m_followPolicy(follow)
    , m_rest(std::move(options), std::move(mailbox), retry)
{
}

void HttpCms::setToken(core::Secret token)
{
    m_rest.token()->set(std::move(token));
}

Call HttpCms::getMeta(Handler<core::Meta> done)
{
    return m_rest.call<core::Meta>({api::Operation::getMeta, {}, {}, {}, {}}, readBody<core::Meta>,
        [done = std::move(done)](
            core::Result<core::Meta> answer) { done(checkedMeta(std::move(answer))); });
}

Call HttpCms::signIn(const core::Credentials &credentials, Handler<core::Session> done)
{
    return m_rest.call<core::Session>({createSession, {}, {}, api::toJson(credentials), {}},
        readBody<core::Session>,
        [box = m_rest.token(), done = std::move(done)](core::Result<core::Session> answer) {
            if (answer)
                box->set(answer->token);
            done(std::move(answer));
        });
}

Call HttpCms::currentSession(Handler<core::Session> done)
{
    return m_rest.call<core::Session>(
        {getCurrentSession, {}, {}, {}, {}}, readBody<core::Session>, std::move(done));
}

Call HttpCms::signOut(Handler<core::Done> done)
{
    return m_rest.call<core::Done>({deleteCurrentSession, {}, {}, {}, {}}, readNothing,
        [box = m_rest.token(), done = std::move(done)](core::Result<core::Done> answer) {
            if (answer)
                box->set({});
            done(std::move(answer));
        });
}

Call HttpCms::listPrincipals(const PageQuery &page, Handler<api::Page<core::Principal>> done)
{
    return m_rest.call<api::Page<core::Principal>>(
        {api::Operation::listPrincipals, {}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::Principal>>, std::move(done));
}

Call HttpCms::createPrincipal(
    const core::NewPrincipal &principal, Handler<Acknowledged<core::Principal>> done)
{
    return m_rest.call<Acknowledged<core::Principal>>(
        {api::Operation::createPrincipal, {}, {}, api::toJson(principal), {}},
        readAcknowledged<core::Principal>, std::move(done));
}

Call HttpCms::createServiceToken(const core::PrincipalId &service, Handler<core::Session> done)
{
    return m_rest.call<core::Session>(
        {api::Operation::createServiceToken, {service.text()}, {}, "{}", {}},
        readBody<core::Session>, std::move(done));
}

Call HttpCms::listNamespaces(const PageQuery &page, Handler<api::Page<core::Namespace>> done)
{
    return m_rest.call<api::Page<core::Namespace>>(
        {api::Operation::listNamespaces, {}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::Namespace>>, std::move(done));
}

Call HttpCms::createNamespace(
    const core::Namespace &space, Handler<Acknowledged<core::Namespace>> done)
{
    return m_rest.call<Acknowledged<core::Namespace>>(
        {api::Operation::createNamespace, {}, {}, api::toJson(space), {}},
        readAcknowledged<core::Namespace>, std::move(done));
}

Call HttpCms::listEnvironments(Handler<api::Page<core::Environment>> done)
{
    return m_rest.call<api::Page<core::Environment>>(
        {api::Operation::listEnvironments, {}, {}, {}, {}}, readBody<api::Page<core::Environment>>,
        std::move(done));
}

Call HttpCms::createEnvironment(
    const core::Environment &environment, Handler<Acknowledged<core::Environment>> done)
{
    return m_rest.call<Acknowledged<core::Environment>>(
        {api::Operation::createEnvironment, {}, {}, api::toJson(environment), {}},
        readAcknowledged<core::Environment>, std::move(done));
}

Call HttpCms::follow(std::uint64_t since, std::function<void(const StreamEvent &)> onEvent)
{
    return followChanges(m_rest, m_followPolicy, since, std::move(onEvent));
}

} // namespace chancery::client
