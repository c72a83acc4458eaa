//! What the report makes of clocks that are years off: which evening something was said on, and so what is a
//! disagreement and what is history, goes by times as they are shown.

use proptest::prelude::*;

use super::*;
use crate::canvass::author::Role;
use crate::canvass::fold::Written;
use crate::canvass::id::HeadId;
use crate::canvass::stream::Stream;
use crate::organise::small::{NOW, Small};

const TEN_YEARS: i64 = 315_576_000;
const DAY: i64 = 86_400;
/// When an organiser's device counts what came on an evening: seconds after it began.
const COUNTED: i64 = 10 * 3600;
/// Volunteers' logs begin here; below are the organisers'.
const FIRST: u8 = 3;
const PHONES: usize = 4;
const DOORS: usize = 3;

/// Somebody at a door.
#[derive(Clone, Debug)]
struct Visit {
    /// Evenings before tonight.
    ago: i64,
    /// Seconds after that evening began, before anything is counted.
    later: i64,
    phone: u8,
    place: usize,
    value: Value,
}

fn any_visits() -> impl Strategy<Value = Vec<Visit>> {
    let value = prop_oneof![Just(Value::Yes), Just(Value::No), Just(Value::WouldNotSay)];
    let phones = FIRST..FIRST + PHONES as u8;
    let visit = (0..4i64, 0..COUNTED, phones, 0..DOORS, value);
    let visit = visit.prop_map(|(ago, later, phone, place, value)| Visit {
        ago,
        later,
        phone,
        place,
        value,
    });
    prop::collection::vec(visit, 1..16).prop_map(|mut visits| {
        visits.sort_by_key(|visit| (-visit.ago, visit.later));
        visits
    })
}

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

/// What was written by these visits; where it is counted, at the end of each evening.
fn written(visits: &[Visit], counted: bool) -> Vec<Written> {
    let mut small = Small::new(DOORS);
    small.now = tonight().since - 30 * DAY;
    let question = Fact::Question {
        words: "Is the lift out?".into(),
        answers: AnswerKind::YesNo,
    };
    let question = QuestionId(small.board(question, vec![]));
    for ago in (0..4).rev() {
        let began = tonight().since - ago * DAY;
        for visit in visits.iter().filter(|visit| visit.ago == ago) {
            small.now = began + visit.later;
            let door = vec![small.door(visit.place).into()];
            let knock = Fact::Knock {
                outcome: Outcome::Spoke,
                by: None,
                when: None,
            };
            small.say(visit.phone, Role::Volunteer, 0, knock, door);
            let about = vec![small.household(visit.place).into(), question.into()];
            let value = visit.value.clone();
            let fact = Fact::Answer { value, script: 1 };
            small.say(visit.phone, Role::Volunteer, 0, fact, about);
        }
        if counted {
            small.now = began + COUNTED;
            count(&mut small);
        }
    }
    small.runs()
}

/// An organiser's device says what it has.
fn count(small: &mut Small) {
    let runs = small.runs().into_iter().filter(is_a_phones);
    let heads: Vec<Id> = runs
        .map(|run| {
            let (log, seq) = (run.log, run.events.len() as u64);
            HeadId(Dot { log, seq }).into()
        })
        .collect();
    if !heads.is_empty() {
        let hashes = vec![[0; 32]; heads.len()];
        small.say(2, Role::Organiser, 0, Fact::Counted { hashes }, heads);
    }
}

fn is_a_phones(run: &Written) -> bool {
    run.author.role == Role::Volunteer && matches!(run.author.stream, Stream::Stair(_))
}

/// The same, each phone's clock so far off; measured, its boxes say by how much.
fn off_by(runs: &[Written], off: &[i64], measured: bool) -> Vec<Written> {
    let mut runs = runs.to_vec();
    for run in runs.iter_mut().filter(|run| is_a_phones(run)) {
        let by = off[usize::from(run.log.0[0] - FIRST)];
        run.events.iter_mut().for_each(|event| event.at += by);
        if measured {
            run.offset = i32::try_from(-by).unwrap();
        }
    }
    runs
}

fn report(runs: &[Written]) -> Report {
    Report::read(&State::fold(runs), &[], tonight())
}

type Stand = (Vec<Id>, BTreeSet<(Value, BTreeSet<Dot>)>);

/// What stands of each register that differs, whichever evening it is taken to be of.
fn stands(report: &Report) -> BTreeSet<Stand> {
    let rows = report.disagreements.iter().chain(&report.history);
    rows.map(|row| {
        let mut versions: BTreeMap<Value, BTreeSet<Dot>> = BTreeMap::new();
        for version in row.versions.iter().chain(&row.before) {
            let dots = versions.entry(version.value.clone()).or_default();
            dots.extend(&version.dots);
        }
        (row.about.clone(), versions.into_iter().collect())
    })
    .collect()
}

