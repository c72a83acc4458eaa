//! Three months of a campaign, from the first knock to a win for one tenure and not yet for the other: what
//! organisers read at each stage is what happened. `cargo test --test it -- three_months --nocapture` prints
//! it.

mod acting;
mod holding;
mod ledger;
mod listening;
mod memory;
mod script;

use stairwell::canvass::fold::State;
use stairwell::canvass::walk::Tonight;
use stairwell::organise::report::Report;
use stairwell::organise::week::Week;

use crate::site::Site;
use ledger::print;
use memory::Memory;
use script::played::Phones;
use script::{Devices, LAST_DAY, MARGED, OLWEN, Play, TARIQ};

/// Monday 1 March 2027.
const START: i32 = 20_878;
const SEED: u64 = 60;

fn tonight(play: &Play<Memory>, day: i32, hour: i64) -> Tonight {
    Tonight::in_utc(play.at(day, hour))
}

#[test]
fn three_months_are_read_as_they_happened() {
    let mut play = Play::begin(Memory::default(), START, SEED);
    play.first_night();
    listening::after_the_first_night(&play);
    print("First night", &play, 2);
    play.listen();
    listening::after_listening(&play);
    print("Listened", &play, 20);
    play.cut_an_issue();
    listening::there_is_an_issue(&play);
    play.find_leaders();
    listening::leaders_have_agreed_and_cover_nothing(&play);
    play.draw_a_line();
    acting::a_line_is_drawn(&play);
    play.first_signatures();
    acting::the_line_stands(&play);
    play.ask_for_signatures();
    play.count();
    acting::signatures_are_counted(&play);
    acting::leaders_are_tested(&play);
    acting::what_is_shown_hides_few(&play);
    print("Signed", &play, 57);
    play.go_to_the_council();
    acting::the_council_is_told_in_time(&play);
    play.meet();
    acting::who_came_of_whom(&play);
    print("Met", &play, 76);
    play.win();
    acting::one_tenure_has_it_and_the_other_asked(&play);
    acting::every_night_is_on_the_chart(&play);
    acting::people_have_learnt(&play);
    print("Won for one", &play, LAST_DAY);
    every_organiser_reads_the_same(&play);
}

/// R11.4: merged in another order and at other times, everything comes to the same.
fn every_organiser_reads_the_same(play: &Play<Memory>) {
    let bytes = |state: &State| state.to_bytes();
    let week = |state: &State| Week::read(state, tonight(play, LAST_DAY, 12));
    let first = play.devices.state(OLWEN);
    for who in [TARIQ, MARGED] {
        let other = play.devices.state(who);
        assert_eq!(bytes(other), bytes(first));
        assert_eq!(week(other), week(first));
    }
}

/// Sealed, sent to an endpoint and fetched from it by everybody, it comes to the same as in memory.
#[test]
fn a_night_that_is_sealed_and_sent_is_read_as_one_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program_with(folder.path(), &["--practice-clock"]);
    let ends = i64::from(START + 365) * 86_400;
    let mut sent = Play::begin(
        Phones::new(&site.origin, &site.start_code, ends),
        START,
        SEED,
    );
    sent.first_night();
    let mut kept = Play::begin(Memory::default(), START, SEED);
    kept.first_night();
    let morning = tonight(&kept, 2, 9);
    let [sent, kept] = [sent.state(), kept.state()].map(|state| {
        let report = Report::read(state, &[], morning);
        let figures = (report.doors(), report.tried(), report.reached());
        (figures, report.outcomes, report.disagreements.len())
    });
    assert_eq!(sent, kept);
    assert!(sent.0.2 > 50, "{sent:?}");
}

#[test]
fn the_same_seed_is_the_same_campaign_and_another_another() {
    let played = |seed: u64| {
        let mut play = Play::begin(Memory::default(), START, seed);
        play.first_night();
        (play.state().to_bytes(), play.truth)
    };
    assert_eq!(played(1), played(1));
    assert_ne!(played(1).1, played(2).1);
}
