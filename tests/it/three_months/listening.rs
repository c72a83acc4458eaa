//! What organisers read while the campaign listens.

use std::collections::BTreeSet;

use stairwell::canvass::basis::offered;
use stairwell::canvass::demand::Step as WonStep;
use stairwell::canvass::id::DoorId;
use stairwell::canvass::petition::at_doors;
use stairwell::organise::chart::Chart;
use stairwell::organise::issues::{Issues, Stage, Tag};
use stairwell::organise::leaders::{FEWEST_ASKED, Step, leaders};
use stairwell::organise::report::Report;
use stairwell::organise::week::Week;

use super::memory::Memory;
use super::script::{
    HOMES_A_STAIR, OFTEN_NAMED, Play, STAIRS, TENURES, TRIED_AND_FAILED, TRIED_AND_TESTED,
};
use super::tonight;

const HOMES: usize = STAIRS * HOMES_A_STAIR;

/// Figures are n of N with what is not known, and who was never tried comes first.
pub fn after_the_first_night(play: &Play<Memory>) {
    let (state, morning) = (play.state(), tonight(play, 2, 9));
    let report = Report::read(state, &[], morning);
    assert_eq!(report.doors(), HOMES);
    assert_eq!(report.tried(), play.truth.tried.len());
    assert_eq!(report.reached(), play.truth.reached.len());
    assert!(report.reached() > 50, "{}", report.reached());
    let chart = Chart::read(state, morning, 0);
    let reached = chart.reached();
    let never = HOMES - play.truth.tried.len();
    assert_eq!(
        (reached.n, reached.unknown, reached.homes),
        (play.truth.reached.len(), never, HOMES)
    );
    let week = Week::read(state, morning);
    assert_eq!(
        (week.never_tried().n, week.never_tried().of),
        (never, HOMES)
    );
    // Ten stairs were walked; the ten that nobody has been to are read first.
    let (first, walked) = week.stairs.split_at(STAIRS / 2);
    let untried = |it: &stairwell::organise::week::StairWeek| it.never_tried.n;
    assert!(first.iter().all(|it| untried(it) == HOMES_A_STAIR));
    assert!(walked.iter().all(|it| untried(it) == 0));
    let untouched: BTreeSet<_> = play.estate.stairs[STAIRS / 2..].iter().collect();
    assert_eq!(
        first.iter().map(|it| &it.stair).collect::<BTreeSet<_>>(),
        untouched
    );
    // Two heard different things at one door, and neither is over the other.
    assert_eq!(report.disagreements.len(), 1);
    assert_eq!(report.disagreements[0].versions.len(), 2);
}

/// What presses on people is of the homes that were spoken to; whom homes name is of their own stair; and
/// nobody is asked for anything.
pub fn after_listening(play: &Play<Memory>) {
    let (state, night) = (play.state(), tonight(play, 20, 9));
    let issues = Issues::read(state, night);
    assert_eq!(issues.homes.len(), HOMES);
    assert_eq!(issues.spoken(), play.truth.spoken.len());
    assert_eq!(issues.unknown(), 0);
    for (issue, homes) in &play.truth.raised {
        let heard = issues
            .heard
            .iter()
            .find(|heard| heard.breadth.homes == *homes);
        assert!(
            heard.is_some(),
            "{issue:?} is raised by {} homes",
            homes.len()
        );
    }
    for (stair, of) in leaders(state, night.today) {
        let place = play
            .estate
            .stairs
            .iter()
            .position(|it| *it == stair)
            .unwrap();
        let named: Vec<DoorId> = of.named.iter().map(|it| it.door).collect();
        if of.asked < FEWEST_ASKED {
            assert_eq!(named, [], "too few were asked to say");
            continue;
        }
        assert_eq!(named, [play.estate.doors[place][OFTEN_NAMED]]);
        assert!(
            of.named
                .iter()
                .all(|it| it.step == Step::Named && it.by_own <= of.asked)
        );
        assert!(
            of.unknown
                .iter()
                .all(|it| it.whom == "The woman with the dog")
        );
    }
    let chart = Chart::read(state, night, 0);
    assert_eq!(chart.without_a_leader(), Some((STAIRS, STAIRS)));
    assert!(
        chart.rounds.len() <= 3,
        "nobody is tried more than three times"
    );
    assert_eq!(chart.nights.len(), 6);
    assert_eq!(chart.nights.last().unwrap().reached, chart.reached().n);
    assert_eq!(at_doors(state, night.today), []);
    assert_eq!(offered(state), []);
}

/// Words became an issue, of the same homes, when somebody was named who decides; it was asked for by
/// tenure.
pub fn there_is_an_issue(play: &Play<Memory>) {
    let issues = Issues::read(play.state(), tonight(play, 23, 9));
    let (issue, demand) = (play.made.issue.unwrap(), play.made.demand.unwrap());
    let heard = issues.find(&Tag::Issue(issue)).unwrap();
    assert_eq!(heard.stage(), Stage::Issue);
    assert_eq!(
        heard.breadth.homes,
        play.truth.raised[&super::script::Issue::Damp]
    );
    assert_eq!(heard.demands[0].terms().missing(), []);
    let row = &issues.wins[&demand];
    assert_eq!(row.keys().collect::<Vec<_>>(), TENURES);
    for cell in row.values() {
        let now: Vec<&WonStep> = cell.now().iter().map(|it| &it.step).collect();
        assert_eq!(now, [&WonStep::Asked]);
    }
}

/// Who agreed to bring homes is no leader yet.
pub fn leaders_have_agreed_and_cover_nothing(play: &Play<Memory>) {
    let night = tonight(play, 29, 9);
    let all = leaders(play.state(), night.today);
    let agreed = all.values().flat_map(|of| &of.named);
    let agreed = agreed.filter(|it| matches!(it.step, Step::Agreed(_)));
    assert_eq!(agreed.count(), TRIED_AND_TESTED + TRIED_AND_FAILED);
    let chart = Chart::read(play.state(), night, 0);
    assert_eq!(chart.without_a_leader(), Some((STAIRS, STAIRS)));
}
