//! Before they walk off: where they meet, two teams, somebody moved in two taps and somebody who
//! stays at home, a list seen on a phone, a turf taken off and put back, the message for the group
//! chat, a square code, a turf of the doors to come back to, and one cut for tonight. All of it is
//! there again when the page is loaded anew. Whoever is not back in time is named.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use super::meeting::send;
use super::paper::pick;
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

const FIRST: &str = "Dunlin pair";
const SECOND: &str = "Heron pair";
const THIRD: &str = "Robin pair";
/// Doors by what came of them: the app's own name for them says which house, where they are all of one.
const PROMISED: &str = "Some doors that said to come back";
const HALL: &str = "The hall behind the library, at the side door by the big bicycle stand";

/// From two turfs to the evening's teams.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite(FIRST, &["Dunlin House"], 1).await?;
    site.invite(SECOND, &["Heron Close"], 1).await?;
    let beth = site.volunteer("Beth", &invitation).await?;
    not_home_twice(&beth).await?;
    send(&beth).await?;
    beth.close().await?;

    let organiser = &site.organiser;
    let page = &organiser.page;
    page.open("/organise").await?;
    page.tap(&t!("tonight.teams")).await?;
    page.sees(&t!("tonight.chat_first")).await?;
    page.tap(&t!("tonight.meet_save")).await?;
    page.sees(&t!("tonight.meet_wrong")).await?;
    organiser.screen("organiser-tonight-empty").await?;
    page.fill(&t!("tonight.meet"), HALL).await?;
    page.tap(&t!("tonight.meet_save")).await?;
    page.sees(&format!("17:30–20:00 · {HALL}")).await?;
    late(organiser).await?;
    two_teams(page).await?;
    somebody_moved(organiser).await?;
    page.tap(&t!("tonight.ready_aloud", who = "Beth")).await?;
    ticked(page, &t!("tonight.ready_aloud", who = "Beth")).await?;
    off_and_undone(organiser).await?;
    chat(page).await?;
    square_code(page).await?;
    some_doors(organiser).await?;
    cut_for_tonight(page).await?;
    let message = chat_text(page).await?;
    organiser.long_screen("organiser-tonight").await?;
    not_back(organiser).await?;

    page.reload().await?;
    page.sees(&format!("17:30–20:00 · {HALL}")).await?;
    standing(
        page,
        &[
            (FIRST, &["Carys"]),
            (SECOND, &["Beth"]),
            (THIRD, &[]),
            (PROMISED, &[]),
        ],
    )
    .await?;
    for tick in ["tonight.ready_aloud", "tonight.back_aloud"] {
        ticked(page, &t!(tick, who = "Beth")).await?;
    }
    page.sees(&t!("tonight.at_home")).await?;
    ensure!(
        message == chat_text(page).await?,
        "the message is another one"
    );
    taken_away(organiser).await?;
    page.open("/organise").await?;
    let teams = t!("tonight.home_state", n = 3);
    page.sees(&t!(
        "tonight.home_state_meet",
        teams = teams,
        from = "17:30",
        meet = HALL
    ))
    .await
}

/// Nobody opens the first door, and nobody the second time; at the next they say to come back.
async fn not_home_twice(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap("Dunlin House").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    let door = page.heading().await?;
    let path = page.script("return location.pathname", &[]).await?;
    let path = path.as_str().context("a path")?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await?;
    page.open(path).await?;
    page.tap(&t!("outcomes.not_home")).await?;
    let next = page.heading_after(&door).await?;
    page.tap(&t!("outcomes.come_back")).await?;
    page.heading_after(&next).await.map(drop)
}

async fn two_teams(page: &Page) -> Result<()> {
    for (turf, people) in [(FIRST, &["Amina", "Beth", "Carys"][..]), (SECOND, &[])] {
        page.tap(&t!("tonight.more_tonight_aloud", turf = turf))
            .await?;
        page.sees(&t!("tonight.on_done", turf = turf)).await?;
        for who in people {
            page.fill(&t!("tonight.add_who", turf = turf), who).await?;
            page.tap(&t!("tonight.add_aloud", turf = turf)).await?;
            page.sees(&t!("tonight.moved", who = who, turf = turf))
                .await?;
        }
    }
    let three = &["Amina", "Beth", "Carys"][..];
    standing(page, &[(FIRST, three), (SECOND, &[])]).await
}

