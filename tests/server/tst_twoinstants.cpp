// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describehierarchy.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <QJsonObject>

#include <random>

using namespace chancery;
using support::inQuotes;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> paths{"a/defaults", "a/one", "a/two", "a/svc/defaults", "a/svc/main",
    "a/layers/base", "a/layers/eu", "a/layers/us", "a/layers/g1", "a/layers/i1", "a/layers/i2"};
constexpr std::size_t firstLayer = 5; // of the paths: those that are nothing but layers

QJsonValue valueOf(core::Value value)
{
    if (value.isObject()) {
        QJsonObject object;
        for (const auto &member : value)
            object.insert(
                QString::fromStdString(std::string(member.key())), valueOf(member.value()));
        return object;
    }
    const auto text = std::string(value.text());
    if (value.isNumber())
        return std::stoi(text);
    return value.isBool() ? QJsonValue(value.isTrue()) : QJsonValue(QString::fromStdString(text));
}

QJsonValue valueOf(const std::string &text)
{
    const auto reading = core::readJson(text);
    return reading ? valueOf(reading.tree().root()) : QJsonValue(QJsonValue::Undefined);
}

std::string written(const QJsonValue &value)
{
    if (value.isObject()) {
        std::string text;
        const auto object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            text += (text.empty() ? "\"" : ",\"") + member.key().toStdString()
                + "\":" + written(*member);
        return '{' + text + '}';
    }
    if (value.isString())
        return '"' + value.toString().toStdString() + '"';
    if (value.isBool())
        return value.toBool() ? "true" : "false";
    return value.isDouble() ? std::to_string(value.toInt()) : "none";
}

struct DeclaredLayer {
    std::string kind;
    std::string name;
    std::string path;
};

// What somebody did, as it would stand in a diary.
struct Event {
    core::Instant at;
    std::string path;
    std::optional<std::string> text; // that became live; else the layers are other ones
    std::vector<DeclaredLayer> layers;
};

struct Where {
    QString region;
    QString group;
    QString instance;
};

// Reads the diary from its first line for every question, and knows the rules of docs/hierarchy.md
// in their plainest form: one document laid over another, one string after another. Nothing of it
// is the engine's.
class Diary {
public:
    std::vector<Event> events;

    // The document of a config; null where nothing of its own was live, undefined where a reference
    // led nowhere.
    QJsonValue read(const std::string &path, const Where &where, core::Instant at) const
    {
        const auto document = merged(path, where, at);
        return document ? followed(*document, path, where, at) : QJsonValue();
    }

private:
    const Event *latest(const std::string &path, core::Instant at, bool isText) const
    {
        const Event *found = nullptr;
        for (const auto &event : events) {
            if (event.path == path && event.text.has_value() == isText && event.at <= at)
                found = &event;
        }
        return found;
    }

    std::optional<QJsonObject> textOf(const std::string &path, core::Instant at) const
    {
        const auto *event = latest(path, at, true);
        if (!event)
            return {};
        return valueOf(*event->text).toObject();
    }

    static bool isDirective(const QJsonValue &value, const char *name)
    {
        return value.isObject() && value.toObject().contains(QLatin1String(name));
    }

    static QJsonValue laid(const QJsonValue &below, const QJsonValue &above)
    {
        if (isDirective(above, "$replace"))
            return above.toObject()[QLatin1String("$replace")];
        if (!above.isObject())
            return above;
        auto all = below.isObject() ? below.toObject() : QJsonObject();
        const auto members = above.toObject();
        for (auto member = members.begin(); member != members.end(); ++member) {
            if (isDirective(*member, "$remove"))
                all.remove(member.key());
            else
                all.insert(member.key(), laid(all[member.key()], *member));
        }
        return all;
    }

    std::optional<QJsonObject> merged(
        const std::string &path, const Where &where, core::Instant at) const
    {
        std::vector<std::string> chain;
        for (auto slash = path.find('/'); slash != std::string::npos;
            slash = path.find('/', slash + 1)) {
            const auto above = path.substr(0, slash + 1) + "defaults";
            if (above != path)
                chain.push_back(above);
        }
        chain.push_back(path);
        QJsonValue document = QJsonObject();
        bool isLive = false;
        for (const auto &one : chain) {
            for (const auto &text : stackOf(one, where, at)) {
                document = laid(document, text);
                isLive = isLive || one == path;
            }
        }
        return isLive ? std::optional(document.toObject()) : std::nullopt;
    }

