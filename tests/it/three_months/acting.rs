//! What organisers read once people are asked to act.

use std::collections::BTreeSet;

use stairwell::canvass::demand::Step as WonStep;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::id::DoorId;
use stairwell::canvass::petition::at_doors;
use stairwell::canvass::stream::Stream;
use stairwell::locales;
use stairwell::organise::chart::Chart;
use stairwell::organise::deputation::{Tell, deputations};
use stairwell::organise::evidence::{Evidence, FEWEST, Figure, Line, Share, passages};
use stairwell::organise::issues::{Issues, Stage, Tag};
use stairwell::organise::leaders::{Step, leaders};
use stairwell::organise::meetings::{self, turnout};
use stairwell::organise::report::Report;
use stairwell::organise::structure::{Fails, Findings, Showing, Tested, Tests, board, elsewhere};
use stairwell::organise::training::Tree;

use super::memory::Memory;
use super::script::{
    ASKED_OF_EACH, Devices, HOMES_A_STAIR, MARGED, NIGHTS, OLWEN, Play, STAIRS, TENURES,
    TRIED_AND_FAILED, TRIED_AND_TESTED, VOLUNTEERS, name,
};
use super::tonight;

const HOMES: usize = STAIRS * HOMES_A_STAIR;

fn tested(play: &Play<Memory>, day: i32) -> (Tested, Findings) {
    let state = play.state();
    let tests = Tests::read(state, play.day(day));
    let tested = tests.find(play.made.test.unwrap()).unwrap().clone();
    let findings = Findings::of(state, &tests, &tested);
    (tested, findings)
}

/// 65 of a hundred of all homes, before anybody has signed; and nobody but organisers sees how it goes.
pub fn a_line_is_drawn(play: &Play<Memory>) {
    let (tested, findings) = tested(play, 35);
    assert_eq!(
        (tested.n(), tested.all(), tested.needed()),
        (0, Some(HOMES), Some(390))
    );
    let showing = Showing::of(&tested, &findings);
    assert!(
        matches!(showing, Showing::Private { minds: 0 }),
        "{showing:?}"
    );
    let open = at_doors(play.state(), play.day(36));
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].0, play.made.petition.unwrap());
}

/// After the first yes its homes and its line are what they were, whatever is listed later.
pub fn the_line_stands(play: &Play<Memory>) {
    let before = tested(play, 37).0;
    assert_eq!(before.n(), play.truth.signed.len());
    assert!(before.n() > 10, "{}", before.n());
    let mut later = play.clone();
    let stair = later.estate.stairs[STAIRS - 1];
    let door = |n: usize| {
        let fact = Fact::Door {
            label: format!("Flat 30{n}"),
            floor: Some(0),
            order: 100,
            uprn: None,
        };
        Draft::new(Stream::Stair(stair), fact, Vec::new())
    };
    let at = later.at(37, 12);
    later.devices.record(OLWEN, at, &[door(1), door(2)]);
    let report = Report::read(later.state(), &[], tonight(&later, 37, 13));
    assert_eq!(report.doors(), HOMES + 2);
    let (tested, _) = tested(&later, 37);
    assert_eq!((tested.all(), tested.needed()), (Some(HOMES), Some(390)));
    assert_eq!(tested, before);
}

/// What is valid is a home once; a line of no sheet stands apart; who supports it elsewhere is of no home.
pub fn signatures_are_counted(play: &Play<Memory>) {
    let (read, truth) = (play.petition(), &play.truth);
    assert!(truth.seconds > 1, "somebody signed twice");
    assert_eq!(read.homes(), truth.signed);
    assert_eq!(
        (read.valid(), read.total()),
        (truth.signed.len(), truth.lines)
    );
    assert_eq!(read.apart().count(), 1);
    // One of those that may be somebody's second nobody has looked at: it and the first are shown.
    assert_eq!(read.flagged().count(), 2);
    let (tested, findings) = tested(play, 57);
    assert_eq!(tested.did, truth.signed);
    assert_eq!(tested.as_of, play.day(56));
    let by_stair: usize = findings.stairs.values().map(|part| part.n).sum();
    assert_eq!(by_stair, tested.n());
    assert!(
        findings
            .stairs
            .values()
            .all(|part| part.all == HOMES_A_STAIR && part.needed == 15)
    );
    let below = findings.stairs.values().filter(|part| part.n < 15).count();
    let fails = findings
        .fails
        .iter()
        .filter(|it| matches!(it, Fails::Stair(_)))
        .count();
    assert_eq!(fails, below);
    let people = elsewhere(play.state());
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].people.to_string(), "108000");
}