/// Two taps each: one goes to the other team, one stays at home.
async fn somebody_moved(organiser: &Browser) -> Result<()> {
    let page = &organiser.page;
    page.tap("Beth").await?;
    page.sees(&t!("tonight.where", who = "Beth")).await?;
    organiser.screen("organiser-tonight-moving").await?;
    page.tap(&t!("tonight.goes_here", who = "Beth")).await?;
    page.sees(&t!("tonight.moved", who = "Beth", turf = SECOND))
        .await?;
    page.tap("Amina").await?;
    page.tap(&t!("tonight.at_home")).await?;
    page.sees(&t!("tonight.moved_home", who = "Amina")).await?;
    standing(page, &[(FIRST, &["Carys"]), (SECOND, &["Beth"])]).await
}

/// Waits until these teams stand there, with these people.
async fn standing(page: &Page, teams: &[(&str, &[&str])]) -> Result<()> {
    let wanted = json!(teams);
    let script = format!(
        "const words = (it) => it.textContent.trim();
         const teams = [...document.querySelectorAll('.teams > li')].map((team) =>
            [words(team.querySelector('h3')), [...team.querySelectorAll('.person')].map(words)]);
         return JSON.stringify(teams) === JSON.stringify({wanted})"
    );
    page.until(&format!("the teams {wanted}"), &script).await
}

/// After half past eight only with a reason; then earlier again.
async fn late(organiser: &Browser) -> Result<()> {
    let page = &organiser.page;
    pick(page, "meet-until", "21:00").await?;
    page.sees(&t!("tonight.late", time = "20:30")).await?;
    page.tap(&t!("tonight.meet_save")).await?;
    page.sees(&t!("tonight.late_missing")).await?;
    organiser.screen("organiser-tonight-late").await?;
    page.fill(&t!("tonight.late_why"), "They asked us to come late")
        .await?;
    page.tap(&t!("tonight.meet_save")).await?;
    page.sees(&format!("17:30–21:00 · {HALL}")).await?;
    let why = "They asked us to come late";
    page.sees(&t!("tonight.late_because", time = "20:30", why = why))
        .await?;
    pick(page, "meet-until", "20:00").await?;
    page.tap(&t!("tonight.meet_save")).await?;
    page.sees(&format!("17:30–20:00 · {HALL}")).await
}

/// Not tonight, and undone: its people and what was ticked are there again.
async fn off_and_undone(organiser: &Browser) -> Result<()> {
    let page = &organiser.page;
    page.tap(&t!("tonight.off_aloud", turf = SECOND)).await?;
    page.sees(&t!("tonight.off_done", turf = SECOND)).await?;
    standing(page, &[(FIRST, &["Carys"])]).await?;
    organiser.screen("organiser-tonight-off").await?;
    page.tap(&t!("volunteer.undo")).await?;
    standing(page, &[(FIRST, &["Carys"]), (SECOND, &["Beth"])]).await?;
    ticked(page, &t!("tonight.ready_aloud", who = "Beth")).await
}

/// A turf cut from this page is worked tonight.
async fn cut_for_tonight(page: &Page) -> Result<()> {
    page.tap(&t!("organiser.turf_new")).await?;
    page.tap("Robin Row").await?;
    page.tap(&t!("organiser.turf_all_of_block")).await?;
    page.fill(&t!("organiser.turf_name"), THIRD).await?;
    page.tap(&t!("tonight.turf_make")).await?;
    page.sees(&t!("tonight.teams_title")).await?;
    page.sees(THIRD).await
}

