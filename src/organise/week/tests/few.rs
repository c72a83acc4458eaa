//! The sheet as it is made, read back: no number on it is of few homes, nor can one be worked out from what it tells.

use std::collections::BTreeMap;

use super::*;
use crate::canvass::fact::Value;
use crate::canvass::id::{Id, QuestionId};
use crate::canvass::script::{AnswerKind, Stage, Step};
use crate::organise::evidence::FEWEST;

/// So many doors a stair has.
const DOORS: usize = 32;

/// What came of a stair's homes, the rest never tried: so many of each.
#[derive(Clone, Copy, Debug)]
struct Came {
    spoken: usize,
    refused: usize,
    language: usize,
    in_vain: usize,
}

impl Came {
    fn reached(self) -> usize {
        self.spoken + self.refused + self.language
    }

    fn tried(self) -> usize {
        self.reached() + self.in_vain
    }

    fn all(self) -> Vec<Outcome> {
        [
            (Outcome::Spoke, self.spoken),
            (Outcome::Refused, self.refused),
            (Outcome::Language, self.language),
            (Outcome::NotHome, self.in_vain),
        ]
        .into_iter()
        .flat_map(|(outcome, many)| vec![outcome; many])
        .collect()
    }
}

/// Two stairs; of each the first so many homes were tried three weeks ago, the others tonight. Of the homes spoken to
/// tonight so many were asked, and so many of these did it.
fn knocked(stairs: [Came; 2], before: usize, asked: usize, did: usize) -> Small {
    let mut small = Small::new(DOORS);
    let condition = Group::Members.conditions()[0];
    let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
    let draft = write_down(&small.state(), Some(&ground));
    small.record(1, Role::Organiser, draft);
    let mut spoken = Vec::new();
    for (stair, came) in stairs.into_iter().enumerate() {
        for (n, outcome) in came.all().into_iter().enumerate() {
            let day = if n < before { -21 } else { 0 };
            small.now = evening_of(day) + 18 * HOUR;
            let place = stair * DOORS + n;
            let fact = Fact::Knock {
                outcome,
                by: None,
                when: None,
            };
            let door = small.door(place).into();
            small.say(VERA, Role::Volunteer, stair as u64, fact, vec![door]);
            if day == 0 && outcome == Outcome::Spoke {
                spoken.push(place);
            }
        }
    }
    small.now = evening_of(0) + 19 * HOUR;
    for (n, place) in spoken.into_iter().take(asked).enumerate() {
        let what = if n < did { Act::Signed } else { Act::NotSure };
        act(&mut small, VERA, place, what, 0);
    }
    small
}

fn sheet(week: &Week, small: &Small) -> Vec<String> {
    let place = |stair: StairId| match stair == small.stair(0) {
        true => "First".to_string(),
        false => "Second".to_string(),
    };
    let made = week_sheets(week, "This week", &place, &locales::fill).unwrap();
    let file = String::from_utf8_lossy(&made).into_owned();
    let lines = file.lines();
    let lines = lines.filter_map(|line| line.strip_prefix('(')?.strip_suffix(") Tj"));
    lines.map(str::to_string).collect()
}

type Told = (Option<usize>, Option<usize>);

/// `12 of 40`; what is left out is none.
fn told(words: &str) -> Option<Told> {
    let (n, of) = words.split_once(" of ")?;
    let figure = |words: &str| match words {
        "(left out)" => Some(None),
        number => number.parse().ok().map(Some),
    };
    Some((figure(n)?, figure(of)?))
}

/// What the sheet tells of each measure: the whole, and by name its parts.
fn read_back(lines: &[String]) -> BTreeMap<(Measure, String), Told> {
    let heads: BTreeMap<String, Measure> = Measure::ALL
        .into_iter()
        .map(|it| (locales::fill(&format!("week.{}", it.word()), &[]), it))
        .collect();
    let mut found = BTreeMap::new();
    let mut at = None;
    for line in lines {
        if let Some(measure) = heads.get(line) {
            at = Some(*measure);
        }
        let (name, words) = line.split_once(": ").unwrap_or(("", line));
        if let (Some(measure), Some(figures)) = (at, told(words)) {
            found.insert((measure, name.to_string()), figures);
        }
    }
    found
}