/// Coverage is of those alone who brought the homes they agreed to bring.
pub fn leaders_are_tested(play: &Play<Memory>) {
    let night = tonight(play, 57, 9);
    let all = leaders(play.state(), night.today);
    let mut moved = Vec::new();
    for (place, stair) in play.estate.stairs.iter().enumerate() {
        let of = &all[stair];
        for named in &of.named {
            if let Step::Tested {
                asked,
                moved: n,
                due,
                ..
            } = &named.step
            {
                assert_eq!(asked.homes.len(), ASKED_OF_EACH);
                assert!(!due, "it was a week ago");
                moved.push((place, *n));
            }
        }
    }
    let (brought, alone) = moved.split_at(TRIED_AND_TESTED);
    assert_eq!(alone.len(), TRIED_AND_FAILED);
    assert!(
        brought.iter().all(|(_, n)| *n >= ASKED_OF_EACH - 2),
        "{brought:?}"
    );
    assert!(alone.iter().all(|(_, n)| *n == 0), "{alone:?}");
    let chart = Chart::read(play.state(), night, 0);
    assert_eq!(
        chart.without_a_leader(),
        Some((STAIRS - TRIED_AND_TESTED, STAIRS))
    );
    let tested: BTreeSet<DoorId> = chart.stairs().flat_map(|stair| stair.tested()).collect();
    assert_eq!(tested, play.tested().into_iter().collect());
}

/// It is not met; two organisers say that it may be shown, and then no figure of few homes stands on it.
pub fn what_is_shown_hides_few(play: &Play<Memory>) {
    let (tested, findings) = tested(play, 57);
    assert!(!findings.is_met());
    assert_eq!(Showing::of(&tested, &findings), Showing::Agreed);
    let board = board(&tested, &findings).unwrap();
    hides_few(&board.homes);
    assert_eq!(board.stairs.len(), STAIRS);
    for row in &board.stairs {
        hides_few(&row.homes);
    }
    let alone = {
        let mut alone = tested.clone();
        alone.shown_by.pop_last();
        alone
    };
    assert_eq!(
        stairwell::organise::structure::board(&alone, &findings),
        None
    );
}

fn hides_few(share: &Share) {
    let few = |figure: Figure| match figure {
        Figure::Exactly(n) => n < FEWEST,
        Figure::LeftOut => false,
    };
    assert!(!few(share.n) && !few(share.of), "{share:?}");
    if let (Figure::Exactly(n), Figure::Exactly(of)) = (share.n, share.of) {
        assert!(of - n >= FEWEST, "all but few is as telling: {share:?}");
    }
}

/// Three clear working days before it, and by name only who agreed to that.
pub fn the_council_is_told_in_time(play: &Play<Memory>) {
    let all = deputations(play.state());
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].id, play.made.deputation.unwrap());
    assert_eq!(all[0].speakers.len(), 3);
    // It meets on Wednesday 12 May 2027: not that day and not the day of the notice.
    let Tell::By(deadline) = all[0].tell() else {
        panic!("{:?}", all[0].tell());
    };
    assert_eq!(deadline.day, play.day(72 - 6), "Thursday 6 May");
}

/// Turnout is of every home and by tenure; both tenures sat in the room.
pub fn who_came_of_whom(play: &Play<Memory>) {
    let (state, truth) = (play.state(), &play.truth);
    let meeting = meetings::find(state, play.made.meeting.unwrap()).unwrap();
    let found = turnout(state, &meeting).unwrap();
    let kept = truth.said_yes.intersection(&truth.came).count();
    let whole = found.whole;
    assert_eq!(
        (whole.homes, whole.pledged, whole.came, whole.kept),
        (HOMES, truth.said_yes.len(), truth.came.len(), kept)
    );
    assert!(
        whole.kept < whole.pledged,
        "not everybody comes who said so"
    );
    for tenure in TENURES {
        let part = found.tenures[&Some(tenure.to_string())];
        assert!(
            part.came > 0 && part.came < part.homes,
            "{tenure}: {part:?}"
        );
    }
}

