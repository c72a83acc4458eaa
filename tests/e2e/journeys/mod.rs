//! The journeys, in the order they run.

mod asking;
mod carried;
mod chart;
mod doors;
mod eleven;
mod emptied;
mod ending;
mod evening;
mod every_page;
mod first_screen;
mod five_phones;
mod handover;
mod invitations;
mod iphone;
mod issues;
mod languages;
mod later_days;
mod leaders;
mod lists;
mod long_list;
mod lost;
mod meeting;
mod new_version;
mod not_saved;
mod offers;
mod organisers;
mod paper;
mod petition;
mod pin;
mod portal;
mod practice;
mod put_away;
mod ringing;
mod stair;
mod standing;
mod tabs;
mod taken_off;
mod three_months;
mod tired;
mod tonight;
mod training;
mod turnout;
mod wiping;
mod words;

use std::pin::Pin;

use anyhow::Result;

use crate::browser::Engine;
use crate::site::Site;

/// A journey on an estate.
pub type Journey = for<'s> fn(&'s mut Site) -> Pin<Box<dyn Future<Output = Result<()>> + 's>>;

/// All of them, by name.
fn all() -> Vec<(&'static str, Journey)> {
    vec![
        ("an evening without signal", |site| {
            Box::pin(evening::journey(site))
        }),
        ("two phones at one door", |site| {
            Box::pin(meeting::journey(site))
        }),
        ("eleven o'clock without a signal", |site| {
            Box::pin(eleven::journey(site))
        }),
        ("tonight's teams", |site| Box::pin(tonight::journey(site))),
        ("a login page in between", |site| {
            Box::pin(portal::journey(site))
        }),
        ("the first screen alone", |site| {
            Box::pin(first_screen::journey(site))
        }),
        ("invitations used up and unknown", |site| {
            Box::pin(invitations::journey(site))
        }),
        ("an iPhone's home screen", |site| {
            Box::pin(iphone::journey(site))
        }),
        // Before the words bring in another one.
        ("another organiser", |site| {
            Box::pin(organisers::journey(site))
        }),
        ("six words on an empty device", |site| {
            Box::pin(words::journey(site))
        }),
        ("a lost phone taken off", |site| {
            Box::pin(taken_off::journey(site))
        }),
        ("a phone behind a pin", |site| Box::pin(pin::journey(site))),
        ("a phone wiped, a list closed", |site| {
            Box::pin(wiping::journey(site))
        }),
        ("typed and put away", |site| {
            Box::pin(put_away::journey(site))
        }),
        ("the end put later", |site| Box::pin(ending::journey(site))),
        ("a hand-over", |site| Box::pin(handover::journey(site))),
        // On an estate of its own.
        ("a campaign that was handed over", |site| {
            Box::pin(handover::closed(site))
        }),
        ("what a phone could not send", |site| {
            Box::pin(carried::journey(site))
        }),
        ("an evening of five phones", |site| {
            Box::pin(five_phones::journey(site))
        }),
        ("days later", |site| Box::pin(later_days::journey(site))),
        ("a campaign that is over", |site| {
            Box::pin(later_days::the_end(site))
        }),
        ("an emptied database", |site| {
            Box::pin(emptied::journey(site))
        }),
        ("a tired thumb", |site| Box::pin(tired::journey(site))),
        ("what cannot be saved", |site| {
            Box::pin(not_saved::journey(site))
        }),
        ("everything thrown away", |site| {
            Box::pin(lost::journey(site))
        }),
        ("a new version of the app", |site| {
            Box::pin(new_version::journey(site))
        }),
        ("a list of 27,000 rows", |site| {
            Box::pin(long_list::journey(site))
        }),
        ("two tabs of one phone", |site| {
            Box::pin(tabs::journey(site))
        }),
        ("from paper", |site| Box::pin(paper::journey(site))),
        // It adds doors, which the others count.
        ("any list they have", |site| Box::pin(lists::journey(site))),
        ("practice", |site| Box::pin(practice::journey(site))),
        // It changes what is asked.
        ("what is asked", |site| Box::pin(asking::journey(site))),
        // Likewise; the second walks on from the first.
        ("everything on one stair", |site| {
            Box::pin(stair::journey(site))
        }),
        ("everything on one stair: a talk in eight taps", |site| {
            Box::pin(stair::r1_1_a_whole_conversation_takes_eight_taps(site))
        }),
        ("whom homes name", |site| Box::pin(leaders::journey(site))),
        ("who trained whom", |site| Box::pin(training::journey(site))),
        ("offers and needs", |site| Box::pin(offers::journey(site))),
        // It changes what is asked, on an estate where no other journey after it asks.
        ("who comes to a meeting", |site| {
            Box::pin(turnout::journey(site))
        }),
        ("what homes raise", |site| Box::pin(issues::journey(site))),
        // It changes what is asked.
        ("where people stand", |site| {
            Box::pin(standing::journey(site))
        }),
        ("a tower of 144 doors", |site| {
            Box::pin(stair::a_tower(site))
        }),
        // On an estate of its own.
        ("three months", |site| Box::pin(three_months::journey(site))),
        // They knock on doors that the others count.
        ("a volunteer in Arabic", |site| {
            Box::pin(languages::arabic(site))
        }),
        ("a volunteer in Polish", |site| {
            Box::pin(languages::polish(site))
        }),
        ("every page of a volunteer's", |site| {
            Box::pin(every_page::journey(site))
        }),
        // It adds doors, which the others count.
        ("before the knock and after it", |site| {
            Box::pin(doors::journey(site))
        }),
        // It changes what is asked, on an estate where no other journey after it asks.
        ("a petition and a ballot", |site| {
            Box::pin(petition::journey(site))
        }),
    ]
}