    std::vector<QJsonObject> stackOf(
        const std::string &path, const Where &where, core::Instant at) const
    {
        std::vector<QJsonObject> texts;
        const auto add = [&](const std::string &of) {
            if (auto text = textOf(of, at))
                texts.push_back(std::move(*text));
        };
        const auto *declared = latest(path, at, false);
        const auto addLayers = [&](const char *kind, const QString &name) {
            for (const auto &layer : declared ? declared->layers : std::vector<DeclaredLayer>()) {
                if (layer.kind == kind && QString::fromStdString(layer.name) == name)
                    add(layer.path);
            }
        };
        addLayers("base", {});
        add(path);
        for (const auto &[kind, name] : {std::pair("region", where.region),
                 std::pair("group", where.group), std::pair("instance", where.instance)}) {
            if (!name.isEmpty())
                addLayers(kind, name);
        }
        return texts;
    }

    // "${ref:/a/one#/n}", alone or inside of a text; all of them lead to a member of the root.
    QJsonValue followed(const QJsonValue &value, const std::string &path, const Where &where,
        core::Instant at) const
    {
        if (value.isObject()) {
            auto object = value.toObject();
            for (auto member = object.begin(); member != object.end(); ++member) {
                const auto after = followed(*member, path, where, at);
                if (after.isUndefined())
                    return after;
                *member = after;
            }
            return object;
        }
        const auto text = value.toString();
        const auto begin = text.indexOf(QLatin1String("${ref:"));
        if (begin < 0)
            return value;
        const auto end = text.indexOf(u'}', begin);
        const auto inner = text.mid(begin + 6, end - begin - 6);
        const auto to = inner.section(u'#', 0, 0).mid(1).toStdString();
        const auto document = merged(to, where, at);
        const auto name = inner.section(u"#/"_qs, 1);
        if (!document || !document->contains(name))
            return QJsonValue(QJsonValue::Undefined);
        const auto target = followed((*document)[name], to, where, at);
        if (begin == 0 && end == text.size() - 1)
            return target;
        return target.isUndefined()
            ? target
            : QJsonValue(text.left(begin) + target.toVariant().toString() + text.mid(end + 1));
    }
};

} // namespace

// What was effective in a place at an instant, against a diary that is read from its beginning.
class TestTwoInstants : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void everyPlaceAtAnyInstantIsAsTheDiaryHasIt_data();
    void everyPlaceAtAnyInstantIsAsTheDiaryHasIt();

private:
    int below(int bound) { return int(m_random() % unsigned(bound)); }
    std::string randomText(std::size_t which);
    void publishAny();
    void declareAny();
    QJsonValue told(const std::string &path, const Where &where, core::Instant at);
    void compareAll(core::Instant at);

    std::mt19937 m_random;
    Diary m_diary;
    std::map<std::string, std::string> m_ids;
    int m_step = 0;
    int m_documents = 0;
    int m_placed = 0; // that say something else than for the whole environment
};

std::string TestTwoInstants::randomText(std::size_t which)
{
    QJsonObject text{{QStringLiteral("n"), ++m_step}};
    for (int key = 0; key < 3; ++key) {
        const auto name = QStringLiteral("k%1").arg(key);
        const int choice = below(8);
        if (choice < 3)
            text[name] = below(100);
        else if (choice < 5)
            text[name] = QJsonObject{
                {QStringLiteral("x"), below(9)}, {QStringLiteral("y%1").arg(below(2)), below(9)}};
        else if (choice == 5)
            text[name] = QJsonObject{{QStringLiteral("$remove"), true}};
        else if (choice == 6)
            text[name]
                = QJsonObject{{QStringLiteral("$replace"), QJsonObject{{QStringLiteral("z"), 1}}}};
    }
    // What refers is referred to by nothing before it: there is no circle.
    if (which == 2 && below(2) == 0)
        text[QStringLiteral("r")] = QStringLiteral("${ref:/a/one#/n}");
    if (which == 4 && below(2) == 0)
        text[QStringLiteral("s")] = QStringLiteral("at ${ref:/a/one#/n} of it");
    if (which == 4 && below(3) == 0)
        text[QStringLiteral("t")] = QStringLiteral("${ref:/a/two#/n}");
    return written(text);
}

// What the server refuses did not happen.
void TestTwoInstants::publishAny()
{
    const auto which = std::size_t(below(int(paths.size())));
    const auto text = randomText(which);
    if (!publish(m_ids[paths[which]], "dev", text).empty())
        m_diary.events.push_back({clock.time, paths[which], text, {}});
}