/// It is delivered for council tenants, asked for private ones, and no issue is closed by that. On paper no
/// figure of few homes stands.
pub fn one_tenure_has_it_and_the_other_asked(play: &Play<Memory>) {
    let night = tonight(play, 90, 12);
    let issues = Issues::read(play.state(), night);
    let row = &issues.wins[&play.made.demand.unwrap()];
    let now =
        |tenure: &str| -> Vec<&WonStep> { row[tenure].now().iter().map(|it| &it.step).collect() };
    assert_eq!(now("council"), [&WonStep::Delivered]);
    assert_eq!(now("private"), [&WonStep::Asked]);
    assert_eq!((row["council"].log.len(), row["private"].log.len()), (3, 1));
    let heard = issues.find(&Tag::Issue(play.made.issue.unwrap())).unwrap();
    assert_eq!(heard.stage(), Stage::Issue);
    let evidence = Evidence::read(play.state(), night);
    assert_eq!(evidence.homes, HOMES);
    assert!(!evidence.raised.is_empty() && !evidence.petitions.is_empty());
    let shares = evidence.raised.iter().flat_map(|it| {
        let tenures = it.tenures.iter().map(|(_, share)| share);
        tenures.chain([&it.homes, &it.would_act])
    });
    let petitions = evidence.petitions.iter().map(|it| &it.homes);
    let tests = evidence.tests.iter().map(|it| &it.homes);
    let met = evidence.met.iter().flat_map(|it| {
        let tenures = it.tenures.iter().map(|(_, share)| share);
        tenures.chain([&it.homes])
    });
    let all = shares.chain(petitions).chain(tests).chain(met);
    for share in all.chain([&evidence.spoken]) {
        hides_few(share);
    }
    the_pack_has_both(play, &evidence);
}

/// What was delivered to one tenure stands in the pack with what is still asked for the other, and with the figures of
/// what homes did for it.
fn the_pack_has_both(play: &Play<Memory>, evidence: &Evidence) {
    let day = |day: i32| format!("day {day}");
    let passages = passages(evidence, &locales::fill, &day);
    let mut of_damp = passages.iter().filter(|it| it.head == "Damp homes");
    let lines: Vec<&str> = of_damp
        .next()
        .unwrap()
        .lines
        .iter()
        .map(Line::words)
        .collect();
    for (tenure, step, on) in [("Council", "Delivered", 85), ("Private", "Asked for", 22)] {
        let words = format!("{tenure} tenant: {step}, day {}", play.day(on));
        assert!(lines.contains(&words.as_str()), "{words}: {lines:?}");
    }
    let results = lines
        .iter()
        .filter(|line| line.contains(" tenant: ") && line.contains(", day "));
    assert_eq!(results.count(), 2, "nobody else has it: {lines:?}");
    assert_eq!((evidence.tests.len(), evidence.met.len()), (1, 1));
    let came = Share::new(play.truth.came.len(), HOMES);
    assert_eq!(evidence.met[0].homes, came);
    assert_eq!(evidence.met[0].tenures.len(), evidence.tenures.len());
}

/// Each of the twelve nights is on the chart, though the last ones went to homes that were reached before.
pub fn every_night_is_on_the_chart(play: &Play<Memory>) {
    let chart = Chart::read(play.state(), tonight(play, 90, 12), 0);
    let walked: Vec<i64> = NIGHTS.iter().map(|(day, _)| i64::from(day - 90)).collect();
    let told: Vec<i64> = chart.nights.iter().map(|night| night.evening).collect();
    assert_eq!(told, walked);
    for night in &chart.nights {
        let back = (night.reached_again, night.gone_back_to);
        assert!(night.tried + night.gone_back_to > 0, "{night:?}");
        assert!(back.0 <= back.1 && back.1 <= night.reached, "{night:?}");
    }
    let first = &chart.nights[0];
    assert_eq!((first.gone_back_to, first.acted), (0, Some(0)));
    // Whom nobody was new to, somebody was spoken to again; and by the end more had acted than at the first
    // signature.
    let only_back = chart.nights.iter().filter(|night| night.tried == 0);
    assert!(only_back.clone().count() > 0);
    assert!(only_back.into_iter().all(|night| night.reached_again > 0));
    let acted: Vec<usize> = chart.nights.iter().filter_map(|it| it.acted).collect();
    assert!(
        acted.is_sorted() && acted[11] > acted[6] && acted[6] > 0,
        "{acted:?}"
    );
}

/// Thirty were trained, ten by Marged and the others by these; each rung has somebody who saw it.
pub fn people_have_learnt(play: &Play<Memory>) {
    let tree = Tree::read(play.state());
    assert_eq!((tree.trained, tree.trainers), (VOLUNTEERS, 10));
    assert_eq!(tree.roots.len(), 1);
    assert_eq!(tree.roots[0].name, name(MARGED));
    assert_eq!(tree.roots[0].trained.len(), 10);
    let all = tree.roots[0].trained.iter();
    let rungs = all.flat_map(|it| &it.rungs);
    assert!(rungs.clone().count() > 3);
    assert!(rungs.into_iter().all(|it| it.witness == name(MARGED)));
}
