// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "engine/api/versionid.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/mailbox.h"
#include "tests/agent/fakelayers.h"
#include "tests/support/silentcms.h"

namespace chancery::support {

// One config in one environment, as an agent sees it, and what else takes part in its document.
// Answers through a mailbox; offline makes every question fail. What tests break, they break in the
// public members.
class FakeCms final : public SilentCms {
public:
    explicit FakeCms(std::shared_ptr<core::Mailbox> mailbox)
        : m_mailbox(std::move(mailbox))
    {
    }

    bool offline = false;
    core::Head head;
    core::Version version;
    std::string text;
    std::string schema; // text; empty for none
    std::vector<std::string> reports; // "applied 3", "refused 4 digest-mismatch: …"
    int texts = 0; // how often a text was asked for
    int heads = 0; // how often what is live was asked for
    int cutAfter = -1; // the line is cut when so many texts have been asked for
    FakeLayers layers; // beside the text
    std::vector<core::RevealedValue> opened; // what the sealed values of a text say
    std::optional<core::Error> opensNothing;
    int openings = 0;
    std::optional<std::string> regionTold; // in the place of the one that was asked for
    std::vector<core::AgentReport> reported;
    std::function<void(const client::StreamEvent &)> onEvent;

    // Makes the text live, with everything about it right.
    void publish(
        const std::string &newText, std::uint64_t epoch, core::Format format = core::Format::Yaml)
    {
        text = newText;
        version.message = "epoch " + std::to_string(epoch);
        version.config = core::ConfigId("cfg_1");
        version.format = format;
        version.sourceDigest = core::sha256Id({}, newText);
        const auto reading = core::read(newText, format);
        if (reading)
            version.content = core::contentId(reading.tree().root());
        if (!schema.empty())
            version.schema = core::SchemaId("sch_1");
        version.id = api::versionIdOf(version);
        head = {version.config, "shop/app", core::EnvironmentId("prod"), version.id,
            version.content, version.format, epoch, {}, {}, {}, {}};
    }
    core::EffectiveHead announced(const core::HierarchyPlace &place) const
    {
        core::EffectiveHead effective;
        effective.config = head.config;
        effective.path = head.path;
        effective.environment = head.environment;
        effective.region = regionTold.value_or(place.region);
        effective.group = place.group;
        effective.instance = place.instance;
        effective.format = head.format;
        effective.content = head.content;
        effective.texts.push_back({head.config, head.path, head.version, head.content, head.epoch});
        layers.addTo(effective);
        return effective;
    }
    void announce(const std::string &resource = "/v1/configs/cfg_1/heads/prod",
        const std::string &kind = "head.update", std::optional<std::string> path = {})
    {
        if (onEvent)
            onEvent({client::StreamState::Connected, false,
                {{1, kind, resource, {}, {}, std::move(path)}}});
    }
    void announcePart(const std::string &path)
    {
        announce(api::pathOf(api::Operation::getHead, {"cfg_" + path, "prod"}));
    }

    std::optional<core::NewAgent> registered; // the last one
    client::Call registerAgent(const core::NewAgent &agent,
        client::Handler<client::Acknowledged<core::Agent>> done) override
    {
        registered = agent;
        client::Acknowledged<core::Agent> made;
        made.value.id = core::AgentId("agt_1");
        made.value.name = agent.name;
        return answer(std::move(done), made);
    }
    client::Call listConfigs(
        const client::ConfigQuery &query, client::Handler<api::Page<core::Config>> done) override
    {
        api::Page<core::Config> page;
        if (query.path == "shop/app")
            page.items.emplace_back().id = core::ConfigId("cfg_1");
        return answer(std::move(done), page);
    }
    client::Call effectiveHead(const core::ConfigId &, const core::HierarchyPlace &place,
        client::Handler<core::EffectiveHead> done) override
    {
        ++heads;
        if (head.epoch == 0)
            return answer<core::EffectiveHead>(std::move(done),
                core::Error{core::ErrorKind::NotFound, "not-found", {}, {}, {}, {}});
        return answer(std::move(done), announced(place));
    }
    client::Call getVersion(const core::VersionId &id, client::Handler<core::Version> done) override
    {
        const auto *part = layers.partOf(id);
        return answer(std::move(done), part ? part->version : version);
    }
    client::Call versionText(const core::VersionId &id, client::Handler<std::string> done) override
    {
        if (texts++ == cutAfter)
            offline = true;
        const auto *part = layers.partOf(id);
        return answer(std::move(done), part ? part->text : text);
    }
    client::Call openVersion(const core::AgentId &, const core::VersionId &id,
        client::Handler<core::OpenedVersion> done) override
    {
        ++openings;
        if (opensNothing)
            return answer<core::OpenedVersion>(std::move(done), *opensNothing);
        return answer(std::move(done), core::OpenedVersion{id, opened});
    }
    client::Call schemaText(const core::SchemaId &, client::Handler<std::string> done) override
    {
        return answer(std::move(done), schema);
    }
    client::Call report(const core::AgentId &, const core::AgentReport &report,
        client::Handler<client::Acknowledged<core::Agent>> done) override
    {
        if (!offline) {
            reported.push_back(report);
            const auto status = report.status == core::ReportStatus::Applied ? "applied "
                : report.status == core::ReportStatus::Refused               ? "refused "
                                                                             : "from-cache ";
            reports.push_back(status + std::to_string(report.epoch)
                + (report.reason.empty() ? "" : ' ' + report.reason));
        }
        return answer(std::move(done), client::Acknowledged<core::Agent>());
    }
    client::Call follow(
        std::uint64_t, std::function<void(const client::StreamEvent &)> handler) override
    {
        onEvent = std::move(handler);
        return client::Call(std::make_shared<core::CancelToken>());
    }

private:
    template <typename T>
    client::Call answer(client::Handler<T> done, core::Result<T> value)
    {
        if (offline)
            value = core::Error{core::ErrorKind::Offline, "connect-failed", {}, {}, {}, {}};
        auto token = std::make_shared<core::CancelToken>();
        m_mailbox->post(token, [done = std::move(done), value] { done(value); });
        return client::Call(std::move(token));
    }
    template <typename T>
    client::Call answer(client::Handler<T> done, T value)
    {
        return answer<T>(std::move(done), core::Result<T>(std::move(value)));
    }

    std::shared_ptr<core::Mailbox> m_mailbox;
};

} // namespace chancery::support
