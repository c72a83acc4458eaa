//! The three months of `tests/it/three_months` at an endpoint, for whoever opens their pages today.

use stairwell::sync::certificate::{Reach, Role};

use crate::script::played::Phones;
use crate::script::{LAST_DAY, Play};

const DAY: i64 = 86_400;
const SEED: u64 = 60;

/// Plays them, the last day being yesterday, and answers an organiser's link that is good for a day.
pub fn three_months(origin: &str, start_code: &str) -> String {
    let now = chrono::Utc::now().timestamp();
    let start = i32::try_from(now / DAY).unwrap() - LAST_DAY - 1;
    let phones = Phones::new(origin, start_code, i64::from(start + 365) * DAY);
    let mut play = Play::begin(phones, start, SEED);
    play.first_night();
    play.listen();
    play.cut_an_issue();
    play.find_leaders();
    play.draw_a_line();
    play.first_signatures();
    play.ask_for_signatures();
    play.count();
    play.go_to_the_council();
    play.meet();
    play.win();
    let code = play.devices.invite(Role::Organiser, Reach::Everything, now);
    code.link(origin)
}