#[test]
fn r11_5_figures_of_many_homes_stand_on_the_sheet_with_what_they_are_of() {
    let came = Came {
        spoken: 12,
        refused: 5,
        language: 3,
        in_vain: 5,
    };
    let small = knocked([came, came], 0, 14, 6);
    let found = read_back(&sheet(&read(&small), &small));
    let of = |measure: Measure, name: &str| found[&(measure, name.to_string())];
    for (measure, name, expected) in [
        (Measure::NeverTried, "", (14, 64)),
        (Measure::NeverTried, "First", (7, 32)),
        (Measure::Reached, "", (40, 64)),
        (Measure::Reached, "Second", (20, 32)),
        (Measure::Asks, "", (14, 24)),
        (Measure::Acts, "", (6, 14)),
        (Measure::Unmet, "", (6, 50)),
    ] {
        let (n, all) = expected;
        assert_eq!(
            of(measure, name),
            (Some(n), Some(all)),
            "{measure:?} {name}"
        );
    }
    // Nobody complained, and of nobody is anything to be settled: that is few.
    assert_eq!(of(Measure::Complaints, ""), (None, Some(50)));
    assert_eq!(of(Measure::ToSettle, ""), (None, Some(24)));
}

/// Homes of a tenure that raise it, of those spoken to; and homes that would act, of those asked.
type Row = ((usize, usize), (usize, usize));

/// Homes by tenure, and what is told of each: of whom raises it, and of whom would act.
type Case = (&'static [Row], &'static [(Told, Told)]);

#[test]
fn r11_5_what_homes_raise_tells_of_no_few_by_what_they_would_do_or_by_other_tenures() {
    let cases: [Case; 6] = [
        (
            &[((12, 20), (6, 12)), ((8, 15), (0, 0))],
            &[
                ((Some(12), Some(20)), (Some(6), Some(12))),
                ((Some(8), Some(15)), (None, None)),
            ],
        ),
        // All raise it: that so many were asked would say so.
        (
            &[((20, 20), (8, 20)), ((10, 20), (5, 10))],
            &[((None, Some(20)), (None, None)); 2],
        ),
        // Two were not asked.
        (
            &[((12, 20), (6, 10)), ((10, 20), (5, 10))],
            &[
                ((Some(12), Some(20)), (None, None)),
                ((Some(10), Some(20)), (Some(5), Some(10))),
            ],
        ),
        // Three of a tenure would be what is missing from all who were spoken to.
        (
            &[((10, 20), (0, 0)), ((1, 3), (0, 0)), ((10, 30), (0, 0))],
            &[
                ((None, None), (None, None)),
                ((None, None), (None, None)),
                ((Some(10), Some(30)), (None, None)),
            ],
        ),
        // Of a hundred reached two were not spoken to, as the two of them together would say.
        (
            &[((20, 48), (0, 0)), ((20, 50), (0, 0))],
            &[((Some(20), None), (None, None)); 2],
        ),
        // All but two would act.
        (
            &[((12, 20), (10, 12)), ((10, 20), (5, 10))],
            &[
                ((Some(12), Some(20)), (None, Some(12))),
                ((Some(10), Some(20)), (Some(5), Some(10))),
            ],
        ),
    ];
    for (rows, expected) in cases {
        assert_eq!(raised_told(rows), expected, "{rows:?}");
    }
}

/// What the sheet tells of something that is raised, of which a week is that has so many homes spoken to.
fn raised_told(rows: &[Row]) -> Vec<(Told, Told)> {
    let small = Small::new(DOORS);
    let tenures = rows.iter().enumerate().map(|(n, (raise, act))| {
        let raise = Measure::Raise.rate(raise.0, raise.1);
        let act = Measure::WouldAct.rate(act.0, act.1);
        (Some(format!("T{n}")), raise, act)
    });
    let raised = Raised {
        name: "Wet homes".into(),
        may_stand: true,
        tenures: tenures.collect(),
    };
    let spoken = rows.iter().map(|(raise, _)| raise.1).sum();
    let stair = |of: usize, reached: usize| StairWeek {
        stair: small.stair(0),
        never_tried: Measure::NeverTried.rate(of - reached - 10, of),
        reached: Measure::Reached.rate(reached, of),
        leaders: Measure::Leaders.rate(0, 1),
        next: None,
    };
    let week = Week {
        raised: vec![raised],
        stairs: vec![stair(200, 100)],
        to_settle: Measure::ToSettle.rate(0, spoken),
        ..read(&small)
    };
    let lines = sheet(&week, &small);
    let of = |n: usize| {
        let line = lines
            .iter()
            .find(|line| line.starts_with(&format!("T{n}: ")));
        let (_, line) = line.unwrap().split_once(": ").unwrap();
        let (raise, act) = line.split_once("; would act: ").unwrap();
        (told(raise).unwrap(), told(act).unwrap())
    };
    (0..rows.len()).map(of).collect()
}

