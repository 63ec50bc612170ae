// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/api/describeemergency.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

namespace {

using Session = core::EmergencySession;

// A body with the account's password beside its members.
template <typename T>
struct Proven {
    T value;
    core::Secret password;
};

template <typename Visitor, typename T>
void describe(Visitor &visit, Proven<T> &proven)
{
    describe(visit, proven.value);
    visit("password", proven.password);
}

} // namespace

Call HttpCms::listEmergencies(const EmergencyQuery &query, Handler<api::Page<Session>> done)
{
    auto text = Query()
                    .add("open", query.isOpenOnly ? "true" : "")
                    .add("environment", query.environment.text())
                    .page(query.page.cursor, query.page.limit);
    return m_rest.call<api::Page<Session>>({Operation::listEmergencySessions, {}, text, {}, {}},
        readBody<api::Page<Session>>, std::move(done));
}

Call HttpCms::getEmergency(const core::EmergencyId &session, Handler<Session> done)
{
    return m_rest.call<Session>({Operation::getEmergencySession, {session.text()}, {}, {}, {}},
        readBody<Session>, std::move(done));
}

Call HttpCms::activateEmergency(
    const core::NewEmergency &asked, const core::Secret &password, EmergencyApi::Done done)
{
    return m_rest.call<Acknowledged<Session>>(
        {Operation::activateEmergency, {}, {}, api::toJson(Proven{asked, password}), {}},
        readAcknowledged<Session>, std::move(done));
}

Call HttpCms::confirmEmergency(const core::EmergencyId &session, const core::Secret &password,
    const core::ETag &expected, EmergencyApi::Done done)
{
    return m_rest.call<Acknowledged<Session>>({Operation::confirmEmergency, {session.text()}, {},
                                                  api::toJson(api::StepUp{password}), expected},
        readAcknowledged<Session>, std::move(done));
}

Call HttpCms::extendEmergency(const core::EmergencyId &session,
    const core::EmergencyExtensionAsked &asked, const core::Secret &password,
    const core::ETag &expected, EmergencyApi::Done done)
{
    return m_rest.call<Acknowledged<Session>>({Operation::extendEmergency, {session.text()}, {},
                                                  api::toJson(Proven{asked, password}), expected},
        readAcknowledged<Session>, std::move(done));
}

Call HttpCms::endEmergency(const core::EmergencyId &session, const std::string &reason,
    const core::ETag &expected, EmergencyApi::Done done)
{
    return m_rest.call<Acknowledged<Session>>(
        {Operation::endEmergency, {session.text()}, {}, api::toJson(api::Reason{reason}), expected},
        readAcknowledged<Session>, std::move(done));
}

Call HttpCms::applyInEmergency(const core::EmergencyId &session,
    const core::EmergencyChanges &changes, const core::ETag &expected, EmergencyApi::Done done)
{
    return m_rest.call<Acknowledged<Session>>(
        {Operation::applyInEmergency, {session.text()}, {}, api::toJson(changes), expected},
        readAcknowledged<Session>, std::move(done));
}

Call HttpCms::reviewEmergency(const core::EmergencyId &session,
    const core::NewEmergencyReview &review, const core::Secret &password,
    const core::ETag &expected, EmergencyApi::Done done)
{
    return m_rest.call<Acknowledged<Session>>({Operation::reviewEmergency, {session.text()}, {},
                                                  api::toJson(Proven{review, password}), expected},
        readAcknowledged<Session>, std::move(done));
}

Call HttpCms::ratifyEmergency(const core::EmergencyId &session, const std::string &reason,
    Handler<Acknowledged<core::ChangeRequest>> done)
{
    return m_rest.call<Acknowledged<core::ChangeRequest>>(
        {Operation::ratifyEmergency, {session.text()}, {}, api::toJson(api::Reason{reason}), {}},
        readAcknowledged<core::ChangeRequest>, std::move(done));
}

} // namespace chancery::client
