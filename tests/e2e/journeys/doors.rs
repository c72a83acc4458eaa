//! What a stair shows before the knock and after it, on a phone and on a teammate's: words about the building and a
//! door, doors that are no homes, another way round, a door that asked not to be knocked and for how long, a
//! neighbour's word, a household that is hidden, a talk that was left; and, days on, a door that was tried often enough.

use anyhow::{Result, bail, ensure};
use stairwell::t;

use super::meeting::send;
use super::stair::by_hand;
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// Three floors of three.
const HOUSE: &str = "Sanderling House";
const YARD: &str = "Yard gate sticks";
const DOG: &str = "Big dog, friendly";
const NOTE: &str = "Ask for the caretaker";
const HIDDEN: &str = "Rather by letter";

/// Organisers may set no more tries than these.
const AT_MOST: usize = 4;

/// Puts the page's clock ahead: `later(90000)`.
const CLOCK: &str = "
    const Real = Date;
    let ahead = 0;
    window.later = (seconds) => { ahead += seconds * 1000; };
    window.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
        static now() { return Real.now() + ahead; }
    };";

/// One phone without a signal, then the other.
pub async fn journey(site: &mut Site) -> Result<()> {
    by_hand(site, HOUSE, 3, 3).await?;
    let invitation = site.invite("Sanderling, all of it", &[HOUSE], 2).await?;
    let fflur = site.volunteer("Fflur", &invitation).await?;
    let guto = site.volunteer("Guto", &invitation).await?;
    site.endpoint.stop();
    ways_in(&fflur).await?;
    no_homes(&fflur).await?;
    the_other_way(&fflur.page).await?;
    not_to_be_knocked(&fflur).await?;
    noted_and_hidden(&fflur.page).await?;
    left_and_gone_on(&fflur).await?;

    site.endpoint.start_again()?;
    send(&fflur).await?;
    send(&guto).await?;
    fflur.close().await?;
    site.endpoint.stop();
    seen_before_the_knock(&guto).await?;
    another_time_of_day(&guto).await?;
    // What was recorded on days that have not come goes nowhere.
    guto.close().await?;
    site.endpoint.start_again()
}

async fn to_stair(page: &Page) -> Result<()> {
    page.open("/today").await?;
    page.tap(HOUSE).await?;
    page.sees(&t!("doors.walk")).await
}

async fn to_door(page: &Page, number: &str) -> Result<()> {
    to_stair(page).await?;
    page.fill(&t!("doors.find"), number).await?;
    page.tap(&t!("doors.find_go")).await?;
    page.sees(&t!("doors.known")).await?;
    ensure!(page.heading().await?.ends_with(number));
    Ok(())
}

/// Words about the building are kept by their button, those about a door as it is left.
async fn ways_in(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_stair(page).await?;
    page.tap(&t!("doors.access_say")).await?;
    page.fill(&t!("doors.access_block"), YARD).await?;
    page.tap(&t!(
        "doors.access_keep_what",
        what = t!("doors.access_block")
    ))
    .await?;
    let shown = format!("return document.querySelector('.access')?.textContent.includes('{YARD}')");
    page.until("the words about the building", &shown).await?;
    to_door(page, "1").await?;
    page.tap(&t!("doors.access_say")).await?;
    page.fill(&t!("doors.access_door"), DOG).await?;
    page.tap(&t!("volunteer.stair")).await?;
    page.sees(&t!("doors.walk")).await?;
    to_door(page, "1").await?;
    page.sees(DOG).await?;
    phone.screen("door-access").await
}

