//! Every page a volunteer comes to, on one phone: held every way in English, and looked over in Arabic, in the
//! light and in the dark. Both walk the same table.

use anyhow::{Context, Result};
use stairwell::organise::practice::Practice;
use stairwell::t;

use super::languages::choose;
use crate::browser::Browser;
use crate::held::none;
use crate::page::Page;
use crate::site::Site;

const HOUSE: &str = "Kestrel Court";
const STREET: &str = "Robin Row";
/// Over the question, and to the end of the talk.
const SKIP: &str = ".question .reach .button:not(.plain)";
const FINISH: &str = ".question .reach .plain";

/// How one comes to a page.
#[derive(Clone, Copy)]
enum Way {
    /// By its address.
    At(fn(&Known) -> String),
    /// From the page before, by a tap on a part of it; and what shows that it is there, if not its heading.
    By(&'static str, Option<&'static str>),
}
use Way::{At, By};

/// What the phone has by the time its pages are walked.
struct Known {
    stair: String,
    street: String,
    /// Doors of the stair: one where nothing came of a knock yet, one with an answer, a promise and somebody's
    /// name, one where a talk begins, one that asked not to be knocked.
    free: String,
    told: String,
    talk: String,
    no_knock: String,
}

/// The pages, in an order in which each is there to be come to: its name and the way.
const PAGES: [(&str, Way); 36] = [
    ("today", At(|_| "/today".into())),
    ("stair", At(|it| format!("/stair/{}", it.stair))),
    (
        "stair-choosing",
        By(".in-sight + .button", Some("[role=checkbox].door")),
    ),
    ("street", At(|it| format!("/stair/{}", it.street))),
    ("door", At(|it| format!("/door/{}", it.free))),
    ("door-card", By(".privacy-link", Some("dialog:modal"))),
    ("door-told", At(|it| format!("/door/{}", it.told))),
    ("door-no-knock", At(|it| format!("/door/{}", it.no_knock))),
    ("known", At(|it| format!("/known/{}", it.told))),
    (
        "known-hide",
        By(".button.danger", Some(".banner.stop .danger")),
    ),
    ("language", At(|it| format!("/language/{}", it.free))),
    ("no-knock", At(|it| format!("/no-knock/{}", it.no_knock))),
    ("moved", At(|it| format!("/moved/{}", it.free))),
    ("talk", At(|it| format!("/talk/{}", it.talk))),
    ("talk-words", By(SKIP, None)),
    ("talk-one-of", By(SKIP, None)),
    ("talk-door", By(SKIP, None)),
    ("talk-yes-no", By(SKIP, None)),
    ("talk-gone-on", At(|it| format!("/talk/{}", it.told))),
    ("talk-read-back", By(FINISH, None)),
    ("promises", At(|_| "/promises".into())),
    ("incident", At(|_| "/incident".into())),
    ("trained", At(|_| "/trained".into())),
    ("sent", At(|_| "/sent".into())),
    ("along", At(|_| "/along".into())),
    ("privacy", At(|_| "/privacy".into())),
    ("device", At(|_| "/device".into())),
    ("pin", At(|_| "/pin".into())),
    ("wipe", At(|_| "/wipe".into())),
    ("shift", At(|_| "/shift".into())),
    (
        "shift-close",
        By(".reach .primary + .button", Some(".banner.stop .danger")),
    ),
    ("not-here", At(|it| format!("/door/{}", it.stair))),
    ("practice", At(|_| "/practice".into())),
    (
        "practice-stair",
        At(|_| format!("/practice/stair/{}", Practice::stair().0)),
    ),
    (
        "practice-door",
        At(|_| format!("/practice/door/{}", Practice::door(1).0)),
    ),
    ("practice-summary", At(|_| "/practice/sent".into())),
];

/// On an estate of its own: elsewhere another journey changes what is asked.
pub async fn journey(site: &mut Site) -> Result<()> {
    let mut own = Site::quickly(site.organiser.engine()).await?;
    let walked = walk(&mut own).await;
    own.close().await;
    walked
}

