// SPDX-License-Identifier: Apache-2.0
#include "tests/core/requestlife.h"
#include "tests/support/testcase.h"

#include <map>
#include <random>
#include <set>
#include <thread>

// The six properties of governance.md "Evaluation", over sequences of what may happen to a request
// and around it. Each sequence comes from its number alone, so that a failure names the one to look
// at. Who was right is said by a witness that knows nothing of the product: it reads the history.

using namespace chancery;
using core::policy::Verdict;
using support::Event;
using support::Fault;
using support::Happening;
using support::RequestLife;

namespace {

constexpr int sequences = 100'000;
constexpr int longest = 16; // events
constexpr int people = RequestLife::accounts;

using History = std::vector<std::pair<Event, core::Instant>>; // what was allowed, and when

// What is true of one request at the end of its history, written from the rules.
class Witness {
public:
    explicit Witness(const History &history, core::Instant begin)
    {
        m_until[3] = begin + std::chrono::hours(2);
        for (const auto &[event, at] : history) {
            ++m_step;
            m_now = at;
            see(event);
        }
    }

    // Why what was applied should not have been; empty where it should.
    std::string objection() const
    {
        if (m_frozen[0] || m_frozen[1])
            return "frozen";
        for (int who = 0; who < people; ++who) {
            if (m_word[who] == Happening::RequestChanges && isAround(who))
                return "somebody asks for changes";
        }
        for (const auto &[rule, span] : m_rules) {
            if (span.second <= m_voided)
                continue;
            const int number = rule % 10;
            const int need = number % 3 == 2 ? 2 : 1;
            for (int variant = 0; variant < 3; ++variant) {
                const bool isOwned = number == 5;
                if (isOwned && m_ownersUntil[variant] <= m_voided)
                    continue;
                if (headsFor(number, isOwned ? variant : -1) < need)
                    return "rule " + std::to_string(number) + " has too few";
            }
        }
        return {};
    }

private:
    static constexpr int always = 1'000'000;

    void see(const Event &event)
    {
        using enum Happening;
        const int who = event.who;
        switch (event.what) {
        case Edit:
        case Claim:
            m_hands.insert(who);
            voidAll();
            break;
        case Rebase:
            if (m_hands.insert(who).second || event.detail != 0)
                voidAll();
            break;
        case EffectMoves:
        case Submit:
            voidAll();
            break;
        case Approve:
        case RequestChanges:
        case Comment:
        case TakeBack:
            m_word[who] = event.what;
            break;
        default:
            seeAround(event);
        }
    }
    void seeAround(const Event &event)
    {
        using enum Happening;
        const int who = event.who;
        switch (event.what) {
        case RuleComes:
            m_rules[10 * m_step + 2 + event.detail % 4] = {m_step, always};
            break;
        case RuleGoes:
            for (auto rule = m_rules.rbegin(); rule != m_rules.rend(); ++rule) {
                if (rule->second.second == always) {
                    rule->second.second = m_step;
                    break;
                }
            }
            break;
        case OwnersChange:
            m_ownersUntil[m_owners] = m_step;
            m_owners = event.detail % 3;
            m_ownersUntil[m_owners] = always;
            break;
        case Freeze:
        case Thaw:
            m_frozen[event.detail % 2] = event.what == Freeze;
            break;
        default:
            seePerson(who, event);
        }
    }
    void seePerson(int who, const Event &event)
    {
        using enum Happening;
        switch (event.what) {
        case RoleGiven:
        case RoleLent:
            m_isLate[who] = true;
            m_has[who] = true;
            m_until[who].reset();
            if (event.what == RoleLent)
                m_until[who] = m_now + std::chrono::hours(1);
            break;
        case RoleTaken:
            m_has[who] = false;
            break;
        case Disable:
        case Enable:
            m_isGone[who] = event.what == Disable;
            break;
        case Join:
            m_redSince[who] = std::min(m_redSince[who], m_step);
            break;
        case Leave:
            m_redSince[who] = always;
            break;
        case Link:
            m_twin[who] = event.detail;
            break;
        default:
            break;
        }
    }
    void voidAll()
    {
        m_voided = m_step;
        for (auto &word : m_word)
            word = Happening::Comment;
    }
    int head(int who) const { return m_twin[who] < 0 ? who : m_twin[who]; }
    bool isAround(int who) const
    {
        return who != people - 1 && !m_isGone[who] && m_has[who]
            && (!m_until[who] || m_now <= *m_until[who]);
    }
    bool isHonest(int who) const
    {
        if (!isAround(who) || m_isLate[who] || m_word[who] != Happening::Approve)
            return false;
        return std::ranges::none_of(m_hands, [&](int hand) {
            // Account 2 has made account 4 what it is.
            return head(hand) == head(who) || hand == who || (who == 4 && head(hand) == head(2));
        });
    }
    bool isRed(int who) const { return m_redSince[who] <= m_voided; }
    bool owns(int who, int variant) const
    {
        return variant == 0 ? who == 1 || isRed(who) : who == 2 || (variant == 2 && who == 3);
    }
    int headsFor(int rule, int variant) const
    {
        std::set<int> heads;
        for (int who = 0; who < people; ++who) {
            const bool isMeant = (rule != 4 || isRed(who)) && (variant < 0 || owns(who, variant));
            if (isHonest(who) && isMeant)
                heads.insert(head(who));
        }
        return int(heads.size());
    }