void TestTwoInstants::declareAny()
{
    static const std::vector<DeclaredLayer> kinds{{"base", "", "a/layers/base"},
        {"region", "eu", "a/layers/eu"}, {"region", "us", "a/layers/us"},
        {"group", "g1", "a/layers/g1"}, {"instance", "i1", "a/layers/i1"},
        {"instance", "i2", "a/layers/i2"}};
    const auto &path = paths[std::size_t(below(firstLayer))];
    std::vector<DeclaredLayer> layers;
    std::string json;
    for (const auto &layer : kinds) {
        if (below(2) == 0)
            continue;
        layers.push_back(layer);
        json += (json.empty() ? R"({"kind":)" : R"(,{"kind":)") + inQuotes(layer.kind)
            + R"(,"name":)" + inQuotes(layer.name) + R"(,"config":)" + inQuotes(m_ids[layer.path])
            + '}';
    }
    const auto address = "/v1/configs/" + m_ids[path] + "/layers";
    const auto answer = ask("PUT", address, R"({"layers":[)" + json + R"(],"dependencies":[]})",
        ask("GET", address).etag);
    if (answer.status == 200)
        m_diary.events.push_back({clock.time, path, {}, layers});
}

QJsonValue TestTwoInstants::told(const std::string &path, const Where &where, core::Instant at)
{
    const auto answer = ask("GET", "/v1/configs/" + m_ids[path] + "/effective", {}, {},
        "environment=dev&region=" + where.region.toStdString()
            + "&group=" + where.group.toStdString() + "&instance=" + where.instance.toStdString()
            + "&at=" + core::toRfc3339(at));
    if (answer.status == 404)
        return {};
    const auto view = read<core::EffectiveView>(answer);
    if (!view)
        return QJsonValue(QJsonValue::Undefined);
    return valueOf(view->text);
}

void TestTwoInstants::compareAll(core::Instant at)
{
    for (std::size_t i = 0; i < firstLayer; ++i) {
        const auto whole = m_diary.read(paths[i], {}, at);
        for (const auto *region : {"", "eu", "us"}) {
            const Where where{QLatin1String(region),
                below(2) == 0 ? QString() : QStringLiteral("g1"),
                below(3) == 0 ? QString() : QStringLiteral("i%1").arg(1 + below(2))};
            const auto expected = m_diary.read(paths[i], where, at);
            const auto is = told(paths[i], where, at);
            m_documents += expected.isObject() ? 1 : 0;
            m_placed += expected.isObject() && expected != whole ? 1 : 0;
            const auto told = QByteArray(paths[i].c_str()) + " in " + where.region.toUtf8() + ' '
                + where.group.toUtf8() + ' ' + where.instance.toUtf8() + " at "
                + core::toRfc3339(at).c_str() + "\nis " + written(is).c_str() + "\nnot "
                + written(expected).c_str();
            QVERIFY2(is == expected, told.constData());
        }
    }
}

void TestTwoInstants::everyPlaceAtAnyInstantIsAsTheDiaryHasIt_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void TestTwoInstants::everyPlaceAtAnyInstantIsAsTheDiaryHasIt()
{
    QFETCH(unsigned, seed);
    m_random.seed(seed);
    m_diary = {};
    m_ids.clear();
    m_documents = m_placed = 0;
    for (const auto &path : paths)
        m_ids[path] = config(path);
    const auto start = clock.time;
    for (int step = 0; step < 60; ++step) {
        // Several things happen at one instant, and a clock is set back now and then.
        clock.time += step % 20 == 19 ? -1s * below(200) : 1s * below(300);
        if (below(3) == 0 || step < 6)
            declareAny();
        else
            publishAny();
    }
    const auto end = std::ranges::max(m_diary.events, {}, &Event::at).at;
    clock.time = std::max(clock.time, end);
    compareAll(start - 1s);
    for (int i = 0; i < 8; ++i)
        compareAll(m_diary.events[std::size_t(below(int(m_diary.events.size())))].at);
    for (int i = 0; i < 8; ++i)
        compareAll(start + (clock.time - start) * below(1000) / 1000);
    QVERIFY2(m_documents > 60 && m_placed > 10,
        qPrintable(QStringLiteral("%1 documents, %2 with layers of the place")
                .arg(m_documents)
                .arg(m_placed)));
}

QTEST_GUILESS_MAIN(TestTwoInstants)
#include "tst_twoinstants.moc"