/// The way in, then everything behind it.
async fn walk(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Every page", &[HOUSE, STREET], 1).await?;
    let phone = site.phone("Delyth").await?;
    let page = &phone.page;
    let mut faults = Vec::new();
    page.open("/").await?;
    in_arabic_and_back(&phone, "way-in").await?;
    faults.extend(phone.faults_held_every_way("way-in").await?);
    page.open("/join").await?;
    page.tap_part("[type=submit]", Some("[role=alert]:not(:empty)"))
        .await?;
    in_arabic_and_back(&phone, "way-code").await?;
    faults.extend(phone.faults_held_every_way("way-code").await?);
    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    faults.extend(phone.faults_held_every_way("way-invited").await?);
    page.fill(&t!("volunteer.your_name"), "Delyth").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    faults.extend(phone.faults_held_every_way("way-ready").await?);
    let known = an_evening(page).await?;

    for (name, way) in PAGES {
        come(page, &known, name, way).await?;
        faults.extend(phone.faults_held_every_way(&format!("page-{name}")).await?);
    }
    none(&faults)?;
    page.go("/today").await?;
    choose(page, "en", "ar").await?;
    for (name, way) in PAGES {
        come(page, &known, name, way).await?;
        phone.unfold().await?;
        phone.in_both_themes(&format!("page-{name}-arabic")).await?;
    }
    phone.close().await.map(drop)
}

async fn come(page: &Page, known: &Known, name: &str, way: Way) -> Result<()> {
    let come = match way {
        At(path) => page.go(&path(known)).await,
        By(part, shows) => page.tap_part(part, shows).await,
    };
    come.with_context(|| format!("on the way to {name}"))
}

/// The same page in Arabic, on a phone that belongs to nobody yet.
async fn in_arabic_and_back(phone: &Browser, name: &str) -> Result<()> {
    choose(&phone.page, "en", "ar").await?;
    phone.in_both_themes(&format!("{name}-arabic")).await?;
    choose(&phone.page, "ar", "en").await
}

/// Where one is, by the address: the last of it.
async fn here(page: &Page) -> Result<String> {
    let last = page
        .script("return location.pathname.split('/').pop()", &[])
        .await?;
    last.as_str().map(str::to_string).context("an address")
}

/// A stair where something came of four doors, and the newest knock can still be undone.
async fn an_evening(page: &Page) -> Result<Known> {
    page.open("/today").await?;
    page.tap(STREET).await?;
    page.sees(&t!("doors.walk")).await?;
    let street = here(page).await?;
    page.go("/today").await?;
    page.tap(HOUSE).await?;
    page.sees(&t!("doors.walk")).await?;
    let stair = here(page).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("outcomes.spoke")).await?;
    let told = here(page).await?;
    a_talk(page).await?;
    let no_knock = here(page).await?;
    let door = page.heading().await?;
    page.tap(&t!("volunteer.more_outcomes")).await?;
    page.tap(&t!("outcomes.do_not_knock")).await?;
    page.sees(&t!("doors.scope_how_long")).await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.heading_after(&door).await?;
    page.sees(&t!("outcomes.spoke")).await?;
    let talk = here(page).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.go(&format!("/stair/{stair}")).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("outcomes.not_home")).await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await?;
    Ok(Known {
        stair,
        street,
        free: here(page).await?,
        told,
        talk,
        no_knock,
    })
}

/// Something is said, somebody named, and something promised.
async fn a_talk(page: &Page) -> Result<()> {
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("script.issue_damp")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    page.fill(
        &t!("volunteer.answer"),
        "The damp behind the wardrobe, before the baby comes home",
    )
    .await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&t!("volunteer.read_back_why")).await?;
    page.tap(&t!("volunteer.add_follow_up")).await?;
    page.fill(&t!("volunteer.promise"), "Bring the damp meter")
        .await?;
    page.tap(&t!("volunteer.i_will", name = "Delyth")).await?;
    page.tap(&t!("volunteer.keep_follow_up")).await?;
    page.sees("Bring the damp meter").await?;
    page.tap(&t!("volunteer.who_lives_here")).await?;
    page.fill(&t!("volunteer.resident"), "Mair").await?;
    page.tap(&t!("volunteer.keep_name")).await?;
    page.sees("Mair").await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.sees(&t!("volunteer.no_history")).await
}