type Parted<'a> = (
    &'a [Id],
    Vec<(&'a Value, &'a [Dot])>,
    Vec<(&'a Value, &'a [Dot])>,
);

/// What is to be settled and what is history, without the times.
fn parted(report: &Report) -> Vec<Parted<'_>> {
    fn plain(versions: &[Version]) -> Vec<(&Value, &[Dot])> {
        let versions = versions.iter();
        versions.map(|it| (&it.value, it.dots.as_slice())).collect()
    }
    let rows = report.disagreements.iter().chain(&report.history);
    rows.map(|row| {
        (
            row.about.as_slice(),
            plain(&row.versions),
            plain(&row.before),
        )
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Every figure, every row and every time of it.
    #[test]
    fn clocks_ten_years_off_change_nothing_where_their_offset_was_measured(
        visits in any_visits(),
        off in prop::collection::vec(-TEN_YEARS..=TEN_YEARS, PHONES),
        counted in any::<bool>(),
    ) {
        let runs = written(&visits, counted);
        prop_assert_eq!(report(&off_by(&runs, &off, true)), report(&runs));
    }

    /// Nothing that is ahead is later than the evening on which an organiser had it.
    #[test]
    fn clocks_that_are_ahead_and_not_measured_move_nothing_past_the_evening_it_was_counted(
        visits in any_visits(),
        off in prop::collection::vec(0..=TEN_YEARS, PHONES),
    ) {
        let runs = written(&visits, true);
        let (plain, ahead) = (report(&runs), report(&off_by(&runs, &off, false)));
        prop_assert_eq!(parted(&ahead), parted(&plain));
        prop_assert_eq!(ahead.questions, plain.questions);
    }

    /// Not measured, and behind or ahead: it is read as of another evening, and nothing of it is gone.
    #[test]
    fn clocks_that_are_not_measured_take_no_version_away(
        visits in any_visits(),
        off in prop::collection::vec(-TEN_YEARS..=TEN_YEARS, PHONES),
        counted in any::<bool>(),
    ) {
        let runs = written(&visits, counted);
        let (plain, moved) = (report(&runs), report(&off_by(&runs, &off, false)));
        prop_assert_eq!(stands(&moved), stands(&plain));
        prop_assert_eq!(moved.questions[0].answered, plain.questions[0].answered);
        prop_assert_eq!((moved.tried(), moved.reached()), (plain.tried(), plain.reached()));
    }
}

/// One phone hears yes, the next evening's hears no.
fn yes_then_no() -> Vec<Written> {
    let visit = |ago, phone, value| Visit {
        ago,
        later: 3600,
        phone,
        place: 0,
        value,
    };
    let visits = [visit(1, FIRST, Value::Yes), visit(0, FIRST + 1, Value::No)];
    written(&visits, true)
}

#[test]
fn the_later_evenings_answer_counts_whichever_clock_is_years_off() {
    let runs = yes_then_no();
    let no_alone = BTreeMap::from([(Value::No, 1)]);
    for (off, measured) in [
        ([0, 0], false),
        ([TEN_YEARS, 0], false),
        ([TEN_YEARS, -TEN_YEARS], true),
    ] {
        let mut all = off.to_vec();
        all.resize(PHONES, 0);
        let report = report(&off_by(&runs, &all, measured));
        assert_eq!(report.questions[0].counts, no_alone, "{off:?} {measured}");
        assert_eq!(report.history[0].before[0].value, Value::Yes);
        assert_eq!(report.disagreements, []);
    }
}

/// The exception (docs/protocol.md, "Rounds"): nobody measured that it is behind, so that it is taken for as old as
/// it says, though not for older than its certificate.
#[test]
fn an_answer_by_a_clock_years_behind_that_nobody_measured_is_history_no_older_than_its_certificate()
{
    let mut runs = off_by(&yes_then_no(), &[0, -TEN_YEARS, 0, 0], false);
    let counts = |runs: &[Written]| report(runs).questions[0].counts.clone();
    assert_eq!(counts(&runs), BTreeMap::from([(Value::Yes, 1)]));
    assert_eq!(report(&runs).history[0].before[0].value, Value::No);
    let behind = |run: &&mut Written| is_a_phones(run) && run.log.0[0] == FIRST + 1;
    for run in runs.iter_mut().filter(behind) {
        run.author.issued = tonight().since;
    }
    assert_eq!(counts(&runs), BTreeMap::from([(Value::No, 1)]));
}