/// What only Chromium can be made to do: lose a database as it is known to, have a part of the app
/// kept from it, have its clock set, be touched twice within a blink, tell how long its tasks were,
/// and pass for another browser.
const CHROMIUM_ONLY: [&str; 6] = [
    "an iPhone's home screen",
    "a campaign that is over",
    "an emptied database",
    "the first screen alone",
    "a tired thumb",
    "a list of 27,000 rows",
];

/// Most of a journey is waiting, so three estates are walked at the same time. On the first one, in
/// the order above, is whatever stands in neither of these.
const ON_THE_SECOND: [&str; 16] = [
    "invitations used up and unknown",
    "an iPhone's home screen",
    "another organiser",
    "six words on an empty device",
    "a lost phone taken off",
    "a phone behind a pin",
    "a phone wiped, a list closed",
    "typed and put away",
    "the end put later",
    "a hand-over",
    "a campaign that was handed over",
    "what a phone could not send",
    "whom homes name",
    "who trained whom",
    "who comes to a meeting",
    "offers and needs",
];
const ON_THE_THIRD: [&str; 15] = [
    "an evening of five phones",
    "days later",
    "a campaign that is over",
    "an emptied database",
    "what cannot be saved",
    "everything thrown away",
    "a new version of the app",
    "two tabs of one phone",
    "from paper",
    "any list they have",
    "everything on one stair",
    "everything on one stair: a talk in eight taps",
    "what homes raise",
    "where people stand",
    "before the knock and after it",
];
/// What hangs on times has the computer to itself.
const ALONE: [&str; 4] = [
    "a tired thumb",
    "a list of 27,000 rows",
    "a tower of 144 doors",
    "three months",
];

/// Where a journey is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estate {
    /// Made page by page, each looked over.
    First,
    /// Made as quickly as pages let one, like the third.
    Second,
    /// See above.
    Third,
    /// After all others, on one of its own.
    Alone,
}

/// Where this one is.
pub fn estate(name: &str) -> Estate {
    if ON_THE_SECOND.contains(&name) {
        Estate::Second
    } else if ON_THE_THIRD.contains(&name) {
        Estate::Third
    } else if ALONE.contains(&name) {
        Estate::Alone
    } else {
        Estate::First
    }
}

/// Those that run in an engine.
pub fn within(engine: Engine) -> Vec<(&'static str, Journey)> {
    let mut all = all();
    if engine == Engine::WebKit {
        all.retain(|(name, _)| !CHROMIUM_ONLY.contains(name));
    }
    all
}
