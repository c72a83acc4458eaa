//! The campaign's ledger: a line a figure, each with what it is of.

use stairwell::organise::chart::Chart;
use stairwell::organise::issues::{Issues, Tag};
use stairwell::organise::meetings::{self, turnout};
use stairwell::organise::structure::Tests;

use super::memory::Memory;
use super::script::Play;
use super::tonight;

/// Prints how far it has come by a day.
pub fn print(stage: &str, play: &Play<Memory>, day: i32) {
    let (state, night) = (play.state(), tonight(play, day, 9));
    let chart = Chart::read(state, night, 0);
    let reached = chart.reached();
    println!("\n{stage}, day {day}");
    let line = |what: &str, n: usize, of: usize| println!("  {what:<44}{n:>5} of {of}");
    line("homes reached", reached.n, reached.homes);
    line("homes nobody has tried", reached.unknown, reached.homes);
    if let Some((without, stairs)) = chart.without_a_leader() {
        line("stairs with a tested leader", stairs - without, stairs);
    }
    let issues = Issues::read(state, night);
    line("homes spoken to", issues.spoken(), issues.homes.len());
    for heard in &issues.heard {
        let what = match heard.tag {
            Tag::Issue(_) => format!("issue: {}", heard.name),
            Tag::Words(_) => format!("raised: {}", heard.name),
        };
        line(&what, heard.breadth.homes.len(), issues.spoken());
    }
    for (tenure, cell) in issues.wins.values().flatten() {
        let steps: Vec<String> = cell
            .now()
            .iter()
            .map(|it| format!("{:?}", it.step))
            .collect();
        println!("  demand, {tenure} homes: {}", steps.join(", "));
    }
    for tested in Tests::read(state, play.day(day)).all {
        line(
            &tested.test.ask,
            tested.n(),
            tested.all().unwrap_or_default(),
        );
    }
    if play.made.petition.is_some() {
        let petition = play.petition();
        line(
            "signatures that are valid",
            petition.valid(),
            petition.total(),
        );
    }
    for meeting in meetings::meetings(state) {
        if let Some(found) = turnout(state, &meeting) {
            line("homes that came", found.whole.came, found.whole.homes);
            line(
                "of those that said they would",
                found.whole.kept,
                found.whole.pledged,
            );
        }
    }
}