    int m_step = 0;
    core::Instant m_now{};
    int m_voided = 0;
    std::set<int> m_hands{0};
    std::map<int, std::pair<int, int>> m_rules{{0, {0, always}}, {1, {0, always}}};
    int m_owners = 0;
    int m_ownersUntil[3] = {always, -1, -1};
    bool m_frozen[2] = {};
    Happening m_word[people] = {Happening::Comment, Happening::Comment, Happening::Comment,
        Happening::Comment, Happening::Comment, Happening::Comment};
    bool m_isLate[people] = {};
    bool m_has[people] = {true, true, true, true, true, true};
    std::optional<core::Instant> m_until[people];
    bool m_isGone[people] = {};
    int m_redSince[people] = {always, 0, always, always, 0, always};
    int m_twin[people] = {-1, -1, -1, -1, -1, -1};
};

std::vector<Event> eventsOf(int number)
{
    using enum Happening;
    std::mt19937 random{unsigned(number)};
    const auto below = [&random](int bound) { return int(random() % unsigned(bound)); };
    std::vector<Event> events;
    for (int count = 4 + below(longest - 3); count > 0; --count) {
        Event event{Happening(below(support::happenings)), below(people), below(6)};
        // What lives are mostly made of.
        static constexpr Happening often[]{Approve, Approve, Approve, Apply, Edit, Rebase};
        if (below(3) > 0)
            event.what = often[below(6)];
        events.push_back(event);
    }
    events.push_back({Apply, 0, 0});
    return events;
}

bool isWord(const Event &event)
{
    return event.what >= Happening::Approve && event.what <= Happening::TakeBack;
}

struct Outcome {
    int applied = 0;
    int verdicts = 0; // that changed
    int number = -1; // of the sequence that is wrong
    std::string wrong;
};

// One life after another, and what is wrong with it.
class Trial {
public:
    Trial(int number, Fault fault)
        : m_number(number)
        , m_fault(fault)
        , m_events(eventsOf(number))
    {
    }

