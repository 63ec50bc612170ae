// SPDX-License-Identifier: Apache-2.0
#include "settings.h"

#include "engine/core/document/value.h"

#include <csignal>

namespace chancery::agent {

namespace {

using core::Value;

constexpr std::pair<std::string_view, int> signalNames[]{{"HUP", SIGHUP}, {"USR1", SIGUSR1},
    {"USR2", SIGUSR2}, {"INT", SIGINT}, {"TERM", SIGTERM}, {"QUIT", SIGQUIT}, {"WINCH", SIGWINCH}};

// Takes members out of an object and remembers what was wrong, each with its line.
class Taker {
public:
    Taker(Value object, std::vector<core::FieldError> &problems)
        : m_object(object)
        , m_problems(problems)
    {
        if (!object.isObject())
            complain(object, "Expected an object");
    }

    std::string text(std::string_view name, bool isRequired = false)
    {
        const auto value = take(name);
        if (value.isString())
            return std::string(value.text());
        if (value.isPresent())
            complain(value, "Expected a string for \"" + std::string(name) + '"');
        else if (isRequired)
            complain(m_object, "\"" + std::string(name) + "\" is missing");
        return {};
    }
    // Which layers take part; empty for none, absent for what stands further up.
    std::optional<std::string> place(std::string_view name)
    {
        const auto value = take(name);
        if (!value.isPresent())
            return std::nullopt;
        if (!value.isString())
            complain(value, "Expected a string for \"" + std::string(name) + '"');
        return value.isString() ? std::string(value.text()) : std::string();
    }
    std::chrono::seconds seconds(std::string_view name, std::chrono::seconds standard)
    {
        const auto value = take(name);
        const auto number = value.isNumber() ? value.integer() : std::nullopt;
        if (number && *number > 0 && *number <= 86'400)
            return std::chrono::seconds(*number);
        if (value.isPresent())
            complain(value, "Expected whole seconds from 1 to 86400");
        return standard;
    }
    std::vector<std::string> command(std::string_view name)
    {
        std::vector<std::string> words;
        const auto value = take(name);
        for (const auto &word : value) {
            if (!word.value().isString() || word.value().text().empty())
                complain(word.value(), "Expected a word of the command");
            else
                words.emplace_back(word.value().text());
        }
        if (value.isPresent() && words.empty())
            complain(value, "Expected a command as an array of words");
        return words;
    }
    Value take(std::string_view name)
    {
        m_known.emplace_back(name);
        return m_object.isObject() ? m_object.find(name) : Value();
    }
    void complain(Value where, std::string what)
    {
        core::FieldError problem;
        problem.code = "bad-setting";
        problem.message = std::move(what);
        if (where.isPresent()) {
            problem.pointer = core::pointerOf(where.tree(), where.index());
            const auto place = core::positionOf(where.tree().source(), where.node().begin);
            problem.line = place.line;
            problem.column = place.column;
        }
        m_problems.push_back(std::move(problem));
    }
    void refuseUnknown()
    {
        if (!m_object.isObject())
            return;
        for (const auto &member : m_object) {
            if (std::find(m_known.begin(), m_known.end(), member.key()) == m_known.end())
                complain(member.value(), "\"" + std::string(member.key()) + "\" is not a setting");
        }
    }
    std::vector<core::FieldError> &problems() { return m_problems; }

private:
    Value m_object;
    std::vector<core::FieldError> &m_problems;
    std::vector<std::string> m_known;
};

std::optional<int> takeMode(Taker &target)
{
    const auto value = target.take("mode");
    if (!value.isPresent())
        return std::nullopt;
    const auto text = value.text();
    if (!value.isString() || text.empty() || text.size() > 4
        || text.find_first_not_of("01234567") != std::string_view::npos) {
        target.complain(value, "Expected the mode as octal digits in a string, like \"0640\"");
        return std::nullopt;
    }
    return std::stoi(std::string(text), nullptr, 8);
}

Reload takeReload(Value object, std::vector<core::FieldError> &problems)
{
    Taker taker(object, problems);
    Reload reload;
    const auto signal = taker.text("signal");
    for (const auto &[name, number] : signalNames) {
        if (name == signal)
            reload.signal = number;
    }
    if (!signal.empty() && reload.signal == 0)
        taker.complain(object["signal"], "Expected HUP, USR1, USR2, INT, TERM, QUIT or WINCH");
    reload.pidFile = taker.text("pidFile", !signal.empty());
    reload.command = taker.command("command");
    reload.timeout = taker.seconds("timeoutSeconds", reload.timeout);
    if (signal.empty() == reload.command.empty())
        taker.complain(object, "Expected either \"signal\" or \"command\"");
    taker.refuseUnknown();
    return reload;
}

ValidateCommand takeValidate(Value object, std::vector<core::FieldError> &problems)
{
    Taker taker(object, problems);
    ValidateCommand validate;
    validate.command = taker.command("command");
    validate.timeout = taker.seconds("timeoutSeconds", validate.timeout);
    const bool namesFile = std::any_of(validate.command.begin(), validate.command.end(),
        [](const auto &word) { return word.find("{file}") != std::string::npos; });
    if (!namesFile)
        taker.complain(object, "The command must name \"{file}\"");
    taker.refuseUnknown();
    return validate;
}

Probe takeProbe(Value object, std::vector<core::FieldError> &problems)
{
    static constexpr int mostFailures = 100;
    Taker taker(object, problems);
    Probe probe;
    probe.command = taker.command("command");
    if (probe.command.empty())
        taker.complain(object, "Expected the \"command\" of the probe");
    probe.every = taker.seconds("everySeconds", std::chrono::seconds(5));
    probe.lasts = taker.seconds("forSeconds", std::chrono::seconds(60));
    if (const auto value = taker.take("failures")) {
        const auto number = value.isNumber() ? value.integer() : std::nullopt;
        if (number && *number >= 1 && *number <= mostFailures)
            probe.failures = int(*number);
        else
            taker.complain(value, "Expected a number from 1 to 100");
    }
    if (probe.every * probe.failures > probe.lasts)
        taker.complain(object, "The probe ends before it can fail so often");
    taker.refuseUnknown();
    return probe;
}

Target takeTarget(Value object, std::vector<core::FieldError> &problems)
{
    Taker taker(object, problems);
    Target target;
    target.path = taker.text("path", true);
    target.file = taker.text("file", true);
    if (!target.file.empty() && target.file.front() != '/')
        taker.complain(object["file"], "Expected an absolute file name");
    target.mode = takeMode(taker);
    target.region = taker.place("region");
    target.group = taker.place("group");
    target.instance = taker.place("instance");
    const auto format = taker.text("format");
    target.asJson = format == "json";
    if (!format.empty() && !target.asJson)
        taker.complain(object["format"], "Only \"json\" can be converted to");
    if (const auto reload = taker.take("reload"))
        target.reload = takeReload(reload, problems);
    if (const auto validate = taker.take("validate"))
        target.validate = takeValidate(validate, problems);
    if (const auto probe = taker.take("probe"))
        target.probe = takeProbe(probe, problems);
    taker.refuseUnknown();
    return target;
}

} // namespace

core::Result<Settings> readSettings(std::string text, core::Format format)
{
    const auto reading = core::read(std::move(text), format);
    if (!reading)
        return core::toError(reading.problem());
    std::vector<core::FieldError> problems;
    const auto root = reading.tree().root();
    Taker taker(root, problems);
    Settings settings;
    settings.server = taker.text("server", true);
    settings.tokenFile = taker.text("tokenFile", true);
    settings.caFile = taker.text("caFile");
    settings.certificateFile = taker.text("certificateFile");
    settings.keyFile = taker.text("keyFile");
    if (settings.certificateFile.empty() != settings.keyFile.empty())
        taker.complain(root, "Expected certificateFile and keyFile, or neither");
    settings.name = taker.text("name", true);
    settings.environment = taker.text("environment", true);
    settings.service = taker.text("service");
    settings.region = taker.place("region").value_or("");
    settings.group = taker.place("group").value_or("");
    settings.instance = taker.place("instance").value_or("");
    for (const auto &item : taker.take("capabilities")) {
        if (item.value().isString() && !item.value().text().empty())
            settings.capabilities.emplace_back(item.value().text());
        else
            taker.complain(item.value(), "Expected the name of a capability");
    }
    settings.cacheDir = taker.text("cacheDir", true);
    settings.resync = taker.seconds("resyncSeconds", settings.resync);
    for (const auto &item : taker.take("targets"))
        settings.targets.push_back(takeTarget(item.value(), problems));
    if (settings.targets.empty())
        taker.complain(root, "Expected at least one target");
    taker.refuseUnknown();
    if (!problems.empty()) {
        const auto first = problems.front();
        return core::Error{core::ErrorKind::Invalid, "bad-settings",
            first.message + " (line " + std::to_string(first.line) + ')', {}, std::move(problems),
            {}};
    }
    return settings;
}

} // namespace chancery::agent