#[test]
fn r11_5_words_that_few_homes_said_stand_on_no_sheet() {
    let mut small = Small::new(DOORS);
    let question = Fact::Question {
        words: "In your words?".into(),
        answers: AnswerKind::Words,
    };
    let question = QuestionId(small.board(question, vec![]));
    let script = Fact::Script {
        version: 1,
        title: "Listening".into(),
        stage: Stage::Listen,
        steps: vec![Step::straight_on()],
    };
    small.board(script, vec![question.into()]);
    for (many, words) in [
        (1, "The man in flat 3 shouts"),
        (6, "The lifts stand still"),
    ] {
        for place in 0..many {
            let about: Vec<Id> = vec![small.household(place).into(), question.into()];
            let value = Value::Words(words.into());
            small.say(
                VERA,
                Role::Volunteer,
                0,
                Fact::Answer { value, script: 1 },
                about,
            );
        }
    }
    let week = read(&small);
    let file = sheet(&week, &small).join("\n");
    assert!(file.contains("The lifts stand still"), "{file}");
    assert!(!file.contains("shouts"), "{file}");
}

/// Numbers of homes, of which each is among the one it is named after, all told.
fn gap(whole: Option<usize>, part: Option<usize>, may_be_all: bool) -> bool {
    match (whole, part) {
        (Some(whole), Some(part)) => whole - part >= FEWEST || may_be_all && whole == part,
        _ => true,
    }
}

/// Stair by stair, whether no few were tried in vain, and whether the stairs that are left out are no few together.
fn stairs_are_told(found: &BTreeMap<(Measure, String), Told>, stairs: [Came; 2]) -> bool {
    let of = |measure: Measure, name: &str| found[&(measure, name.to_string())].0;
    let whole = of(Measure::Reached, "");
    let (mut rest, mut rest_tried, mut left_out) = (whole.unwrap_or_default(), 0, 0);
    let mut is_told = true;
    for (name, stair) in [("First", stairs[0]), ("Second", stairs[1])] {
        let told = of(Measure::Reached, name);
        let tried = of(Measure::NeverTried, name).map(|never| DOORS - never);
        is_told &= gap(tried, told, false) && told.is_none_or(|n| n == stair.reached());
        match told {
            Some(n) => rest = rest.saturating_sub(n),
            None => {
                left_out += 1;
                rest_tried += stair.tried();
            }
        }
    }
    let is_few = rest < FEWEST || rest_tried < rest + FEWEST;
    is_told && !(whole.is_some() && left_out > 0 && is_few)
}

proptest! {
    /// R11.5: whatever came of the homes of two stairs, what is told of them, and what is left when one number is taken
    /// from another, is of no fewer than five homes.
    #[test]
    fn r11_5_no_few_homes_can_be_worked_out_from_the_sheet(
        first in (0..9_usize, 0..8_usize, 0..7_usize, 0..8_usize),
        second in (0..9_usize, 0..8_usize, 0..7_usize, 0..8_usize),
        before in prop::sample::select(vec![0_usize, 0, 3, 6, 12]),
        asked in 0..17_usize,
        did in 0..12_usize,
    ) {
        let came = |(spoken, refused, language, in_vain)| Came { spoken, refused, language, in_vain };
        let stairs = [came(first), came(second)];
        let small = knocked(stairs, before, asked, did);
        let week = read(&small);
        let found = read_back(&sheet(&week, &small));
        let of = |measure: Measure, name: &str| {
            found.get(&(measure, name.to_string())).copied().unwrap_or_default()
        };
        for ((measure, name), (n, all)) in &found {
            for figure in [n, all].into_iter().flatten() {
                prop_assert!(*figure >= FEWEST, "{measure:?} {name}: {figure}");
            }
            prop_assert!(gap(*all, *n, false), "{measure:?} {name}: {n:?} of {all:?}");
        }
        let (never, all) = of(Measure::NeverTried, "");
        let tried = of(Measure::Unmet, "").1.or(all.zip(never).map(|(all, never)| all - never));
        let reached = of(Measure::Reached, "").0;
        let spoken = of(Measure::ToSettle, "").1;
        let tried_now = of(Measure::Complaints, "").1;
        let (asked, spoken_now) = of(Measure::Asks, "");
        prop_assert!(asked == of(Measure::Acts, "").1);
        for (whole, part, may_be_all) in [
            (all, tried, false),
            (tried, reached, false),
            (reached, spoken, false),
            (all, reached, false),
            (all, spoken, false),
            (tried, spoken, false),
            (tried, tried_now, true),
            (tried_now, spoken_now, false),
            (spoken, spoken_now, true),
            (spoken_now, asked, false),
            (spoken, asked, false),
            (asked, of(Measure::Acts, "").0, false),
        ] {
            prop_assert!(gap(whole, part, may_be_all), "{whole:?} {part:?} in {found:?}");
        }
        prop_assert!(stairs_are_told(&found, stairs), "{found:?}");
    }
}