/// By this device's clock everyone should be back: one has waved, one is to be rung.
async fn not_back(organiser: &Browser) -> Result<()> {
    let page = &organiser.page;
    page.tap(&t!("tonight.back_aloud", who = "Beth")).await?;
    ticked(page, &t!("tonight.back_aloud", who = "Beth")).await?;
    // Nine in the evening of the day the evening began; the page loaded anew has the real time.
    let nine = "const Real = Date;
        const evening = new Real(Real.now() - 4 * 36e5);
        const later = evening.setHours(21, 0, 0, 0) - Real.now();
        window.Date = class extends Real {
            constructor(...given) {
                given.length ? super(...given) : super(Real.now() + later);
            }
            static now() {
                return Real.now() + later;
            }
        };";
    page.script(nine, &[]).await?;
    page.sees(&t!("tonight.overdue", names = "Carys")).await?;
    page.sees(&t!("tonight.overdue_time", time = "21:00"))
        .await?;
    organiser.screen("organiser-tonight-not-back").await
}

/// A turf that was cut by mistake goes, from tonight too.
async fn taken_away(organiser: &Browser) -> Result<()> {
    let page = &organiser.page;
    page.open("/organise/turfs").await?;
    page.tap(&t!("organiser.turf_away_aloud", turf = THIRD))
        .await?;
    page.sees(&t!("organiser.turf_away_what")).await?;
    organiser.screen("organiser-turf-away").await?;
    page.tap(&t!("organiser.turf_away_now")).await?;
    let gone = format!("return !document.body.innerText.includes({THIRD:?})");
    page.until("the turf to be gone", &gone).await
}

/// Waits until this is ticked.
async fn ticked(page: &Page, name: &str) -> Result<()> {
    let name = json!(name);
    let script = format!(
        "return [...document.querySelectorAll('.tick')].some((it) =>
            it.getAttribute('aria-label') === {name} && it.getAttribute('aria-pressed') === 'true')"
    );
    page.until("the tick", &script).await
}

async fn chat_text(page: &Page) -> Result<String> {
    let there = "return !!document.querySelector('.message')?.textContent";
    page.until("the message", there).await?;
    let text = "return document.querySelector('.message').textContent";
    let text = page.script(text, &[]).await?;
    text.as_str().map(str::to_string).context("a message")
}

/// The message says where, when and how much, and nothing of anybody; a tap copies it.
async fn chat(page: &Page) -> Result<()> {
    let text = chat_text(page).await?;
    for wanted in [HALL, "17:30", "20:00", "stair"] {
        ensure!(text.contains(wanted), "{wanted} is missing: {text}");
    }
    for never in [
        "Amina", "Beth", "Carys", "Dunlin", "Heron", "Flat", "pair", "http",
    ] {
        ensure!(!text.contains(never), "{never} is in it: {text}");
    }
    page.tap(&t!("tonight.chat_copy")).await?;
    page.sees(&t!("organiser.copied")).await
}

/// The first team's code, on the page where the team stands.
async fn square_code(page: &Page) -> Result<()> {
    page.tap(&t!("tonight.code_aloud", turf = FIRST)).await?;
    page.sees(&t!("tonight.code_for", n = 2)).await?;
    let drawn = "return !!document.querySelector('.teams > li .qr svg')";
    page.until("the square code", drawn).await
}

/// A turf of the doors that said to come back, by the link among tonight's turfs. Where nobody was in
/// twice tonight, nobody is sent tonight.
async fn some_doors(organiser: &Browser) -> Result<()> {
    let page = &organiser.page;
    page.tap(&t!("tonight.by")).await?;
    page.sees(&t!("tonight.by_which")).await?;
    page.tap(&t!("tonight.turf_make")).await?;
    page.sees(&t!("tonight.by_none_picked")).await?;
    page.does_not_see(&t!("tonight.by_not_home")).await?;
    page.tap(&t!("tonight.by_come_back")).await?;
    // Whoever is invited to these doors can read their whole stairs, however many the other walks have left.
    page.sees("Opens all").await?;
    organiser.screen("organiser-tonight-by").await?;
    page.fill(&t!("tonight.by_name"), PROMISED).await?;
    page.tap(&t!("tonight.turf_make")).await?;
    page.sees(&t!("tonight.teams_title")).await?;
    page.sees(PROMISED).await?;
    // The code made before is still there.
    page.sees(&t!("tonight.code_for", n = 2)).await
}