    std::string wrong(Outcome &outcome)
    {
        RequestLife life(m_fault);
        const auto begin = life.now;
        // Every eighth is looked at after each event, as a console would that follows it.
        const bool isFollowed = m_number % 8 == 0;
        const auto probed = std::size_t(m_number / 7) % m_events.size();
        History history;
        for (std::size_t i = 0; i < m_events.size(); ++i) {
            if (i == probed) {
                if (auto words = wrongNow(life); !words.empty())
                    return words;
            }
            if (life.happen(m_events[i]))
                history.emplace_back(m_events[i], life.now);
            if (life.state == core::RequestState::Applied) {
                ++outcome.applied;
                return Witness(history, begin).objection();
            }
            if (!isFollowed)
                continue;
            if (auto words = wrongFollowing(life, outcome); !words.empty())
                return words;
        }
        return isFollowed ? wrongOrder() : std::string();
    }

private:
    // A rule more, a vote less, another order: none of them satisfies what was not satisfied.
    std::string wrongNow(const RequestLife &life)
    {
        if (life.request.targets.empty() || core::policy::isFinal(life.state))
            return {};
        const auto before = life.judged();
        auto other = life;
        std::mt19937 random{unsigned(m_number)};
        std::ranges::shuffle(other.votes, random);
        std::ranges::shuffle(other.principals, random);
        std::ranges::shuffle(other.request.contributors, random);
        if (other.judged() != before)
            return "another order, another verdict";
        if (before.verdict == Verdict::Approved)
            return {};
        other.policies.rules.push_back(RequestLife::rule(2 + m_number % 4));
        if (other.isApproved())
            return "a rule more satisfies";
        other.policies.rules.pop_back();
        for (std::size_t vote = 0; vote < other.votes.size(); ++vote) {
            if (other.votes[vote].kind != core::policy::VoteKind::Approve)
                continue;
            std::swap(other.votes[vote], other.votes.back());
            const auto gone = other.votes.back();
            other.votes.pop_back();
            if (other.isApproved())
                return "a vote less satisfies";
            other.votes.push_back(gone);
        }
        return {};
    }
    // What was written down says how it stands, and nothing else does.
    std::string wrongFollowing(RequestLife &life, Outcome &outcome)
    {
        const auto before = life.log.size();
        life.settle();
        outcome.verdicts += int(life.log.size() - before);
        auto told = core::RequestState::Open;
        for (const auto event : life.log)
            told = stateAfter(told, event).value_or(told);
        if (told != life.state)
            return "the verdict has changed and nobody was told";
        const bool isApproved = life.state == core::RequestState::Approved;
        const bool isOpen = life.state == core::RequestState::Open;
        return (isApproved || isOpen) && life.isApproved() != isApproved
            ? "the state is not the verdict"
            : "";
    }
    // Votes of two people that follow each other, the other way round.
    std::string wrongOrder()
    {
        auto swapped = m_events;
        for (std::size_t i = 0; i + 1 < swapped.size(); ++i) {
            if (isWord(swapped[i]) && isWord(swapped[i + 1])
                && swapped[i].who != swapped[i + 1].who) {
                std::swap(swapped[i], swapped[i + 1]);
                ++i;
            }
        }
        RequestLife first(m_fault);
        RequestLife second(m_fault);
        for (std::size_t i = 0; i < m_events.size(); ++i) {
            (void)first.happen(m_events[i]);
            (void)second.happen(swapped[i]);
        }
        return first.state == second.state && first.judged() == second.judged()
            ? ""
            : "votes in another order, another end";
    }

    int m_number = 0;
    Fault m_fault = Fault::None;
    std::vector<Event> m_events;
};

// Up to the first that is wrong.
Outcome lived(int from, int step, Fault fault)
{
    Outcome outcome;
    for (int number = from; number < sequences; number += step) {
        outcome.wrong = Trial(number, fault).wrong(outcome);
        outcome.number = number;
        if (!outcome.wrong.empty())
            return outcome;
    }
    return outcome;
}

// As what happened to whom: numbers of Happening, account and detail.
std::string told(const Outcome &outcome)
{
    auto text = "sequence " + std::to_string(outcome.number) + ": " + outcome.wrong + ":";
    for (const auto &event : eventsOf(outcome.number))
        text += ' ' + std::to_string(int(event.what)) + '/' + std::to_string(event.who) + '/'
            + std::to_string(event.detail);
    return text;
}

} // namespace

class TestRequestLife : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov02_theSixPropertiesHoldOverRandomSequences();
    void aPlantedFaultIsFound_data();
    void aPlantedFaultIsFound();
};

void TestRequestLife::gov02_theSixPropertiesHoldOverRandomSequences()
{
    Outcome halves[2];
    {
        std::jthread other([&halves] { halves[1] = lived(1, 2, Fault::None); });
        halves[0] = lived(0, 2, Fault::None);
    }
    int applied = 0;
    int verdicts = 0;
    for (const auto &half : halves) {
        QVERIFY2(half.wrong.empty(), told(half).c_str());
        applied += half.applied;
        verdicts += half.verdicts;
    }
    qInfo("request lives: %d run / 0 skipped (%d applied, %d verdicts changed)", sequences, applied,
        verdicts);
    QVERIFY(applied > sequences / 20);
    QVERIFY(verdicts > sequences / 20);
}

void TestRequestLife::aPlantedFaultIsFound_data()
{
    QTest::addColumn<int>("fault");
    for (int fault = 1; fault < support::faults; ++fault)
        QTest::addRow("fault %d", fault) << fault;
}

void TestRequestLife::aPlantedFaultIsFound()
{
    QFETCH(const int, fault);
    const auto outcome = lived(0, 1, Fault(fault));
    QVERIFY(!outcome.wrong.empty());
    qInfo("%s", told(outcome).c_str());
}

QTEST_GUILESS_MAIN(TestRequestLife)
#include "tst_requestlife.moc"