/// An empty flat and a door that is not there are plain facts, and one of them is taken back.
async fn no_homes(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    for (number, what) in [
        ("2", t!("doors.behind_empty")),
        ("3", t!("outcomes.address_not_found")),
    ] {
        to_door(page, number).await?;
        let door = page.heading().await?;
        page.tap(&t!("volunteer.more_outcomes")).await?;
        page.tap(&what).await?;
        page.heading_after(&door).await?;
    }
    to_stair(page).await?;
    counted(page, 7, 2).await?;
    for (label, words) in [
        ("Flat 2", t!("doors.behind_empty")),
        ("Flat 3", t!("doors.behind_not_there")),
    ] {
        page.sees(&t!("doors.door_apart", label = label, words = words))
            .await?;
    }
    phone.screen("stair-no-homes").await?;
    to_door(page, "2").await?;
    page.sees(&t!("doors.apart_why")).await?;
    phone.screen("door-empty").await?;
    page.tap(&t!("doors.behind_home")).await?;
    page.no_longer_sees(&t!("doors.apart_why")).await?;
    to_stair(page).await?;
    counted(page, 8, 1).await
}

/// So many doors are left, and so many are no homes.
async fn counted(page: &Page, left: usize, apart: usize) -> Result<()> {
    let said = t!("volunteer.left", left = left, n = left, reached = 0);
    page.sees(&t!("doors.progress_apart", said = said, n = apart))
        .await
}

/// Along the landing from its other end, and back.
async fn the_other_way(page: &Page) -> Result<()> {
    to_stair(page).await?;
    page.sees(&t!("volunteer.next_is", label = "Flat 7"))
        .await?;
    page.tap(&t!("doors.walk")).await?;
    page.tap(&t!("doors.along_back")).await?;
    page.sees(&t!("volunteer.next_is", label = "Flat 9"))
        .await?;
    page.tap(&t!("doors.along_forward")).await?;
    page.sees(&t!("volunteer.next_is", label = "Flat 7")).await
}

/// One says it themselves, and for good; of another a neighbour says so, which stays a neighbour's word.
async fn not_to_be_knocked(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    for (number, neighbour) in [("4", false), ("5", true)] {
        to_door(page, number).await?;
        page.tap(&t!("volunteer.more_outcomes")).await?;
        if neighbour {
            page.tap(&t!("doors.neighbour_says_so")).await?;
        }
        page.tap(&t!("outcomes.do_not_knock")).await?;
        page.sees(&t!("doors.scope_how_long")).await?;
        page.tap(&t!("doors.scope_good")).await?;
        page.sees(&t!("doors.scope_widest")).await?;
        page.tap(&t!("volunteer.done_next_door")).await?;
    }
    to_door(page, "5").await?;
    page.sees(&t!("doors.no_knock_neighbour")).await?;
    phone.screen("door-neighbour-says").await
}

/// A note that stays, and a household that wants nothing of it shown.
async fn noted_and_hidden(page: &Page) -> Result<()> {
    for (number, words) in [("8", NOTE), ("6", HIDDEN)] {
        to_door(page, number).await?;
        page.tap(&t!("volunteer.add_note")).await?;
        page.fill(&t!("volunteer.note"), words).await?;
        page.tap(&t!("volunteer.keep_note")).await?;
        page.sees(words).await?;
    }
    page.tap(&t!("doors.known")).await?;
    page.tap(&t!("doors.hide")).await?;
    page.tap(&t!("doors.hide_now")).await?;
    page.sees(&t!("doors.hidden")).await
}

/// A talk is left, somebody is to come back; then it goes on where it stopped, and each at home has a language.
async fn left_and_gone_on(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_door(page, "7").await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("script.issue_damp")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    to_door(page, "7").await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.come_back")).await?;
    page.heading_after(&door).await?;
    to_door(page, "7").await?;
    page.sees(&t!("doors.talk_left")).await?;
    phone.screen("door-talk-left").await?;
    page.tap(&t!("volunteer.back_to_talk")).await?;
    page.sees(&t!("script.own_words")).await?;
    page.tap(&t!("volunteer.back")).await?;
    page.sees(&t!("script.pressure")).await?;
    let chosen = "return [...document.querySelectorAll('[aria-checked=true]')]
        .some((it) => it.textContent.includes(arguments[0]))";
    let damp = [serde_json::json!(t!("script.issue_damp"))];
    ensure!(
        page.script(chosen, &damp).await? == serde_json::json!(true),
        "what was said is not shown as chosen"
    );
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&t!("script.issue_damp")).await?;
    page.tap(&t!("volunteer.who_lives_here")).await?;
    page.fill(&t!("volunteer.resident"), "Mair").await?;
    page.tap(&t!("volunteer.keep_name")).await?;
    page.tap(&t!("volunteer.language")).await?;
    page.tap(&t!("languages.cy")).await?;
    page.sees(&t!("languages.cy")).await?;
    page.tap("Mair").await?;
    page.tap(&t!("languages.so")).await?;
    let both = format!("{} / {}", t!("languages.cy"), t!("languages.so"));
    page.sees(&both).await?;
    phone.screen("talk-languages").await?;
    page.tap(&t!("volunteer.done_next_door")).await
}

/// On a teammate's phone: how to get in, for how long two doors are not to be knocked and on whose word; nothing of
/// who is hidden; and who can change a note of somebody else's.
async fn seen_before_the_knock(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_stair(page).await?;
    page.sees(YARD).await?;
    for label in ["Flat 4", "Flat 5"] {
        let said = t!("volunteer.door_no_knock", label = label);
        let scope = t!("doors.scope_good");
        page.sees(&t!("doors.door_no_knock", said = said, scope = scope))
            .await?;
    }
    phone.screen("stair-not-to-be-knocked").await?;
    for (number, why) in [
        ("4", t!("volunteer.no_knock_why")),
        ("5", t!("doors.no_knock_neighbour")),
    ] {
        to_door(page, number).await?;
        page.sees(&t!("doors.scope_good")).await?;
        page.sees(&why).await?;
    }
    to_door(page, "1").await?;
    page.sees(DOG).await?;
    to_door(page, "6").await?;
    page.does_not_see(HIDDEN).await?;
    page.tap(&t!("doors.known")).await?;
    page.sees(&t!("doors.hidden")).await?;
    page.does_not_see(HIDDEN).await?;
    to_door(page, "8").await?;
    page.tap(&t!("doors.known")).await?;
    page.sees(NOTE).await?;
    page.sees(&t!("doors.known_only_writer")).await?;
    phone.screen("door-known-theirs").await
}

/// Nobody in: another time of day is proposed, and after as many tries as are enough a letter.
async fn another_time_of_day(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_stair(page).await?;
    page.script(CLOCK, &[]).await?;
    for tries in 1..=AT_MOST {
        page.tap("Flat 9,").await?;
        page.sees(&t!("outcomes.not_home")).await?;
        let door = page.heading().await?;
        page.tap(&t!("outcomes.not_home")).await?;
        page.heading_after(&door).await?;
        page.tap(&t!("volunteer.stair")).await?;
        page.tap("Flat 9,").await?;
        if is_enough(page, tries).await? {
            ensure!(tries > 1, "one try is no end of it");
            return phone.screen("door-tried-enough").await;
        }
        page.tap(&t!("volunteer.stair")).await?;
        page.sees(&t!("doors.walk")).await?;
        // The same hour of the next day, and one more.
        page.script("later(25 * 3600)", &[]).await?;
    }
    bail!("there is no end to it")
}

/// Whether a letter is better now; a better time is said else, whichever day this is walked on.
async fn is_enough(page: &Page, tries: usize) -> Result<bool> {
    let enough = t!("doors.tried_enough", n = tries);
    let begins = enough.split('.').next().unwrap_or_default();
    page.sees(begins).await?;
    let text = page.text().await?;
    let times = ["try_day", "try_evening", "try_weekend"];
    let proposed = times.iter().any(|time| {
        let when = t!(&format!("doors.{time}"));
        text.contains(&t!("doors.tried", n = tries, when = when))
    });
    match text.contains(&enough) {
        true => Ok(true),
        false if proposed => Ok(false),
        false => bail!("no other time of day is proposed: {}", page.here().await),
    }
}
